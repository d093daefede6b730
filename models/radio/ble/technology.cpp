#include "models/radio/ble/technology.hpp"

#include <algorithm>

namespace nearsim::radio::ble {

Bluetooth::Bluetooth(kernel::Scheduler& scheduler, const base::Streams& streams, const Site& site,
                     const Settings& settings, const LinkSettings& link, Listener* listener)
    : scheduler_(scheduler),
      site_(site),
      settings_(settings),
      link_(link),
      listener_(listener),
      beacons_(scheduler, streams, settings, *this, *this) {}

Bluetooth::State& Bluetooth::state(Station s) {
  if (states_.size() <= s) states_.resize(s + 1);
  return states_[s];
}

double Bluetooth::received_dbm(Station from, Station to) const {
  return site_.received_dbm(from, to, link_.megahertz, link_.sent_dbm);
}

bool Bluetooth::wifi_busy(Station s) const { return s < states_.size() && states_[s].wifi_busy; }

bool Bluetooth::in_range(Station a, Station b) const {
  const bool on = std::max(a, b) < states_.size() && states_[a].on && states_[b].on;
  return on && received_dbm(a, b) >= settings_.range_dbm;
}

// --- on, off, elsewhere

void Bluetooth::activate(Station s, Use use) {
  state(s).on = true;
  state(s).use = use;
  beacons_.advertise(s);
  beacons_.scan(s, Filter::by_service);
}

void Bluetooth::deactivate(Station s) {
  state(s).on = false;
  beacons_.stop_advertising(s);
  beacons_.stop_scanning(s);
  moved(s);
}

void Bluetooth::move_to(Station s, Place place) { beacons_.move_to(s, place); }

void Bluetooth::set_wifi_busy(Station s, bool value) {
  state(s).wifi_busy = value;
  beacons_.moved(s);
}

void Bluetooth::moved(Station s) {
  beacons_.moved(s);
  for (auto& [ends, p] : pairs_)
    if (ends.first == s || ends.second == s) check(ends.first, ends.second);
}

// --- connections

void Bluetooth::ble_heard(Station scanner, Station advertiser) {
  connect(scanner, advertiser);
  if (listener_ != nullptr) listener_->ble_heard(scanner, advertiser);
}

void Bluetooth::ble_lost(Station scanner, Station advertiser) {
  if (listener_ != nullptr) listener_->ble_lost(scanner, advertiser);
}

void Bluetooth::connect(Station a, Station b) {
  if (state(a).use == Use::beacons || state(b).use == Use::beacons) return;
  Pair& p = pairs_[std::minmax(a, b)];
  if (p.connected || p.connecting || !in_range(a, b)) return;
  if (!has_room(a) || !has_room(b)) {
    if (!p.refused && listener_ != nullptr) listener_->ble_refused(a, b, has_room(a) ? b : a);
    p.refused = true;
    return;
  }
  p.refused = false;
  p.connecting = true;
  count(a, b, 1);
  const std::uint32_t version = ++p.version;
  const base::Duration wait = link_.setup_meetings * link_.connection.interval;
  scheduler_.post(scheduler_.now() + wait, {"ble connected", a, b}, [this, a, b, version] {
    Pair& made = pairs_[std::minmax(a, b)];
    if (made.version != version) return;
    made.connecting = false;
    if (!in_range(a, b)) {
      count(a, b, -1);
      fill_room(a);
      return fill_room(b);
    }
    made.connected = true;
    made.anchor = scheduler_.now();
    tell(a, b);
  });
}

bool Bluetooth::has_room(Station s) const {
  return link_.connections == 0 || states_[s].connections < link_.connections;
}

void Bluetooth::count(Station a, Station b, int more) {
  for (const Station s : {a, b}) state(s).connections += more;
}

// Who was sent away asks again as soon as there is room.
void Bluetooth::fill_room(Station s) {
  for (auto& [ends, p] : pairs_)
    if (p.refused && (ends.first == s || ends.second == s)) connect(ends.first, ends.second);
}

// Out of range both go on believing until the supervision timeout; back in range before it, nothing happened,
// and after it the pending connection completes.
void Bluetooth::check(Station a, Station b) {
  Pair& p = pairs_[std::minmax(a, b)];
  if (!p.connected) {
    if (in_range(a, b) && p.version > 0) {
      const std::uint32_t version = p.version;
      scheduler_.post(scheduler_.now() + settings_.reconnect, {"ble reconnect", a, b}, [this, a, b, version] {
        if (pairs_[std::minmax(a, b)].version == version) connect(a, b);
      });
    }
    return;
  }
  const std::uint32_t version = ++p.version;  // an older verdict is void
  if (in_range(a, b)) return;
  scheduler_.post(noticed_lost(link_.connection, scheduler_.now()), {"ble supervision", a, b},
                  [this, a, b, version] {
                    if (pairs_[std::minmax(a, b)].version == version) part(a, b);
                  });
}

void Bluetooth::part(Station a, Station b) {
  pairs_[std::minmax(a, b)].connected = false;
  count(a, b, -1);
  tell(a, b);
  fill_room(a);
  fill_room(b);
}

bool Bluetooth::joins(Station from, Station to) const {
  const auto it = pairs_.find(std::minmax(from, to));
  return it != pairs_.end() && it->second.connected;
}

Crossing Bluetooth::carry(Station from, Station to, base::Bytes size, Cast, base::Rng& draw) {
  if (!joins(from, to)) return {};
  if (!in_range(from, to)) return {Crossing::Fate::lost, {}};
  Pair& p = pairs_[std::minmax(from, to)];
  const base::Instant begin = std::max(scheduler_.now(), p.busy_until);
  base::Duration took = transfer_time(link_.connection, size, begin - p.anchor);
  while (draw.chance(link_.loss)) took += link_.connection.interval;  // acknowledged, and sent again
  p.busy_until = begin + took;
  return {Crossing::Fate::arrives, p.busy_until - scheduler_.now()};
}

}  // namespace nearsim::radio::ble
