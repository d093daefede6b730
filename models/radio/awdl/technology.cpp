#include "models/radio/awdl/technology.hpp"

#include <algorithm>
#include <string>

namespace nearsim::radio::awdl {
namespace {

// IEEE 802.11: channel 1 of 2.4 GHz is at 2412 MHz, channel 0 of 5 GHz would be at 5000; 5 MHz apart.
double megahertz(Channel channel) { return channel <= 13 ? 2407.0 + 5.0 * channel : 5000.0 + 5.0 * channel; }

base::Duration air_time(base::Bytes size, base::BitRate rate) {
  return base::Duration{size.count * 8 * 1'000'000'000 / rate.bits_per_second};
}

}  // namespace

Awdl::Awdl(kernel::Scheduler& scheduler, const base::Streams& streams, const Site& site,
           const Settings& settings, const DataSettings& data, Listener* listener)
    : scheduler_(scheduler),
      streams_(streams),
      site_(site),
      settings_(settings),
      data_(data),
      listener_(listener),
      air_(scheduler, streams, settings, *this, this) {}

double Awdl::received_dbm(Station from, Station to, Channel channel) const {
  return site_.received_dbm(from, to, megahertz(channel), data_.sent_dbm);
}

// --- who is on

void Awdl::activate(Station s) { air_.activate(s); }

void Awdl::deactivate(Station s) {
  for (auto& [ends, p] : pairs_)
    if (ends.first == s || ends.second == s) {
      p.brought_up = false;
      p.ready = base::never;
    }
  air_.deactivate(s);
}

void Awdl::set_access_point(Station s, Channel channel) {
  traffic(s).access_point = channel;
  air_.set_access_point(s, channel);
}

Awdl::Traffic& Awdl::traffic(Station s) {
  if (traffic_.size() <= s) traffic_.resize(s + 1);
  return traffic_[s];
}

// --- bringing a pair up

const Awdl::Pair* Awdl::find(Station a, Station b) const {
  const auto it = pairs_.find(std::minmax(a, b));
  return it == pairs_.end() ? nullptr : &it->second;
}

void Awdl::need(Station a, Station b) {
  if (a == b || !air_.active(a) || !air_.active(b)) return;
  Pair& p = pair(a, b);
  if (p.brought_up || p.ready != base::never) return;
  const auto [low, high] = std::minmax(a, b);
  base::Rng random = streams_.stream("awdl/bring-up/" + std::to_string(low) + "-" + std::to_string(high) +
                                     "#" + std::to_string(p.attempts));
  p.ready = scheduler_.now() + random.between(data_.bring_up_least, data_.bring_up_most);
  const std::uint32_t attempt = ++p.attempts;
  scheduler_.post(p.ready, {"awdl bring-up", a, b}, [this, a, b, attempt] { brought_up(a, b, attempt); });
}

void Awdl::brought_up(Station a, Station b, std::uint32_t attempt) {
  Pair& p = pair(a, b);
  if (p.attempts != attempt || p.ready == base::never) return;
  p.ready = base::never;
  p.brought_up = true;
  refresh(a, b);
}

bool Awdl::joins(Station from, Station to) const {
  const Pair* p = find(from, to);
  return p != nullptr && p->brought_up && air_.joined(from, to);
}

void Awdl::refresh(Station a, Station b) {
  Pair& p = pair(a, b);
  const bool joined = joins(a, b);
  if (p.told == joined) return;
  p.told = joined;
  tell(a, b);
}

void Awdl::awdl_changed(Station s, Change change, Station peer, base::Duration jump) {
  if (listener_ != nullptr) listener_->awdl_changed(s, change, peer, jump);
  for (const auto& [ends, p] : pairs_)  // refresh() changes no key
    if (ends.first == s || ends.second == s) refresh(ends.first, ends.second);
}

// --- carrying

Crossing Awdl::carry(Station from, Station to, base::Bytes size, Cast cast, base::Rng& draw) {
  const bool apart = cast == Cast::unicast ? !joins(from, to) : !air_.active(from) || !air_.active(to);
  if (apart) return {};
  if (cast == Cast::multicast && received_dbm(from, to, settings_.social.primary) < settings_.edge_dbm)
    return {};
  const base::BitRate rate = cast == Cast::unicast ? data_.rate : data_.multicast_rate;
  int tries = 1;
  while (draw.chance(data_.loss)) {
    if (cast == Cast::multicast || tries > data_.retries) return {Crossing::Fate::lost, {}};
    ++tries;
  }
  if (cast == Cast::unicast) {
    raise_load(from);
    raise_load(to);
  }
  const base::Instant done = send(from, to, tries * (overhead(from) + air_time(size, rate)), cast);
  // Their slots do not meet: a multicast goes unheard, a frame finds nobody to acknowledge it.
  if (done == base::never) return {Crossing::Fate::lost, {}};
  return {Crossing::Fate::arrives, done - scheduler_.now()};
}

base::Duration Awdl::overhead(Station from) const {
  if (data_.contention == base::Duration{0}) return data_.overhead;
  const auto neighbours = static_cast<std::int64_t>(air_.peers(from).size());
  return data_.overhead + std::max<std::int64_t>(0, neighbours - 1) * data_.contention;
}

// When it is through, behind what the sender sent before, in pieces that fit into slots.
base::Instant Awdl::send(Station from, Station to, base::Duration left, Cast cast) {
  base::Instant& busy = traffic(from).busy_until;
  base::Instant at = std::max(busy, scheduler_.now());
  const Presence a = air_.presence(from), b = air_.presence(to);
  while (left > base::Duration{0}) {
    const base::Duration piece = std::min(left, data_.burst);
    at = next_meeting(a, b, at, piece, settings_.guards, cast);
    if (at == base::never) return at;
    at += piece;
    left -= piece;
  }
  busy = at;
  return at;
}

// Traffic moves a device to its data sequence; an access point keeps half of it.
void Awdl::raise_load(Station s) {
  Traffic& t = traffic(s);
  t.last = scheduler_.now();
  if (std::exchange(t.raised, true)) return;
  air_.set_load(s, t.access_point == off ? Load::data_100 : Load::data_50);
  scheduler_.post(t.last + data_.busy_for, {"awdl load", s}, [this, s] { lower_load(s); });
}

void Awdl::lower_load(Station s) {
  Traffic& t = traffic(s);
  const base::Instant due = t.last + data_.busy_for;
  if (due > scheduler_.now()) {
    scheduler_.post(due, {"awdl load", s}, [this, s] { lower_load(s); });
    return;
  }
  t.raised = false;
  air_.set_load(s, Load::idle);
}

base::Duration Awdl::away_from(Station s, Channel access_point) const {
  if (!air_.active(s) || access_point == off) return base::Duration{0};
  const Presence p = air_.presence(s);
  base::Instant at = scheduler_.now();
  for (int i = 0; i < slots_in_cycle && p.channel_at(at) != access_point; ++i)
    at += slot - in_cycle(p.origin, at) % slot;
  const bool came_back = at > scheduler_.now();
  return at - scheduler_.now() + (came_back ? settings_.guards.switching : base::Duration{0});
}

}  // namespace nearsim::radio::awdl
