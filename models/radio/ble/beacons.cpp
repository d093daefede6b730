#include "models/radio/ble/beacons.hpp"

#include <algorithm>
#include <string>

namespace nearsim::radio::ble {

Beacons::Beacons(kernel::Scheduler& scheduler, const base::Streams& streams, const Settings& settings,
                 const Surroundings& surroundings, Listener& listener)
    : scheduler_(scheduler),
      streams_(streams),
      settings_(settings),
      surroundings_(surroundings),
      listener_(listener) {}

Beacons::State& Beacons::state(Station s) {
  if (states_.size() <= s) states_.resize(s + 1);
  return states_[s];
}

Beacons::Pair& Beacons::pair(Station scanner, Station advertiser) {
  const auto before = [](const Pair& p, std::pair<Station, Station> key) {
    return std::pair(p.scanner, p.advertiser) < key;
  };
  const auto it = std::lower_bound(pairs_.begin(), pairs_.end(), std::pair(scanner, advertiser), before);
  const bool known = it != pairs_.end() && it->scanner == scanner && it->advertiser == advertiser;
  return known ? *it : *pairs_.insert(it, Pair{scanner, advertiser});
}

// --- switching on and off

void Beacons::advertise(Station s) {
  State& st = state(s);
  if (st.advertises) return;
  st.advertises = true;
  base::Rng random =
      streams_.stream("ble/advertise/" + std::to_string(s) + "#" + std::to_string(st.advertised++));
  const Advertising& how = advertising(settings_, st.place);
  st.event = scheduler_.now() + random.between(base::Duration{0}, how.interval);
  look_all(s);
}

void Beacons::stop_advertising(Station s) {
  state(s).advertises = false;
  look_all(s);
}

void Beacons::scan(Station s, Filter filter) {
  State& st = state(s);
  st.filter = filter;
  if (!st.scans) {
    st.scans = true;
    base::Rng random = streams_.stream("ble/scan/" + std::to_string(s) + "#" + std::to_string(st.scanned++));
    const Scanning how = scanning(settings_, st.place, filter).value_or(settings_.background_scanning);
    st.window = scheduler_.now() - random.between(base::Duration{0}, 3 * how.interval);
  }
  look_all(s);
}

void Beacons::stop_scanning(Station s) {
  state(s).scans = false;
  look_all(s);
}

void Beacons::move_to(Station s, Place place) {
  state(s).place = place;
  look_all(s);
}

void Beacons::moved(Station s) {
  if (s < states_.size()) look_all(s);  // who never advertised or scanned has nothing under way
}

bool Beacons::heard(Station scanner, Station advertiser) const {
  const auto before = [](const Pair& p, std::pair<Station, Station> key) {
    return std::pair(p.scanner, p.advertiser) < key;
  };
  const auto it = std::lower_bound(pairs_.begin(), pairs_.end(), std::pair(scanner, advertiser), before);
  return it != pairs_.end() && it->scanner == scanner && it->advertiser == advertiser && it->heard;
}

// --- hearing

void Beacons::look_all(Station s) {
  for (Station other = 0; other < states_.size(); ++other) {
    if (other == s) continue;
    look(s, other);
    look(other, s);
  }
}

bool Beacons::hears(Station scanner, Station advertiser) const {
  const State& listens = states_[scanner];
  const State& speaks = states_[advertiser];
  return listens.scans && speaks.advertises && visible(speaks.place, listens.filter) &&
         scanning(settings_, listens.place, listens.filter).has_value() &&
         surroundings_.received_dbm(advertiser, scanner) >= settings_.range_dbm;
}

void Beacons::look(Station scanner, Station advertiser) {
  Pair& p = pair(scanner, advertiser);
  const std::uint32_t version = ++p.version;
  const base::Instant now = scheduler_.now();
  const auto current = [this, scanner, advertiser, version] {
    return pair(scanner, advertiser).version == version;
  };
  if (!hears(scanner, advertiser)) {
    if (!p.heard) return;
    scheduler_.post(now + settings_.lost_after, {"ble lost", scanner, advertiser},
                    [this, scanner, advertiser, current] {
                      if (!current()) return;
                      pair(scanner, advertiser).heard = false;
                      listener_.ble_lost(scanner, advertiser);
                    });
    return;
  }
  if (p.heard) return;
  const State& listens = states_[scanner];
  const State& speaks = states_[advertiser];
  base::Rng random = streams_.stream("ble/" + std::to_string(advertiser) + ">" + std::to_string(scanner) +
                                     "#" + std::to_string(version));
  const Advertising& how = advertising(settings_, speaks.place);
  // The next event of the advertiser at or after now; its delays so far are part of the random phase.
  const base::Duration into =
      speaks.event > now ? speaks.event - now : how.interval - (now - speaks.event) % how.interval;
  const double hit = surroundings_.survives(advertiser, scanner) *
                     (surroundings_.wifi_busy(scanner) ? settings_.coexistence : 1.0);
  const Scanning scans = *scanning(settings_, listens.place, listens.filter);
  constexpr base::Duration limit = 1h;  // ours: nobody waits longer, and a pair that never meets must end
  const auto wait = until_heard(how, scans, now + into - listens.window, hit, limit, random);
  if (!wait) return;
  scheduler_.post(now + into + *wait, {"ble heard", scanner, advertiser},
                  [this, scanner, advertiser, current] {
                    if (!current()) return;
                    pair(scanner, advertiser).heard = true;
                    listener_.ble_heard(scanner, advertiser);
                  });
}

}  // namespace nearsim::radio::ble
