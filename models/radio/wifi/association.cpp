// Coming to a network, going from one access point to another, and losing it.
#include <string>

#include "models/radio/wifi/wifi.hpp"
#include "sim/base/check.hpp"

namespace nearsim::radio::wifi {

template <class F>
void Wifi::later(Station s, base::Duration wait, const char* what, F&& f) {
  const std::uint32_t version = ++members_[s].version;
  scheduler_.post(scheduler_.now() + wait, {what, s}, [this, s, version, f] {
    if (members_[s].version == version) f();
  });
}

double Wifi::heard_dbm(Station s, std::uint32_t place) const {
  const AccessPoint& p = points_[place];
  return site_.received_dbm(p.station, s, megahertz(p.channel), settings_.sent_dbm);
}

std::uint32_t Wifi::best(Station s) const {
  std::uint32_t best = none;
  for (std::uint32_t place = 0; place < points_.size(); ++place) {
    if (heard_dbm(s, place) < settings_.lost_dbm) continue;
    if (best == none || heard_dbm(s, place) > heard_dbm(s, best)) best = place;
  }
  return best;
}

// Each channel of the network is listened to in turn, then the new access point is joined.
base::Duration Wifi::silence(Station s) {
  base::Rng draw =
      streams_.stream("wifi/scan/" + std::to_string(s) + "/" + std::to_string(members_[s].changes++));
  base::Duration sum = settings_.associate;
  for (std::size_t i = 0; i < points_.size(); ++i)
    sum += draw.between(settings_.scan_least, settings_.scan_most);
  return sum;
}

void Wifi::switch_on(Station s) {
  Member& m = member(s);
  if (m.on) return;
  m.on = true;
  const std::uint32_t place = best(s);
  if (place != none && scheduler_.now() == base::Instant{}) enter(s, place);
  else look(s);
}

void Wifi::switch_off(Station s) {
  Member& m = member(s);
  if (!m.on) return;
  ++m.version;
  m.on = m.out = false;
  if (m.place != none) leave(s);
}

void Wifi::look(Station s) {
  later(s, silence(s), "scan", [this, s] {
    const std::uint32_t place = best(s);
    if (place != none) return enter(s, place);
    later(s, settings_.look_again, "look again", [this, s] { look(s); });
  });
}

void Wifi::enter(Station s, std::uint32_t place) {
  Member& m = members_[s];
  m.place = place;
  m.out = false;
  ++m.version;
  awake(s);
  for (AssociationListener* l : association_listeners_) l->associated(s, points_[place].station);
  tell(s, any_station);
  scan_later(s);
}

void Wifi::leave(Station s) {
  members_[s].place = none;
  members_[s].out = false;
  for (AssociationListener* l : association_listeners_) l->disassociated(s);
  tell(s, any_station);
}

void Wifi::roam(Station s, std::uint32_t to) {
  members_[s].out = true;
  tell(s, any_station);
  later(s, silence(s), "roam", [this, s, to] { enter(s, to); });
}

// Silent while it listens elsewhere; the network is not lost by that.
void Wifi::scan_later(Station s) {
  if (settings_.scan_every == base::Duration{0}) return;
  later(s, settings_.scan_every, "scan", [this, s] {
    members_[s].out = true;
    tell(s, any_station);
    later(s, silence(s) - settings_.associate, "scanned", [this, s] {
      members_[s].out = false;
      tell(s, any_station);
      scan_later(s);
    });
  });
}

void Wifi::moved(Station s) {
  const Member* m = find(s);
  if (m == nullptr || !m->on || m->out || m->place == none) return;
  const double now = heard_dbm(s, m->place);
  if (now >= settings_.roam_dbm) return;
  const std::uint32_t other = best(s);
  if (other != none && other != m->place && heard_dbm(s, other) >= now + settings_.roam_gain)
    return roam(s, other);
  if (now >= settings_.lost_dbm) return;
  // No beacon comes through any more: noticed after so many of them, unless the station comes back in time.
  members_[s].out = true;
  tell(s, any_station);
  later(s, settings_.missed_beacons * settings_.beacon, "beacons missed", [this, s] {
    members_[s].out = false;
    if (heard_dbm(s, members_[s].place) >= settings_.lost_dbm) return enter(s, members_[s].place);
    leave(s);
    look(s);
  });
}

}  // namespace nearsim::radio::wifi
