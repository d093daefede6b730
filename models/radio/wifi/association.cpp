// Coming to a network, going from one access point to another, and losing it.
#include <string>
#include <utility>

#include "models/radio/wifi/wifi.hpp"
#include "sim/base/check.hpp"

namespace nearsim::radio::wifi {
namespace {

constexpr Channel last_of_2_4_ghz = 13;

}  // namespace

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

// The strongest of those at 5 GHz that are strong enough to be preferred, else the strongest.
std::uint32_t Wifi::best(Station s, double least) const {
  std::uint32_t best = none;
  double strongest = 0;
  bool preferred = false;
  const Member* m = find(s);
  const int five_ghz_dbm = (m == nullptr ? settings_.roaming : roaming(*m)).five_ghz_dbm;
  for (std::uint32_t place = 0; place < points_.size(); ++place) {
    const double heard = heard_dbm(s, place);
    if (heard < settings_.lost_dbm || heard < least) continue;
    const bool is_preferred = points_[place].channel > last_of_2_4_ghz && heard > five_ghz_dbm;
    if (preferred && !is_preferred) continue;
    if (best != none && preferred == is_preferred && heard <= strongest) continue;
    best = place;
    strongest = heard;
    preferred = is_preferred;
  }
  return best;
}

const Roaming& Wifi::roaming(const Member& m) const { return m.roaming ? *m.roaming : settings_.roaming; }

void Wifi::set_roaming(Station s, const Roaming& roaming) { member(s).roaming = roaming; }

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
  later(s, silence(s), "scan", [this, s] { join(s); });
}

void Wifi::look_later(Station s) {
  later(s, settings_.look_again, "look again", [this, s] { look(s); });
}

// In the field many an attempt fails, and of the others some take seconds; by default none does.
void Wifi::join(Station s) {
  const std::uint32_t place = best(s);
  if (place == none) return look_later(s);
  if (settings_.joins_fail == base::none && settings_.joins_slow == base::none) return enter(s, place);
  base::Rng draw = draw_of_attempt(s);
  if (draw.chance(settings_.joins_fail)) return look_later(s);
  if (!draw.chance(settings_.joins_slow)) return enter(s, place);
  later(s, draw.exponential(settings_.slow_join), "joined", [this, s] {
    const std::uint32_t still = best(s);
    if (still == none) return look_later(s);
    enter(s, still);
  });
}

base::Rng Wifi::draw_of_attempt(Station s) {
  return streams_.stream("wifi/join/" + std::to_string(s) + "/" + std::to_string(members_[s].attempts++));
}

// Another range of addresses means another address, and what was bound to the old one is void.
void Wifi::enter(Station s, std::uint32_t place) {
  Member& m = members_[s];
  const std::uint32_t had = std::exchange(m.subnet, points_[place].subnet);
  m.place = place;
  m.out = false;
  ++m.version;
  awake(s);
  for (AssociationListener* l : association_listeners_) l->associated(s, points_[place].station);
  tell(s, any_station);
  if (had != no_subnet && had != points_[place].subnet)
    for (AssociationListener* l : association_listeners_) l->readdressed(s);
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

// Data lowers what another access point has to be better by: who begins to exchange it looks again, after the
// message at hand.
void Wifi::exchanges_data(Station s) {
  const Member& m = members_[s];
  const Roaming& r = roaming(m);
  const bool was_idle = scheduler_.now() >= m.active_until;
  awake(s);
  if (!was_idle || points_.size() < 2 || r.gain_active >= r.gain_idle) return;
  if (heard_dbm(s, m.place) < r.below_dbm)
    scheduler_.post(scheduler_.now(), {"look around", s}, [this, s] { moved(s); });
}

void Wifi::moved(Station s) {
  const Member* m = find(s);
  if (m == nullptr || !m->on || m->out || m->place == none) return;
  const double now = heard_dbm(s, m->place);
  const Roaming& r = roaming(*m);
  if (now >= r.below_dbm) return;
  const bool active = scheduler_.now() < m->active_until;
  const std::uint32_t other = best(s, now + (active ? r.gain_active : r.gain_idle));
  if (other != none && other != m->place) return roam(s, other);
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
