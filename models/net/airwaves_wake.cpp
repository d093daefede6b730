// When AWDL and Bluetooth are on: with whoever needs them, and by beacon with whoever is heard.
//
//     Ana   browses ---- beacons ---- hears Bob: AWDL on --------------------------------- off
//     Bob   browses ---- beacons ---- hears Ana: AWDL on ---- Bluetooth off
//                                                             |<- 12 s: lost ->|<- 32 s ->|
#include "models/net/airwaves.hpp"

namespace nearsim::net {

void Airwaves::need_peer_to_peer(Node node) {
  ++devices_[node].needs;
  if (devices_[node].peer_to_peer) return;
  devices_[node].peer_to_peer = true;
  refresh_bluetooth(node);
  for (Node other = 0; other < devices_.size(); ++other) {  // heard already, for another reason
    if (calls(other, node)) wake(node);
    if (calls(node, other)) wake(other);
  }
  refresh_awdl(node);
}

void Airwaves::release_peer_to_peer(Node node) {
  ++devices_[node].needs;
  linger(node);
}

// Looked at again for as long as somebody talks.
void Airwaves::linger(Node node) {
  if (linger_ == base::forever) return;
  const std::uint32_t needs = devices_[node].needs;
  scheduler_.post(scheduler_.now() + linger_, {"awdl lingers", node}, [this, node, needs] {
    Device& d = devices_[node];
    if (d.needs != needs) return;
    if (talkers_ != nullptr && talkers_->talks(node)) return linger(node);
    d.peer_to_peer = false;
    d.awake = false;
    ++d.rests;
    refresh_bluetooth(node);
    refresh_awdl(node);
  });
}

void Airwaves::move_to(Node node, radio::ble::Place place) { bluetooth_.move_to(node, place); }

// It is the radio of Wi-Fi.
void Airwaves::refresh_awdl(Node node) {
  const Device& d = devices_[node];
  const bool wanted = d.peer_to_peer && (awdl_start_ == AwdlStart::by_use || d.awake);
  const bool on = d.on.awdl && d.on.wifi && wanted;
  if (on == awdl_.neighbourhood().active(node)) return;
  on ? awdl_.activate(node) : awdl_.deactivate(node);
}

void Airwaves::refresh_bluetooth(Node node) {
  using radio::ble::Use;
  Device& d = devices_[node];
  const bool beacons = awdl_start_ == AwdlStart::by_beacon && d.on.beacons && d.peer_to_peer;
  const bool on = d.on.bluetooth || beacons;
  if (on == d.bluetooth) return;
  d.bluetooth = on;
  on ? bluetooth_.activate(node, d.on.bluetooth ? Use::sessions : Use::beacons) : bluetooth_.deactivate(node);
}

// --- by beacon

bool Airwaves::calls(Node advertiser, Node scanner) const {
  return devices_[advertiser].peer_to_peer && devices_[scanner].peer_to_peer &&
         bluetooth_.beacons().heard(scanner, advertiser);
}

void Airwaves::ble_heard(radio::Station scanner, radio::Station advertiser) {
  if (calls(advertiser, scanner)) wake(scanner);
}

void Airwaves::ble_lost(radio::Station scanner, radio::Station) { rest(scanner); }

// Core specification, vol. 1 part F: 0x09, Connection Limit Exceeded; CoreBluetooth calls it
// connectionLimitReached, 11.
void Airwaves::ble_refused(radio::Station asks, radio::Station asked, radio::Station full) {
  constexpr std::int64_t connection_limit_exceeded = 9;
  if (observer_ != nullptr)
    observer_->event(scheduler_.now(), asks, "net", "bluetooth_full", asked,
                     {{"error", connection_limit_exceeded}, {"full", full == asks ? "node" : "peer"}});
}

void Airwaves::wake(Node node) {
  devices_[node].awake = true;
  ++devices_[node].rests;
  refresh_awdl(node);
}

void Airwaves::rest(Node node) {
  if (!devices_[node].awake || linger_after_lost_ == base::forever) return;
  const std::uint32_t number = ++devices_[node].rests;
  scheduler_.post(scheduler_.now() + linger_after_lost_, {"awdl rests", node}, [this, node, number] {
    if (devices_[node].rests != number) return;
    bool busy = false;
    for (Node other = 0; other < devices_.size(); ++other)
      busy |= calls(other, node) || (other != node && awdl_.joins(node, other));
    if (busy) return rest(node);
    devices_[node].awake = false;
    refresh_awdl(node);
  });
}

}  // namespace nearsim::net
