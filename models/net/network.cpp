#include "models/net/network.hpp"

#include <algorithm>
#include <map>

#include "models/net/stream_name.hpp"
#include "sim/base/check.hpp"

namespace nearsim::net {
namespace {

base::Duration air_time(base::Bytes size, base::BitRate rate) {
  if (rate.bits_per_second == 0) return base::Duration{0};
  return base::Duration{size.count * 8 * 1'000'000'000 / rate.bits_per_second};
}

}  // namespace

Network::Network(kernel::Scheduler& scheduler, const base::Streams& streams, NetworkSettings settings,
                 Observer* observer)
    : scheduler_(scheduler), streams_(streams), settings_(settings), observer_(observer) {}

// --- what the ways are

void Network::set_way(Node from, Node to, const Way& way) {
  UsedWay& w = used(from, to);
  part(w).own = way;
  changed(w);
}

Way Network::way(Node from, Node to) const {
  const UsedWay* w = find(from, to);
  Way way = with_disturbances(played(w == nullptr ? settings_.way : own(*w)), from, to);
  if (!conditioning_.empty()) way = with_conditioners(way, from, to);
  way.up = up(from, to);
  return way;
}

bool Network::up(Node from, Node to) const {
  if (const UsedWay* w = find(from, to)) return carries(*w);
  return settings_.way.up && !separated(from, to) && joined(from, to);
}

bool Network::up(WayId w) const { return carries(*w.way); }

void Network::look_whether_open(UsedWay& w) const {
  const bool cut = w.part != UsedWay::no_part && parts_[w.part].cuts > 0;
  w.open = !cut && own(w).up && !separated(w.from, w.to) ? 1 : 0;
}

// Two devices are on one side if every island has both or neither of them.  Each island splits every side
// that was there before into those inside and those outside.
void Network::draw_sides() {
  sides_.clear();
  std::uint32_t sides = 1;
  for (const Island& island : islands_) {
    std::map<std::uint32_t, std::uint32_t> inside;  // of each side
    for (const Node n : island.members) {
      if (n >= sides_.size()) sides_.resize(n + std::size_t{1});
      const auto [place, is_first] = inside.try_emplace(sides_[n], sides);
      if (is_first) ++sides;
      sides_[n] = place->second;
    }
  }
}

Way Network::played(Way way) const {
  if (way.trace == 0) return way;
  const radio::TracePoint& now = settings_.traces[way.trace - 1u].when(scheduler_.now().time_since_epoch());
  way.delay = now.delay;
  way.loss = now.loss;
  return way;
}

Way Network::with_disturbances(Way way, Node from, Node to) const {
  for (const Active& a : disturbances_) {
    const bool concerns =
        (a.what.from == any_node || a.what.from == from) && (a.what.to == any_node || a.what.to == to);
    if (concerns) way = disturbed(way, a.what);
  }
  return way;
}

// --- faults

void Network::cut(Node from, Node to) {
  UsedWay& w = used(from, to);
  ++part(w).cuts;
  changed(w);
}

void Network::restore(Node from, Node to) {
  UsedWay& w = used(from, to);
  NEARSIM_CHECK(part(w).cuts > 0, "a way is restored that was not cut");
  --part(w).cuts;
  changed(w);
}

Token Network::isolate(std::vector<Node> group) {
  std::sort(group.begin(), group.end());
  group.erase(std::unique(group.begin(), group.end()), group.end());
  islands_.push_back({++last_token_, std::move(group)});
  draw_sides();
  announce_all();
  return {last_token_};
}

Token Network::disturb(const Disturbance& what) {
  disturbances_.push_back({++last_token_, what});
  tell_listeners();  // what a disturbance does, it does not to who reaches whom
  return {last_token_};
}

void Network::undo(Token token) {
  const auto ours = [token](const auto& entry) { return entry.token == token.number; };
  const bool was_disturbance = std::erase_if(disturbances_, ours) == 1;
  NEARSIM_CHECK(was_disturbance || std::erase_if(islands_, ours) == 1,
                "a fault is undone that is not active");
  if (was_disturbance) return tell_listeners();
  draw_sides();
  announce_all();
}

void Network::changed(UsedWay& w) {
  look_whether_open(w);
  announce(w);
  tell_listeners();
}

void Network::announce_all() {
  for (std::size_t i = 0; i < ways_.size(); ++i) look_whether_open(*ways_[i]);  // whoever is told may ask
  for (std::size_t i = 0; i < ways_.size(); ++i) announce(*ways_[i]);
  tell_listeners();
}

void Network::announce(UsedWay& w) {
  const bool carries_now = carries(w);
  if (carries_now == (w.was_up == 1)) return;
  w.was_up = carries_now ? 1 : 0;
  if (observer_ != nullptr)
    observer_->event(scheduler_.now(), w.from, "net", carries_now ? "up" : "down", w.to, {});
  NEARSIM_CHECK(told_next_ == nullptr, "a watcher of the network changed the network");
  if (w.part == UsedWay::no_part) return;
  for (Watcher* watcher = parts_[w.part].first; watcher != nullptr; watcher = told_next_) {
    told_next_ = watcher->next_;
    watcher->path_changed(carries_now ? Path::up : Path::down);
  }
  told_next_ = nullptr;
}

void Network::tell_listeners() {
  for (ReachabilityListener* listener : listeners_) listener->reachability_changed();
}

// --- use

const UsedWay* Network::find(Node from, Node to) const {
  const UsedWay* w = pages_.find(from, to);
  return w == nullptr || w->from == no_node ? nullptr : w;
}

UsedWay& Network::begin(UsedWay& w, Node from, Node to) {
  w.from = from;
  w.to = to;
  look_whether_open(w);
  w.was_up = carries(w) ? 1 : 0;
  ways_.emplace_back(&w);
  return w;
}

Network::Part& Network::part(UsedWay& w) {
  if (w.part == UsedWay::no_part) {
    NEARSIM_CHECK(parts_.size() < UsedWay::no_part, "more than 2^30 ways");
    w.part = static_cast<std::uint32_t>(parts_.size()) & UsedWay::no_part;
    parts_.emplace_back().own = settings_.way;
  }
  return parts_[w.part];
}

WayId Network::use(Node from, Node to) { return {&used(from, to)}; }

namespace {

struct Shelf {
  std::size_t place, places;  // where a way's stream is kept, and how many places there are to be then
};

// Squares of 8, 16 and 32 nodes, so that a small room keeps little; all other ways share place 0, which is to
// say that they keep nothing, and a crowd's memory is left alone.
Shelf shelf_of(Node from, Node to) {
  std::size_t begin = 1;
  for (const std::size_t side : {8u, 16u, 32u}) {
    const std::size_t place = begin + from * side + to;
    if (from < side && to < side) return {place, side == 8 ? place + 1 : begin + side * side};
    begin += side * side;
  }
  return {0, 1};
}

}  // namespace

base::Rng& Network::random(UsedWay& w) {
  const std::size_t place = shelf_of(w.from, w.to).place;
  if (place < kept_.size() && kept_[place].stream == w.stream && w.stream != 0) return kept_[place].draw;
  return fetch(w);
}

base::Rng& Network::fetch(UsedWay& w) {
  if (w.stream == 0) w.stream = (StreamName{} << "net/" << w.from << ">" << w.to).hash();
  const auto [place, places] = shelf_of(w.from, w.to);
  if (place >= kept_.size()) kept_.resize(places);
  return (kept_[place] = {w.stream, streams_.resume(w.stream, w.drawn)}).draw;
}

base::Duration Network::queueing(UsedWay& w, base::Bytes size, base::BitRate rate) {
  const base::Instant now = scheduler_.now();
  Part& p = part(w);
  p.busy_until = std::max(p.busy_until, now) + air_time(size, rate);
  return p.busy_until - now;
}

Transit Network::transmit(WayId id, base::Bytes size) {
  UsedWay& w = *id.way;
  if (!on_air(w.from, w.to)) return passed(w, size, carry(w, size), nullptr);
  const radio::Technology* over = meter_ == nullptr ? nullptr : air_->carrier(w.from, w.to);
  return passed(w, size, cross(w, size, *air_), over);
}

Transit Network::transmit(Node from, Node to, base::Bytes size) {
  // A way that is kept says itself that it is down; but the air would hear of a need from a pair that is
  // apart.
  if ((on_air(from, to) || find(from, to) == nullptr) && !up(from, to)) return {Transit::Fate::down, {}};
  return transmit(use(from, to), size);
}

void Network::count(const UsedWay& w, base::Bytes size, const Transit& transit,
                    const radio::Technology* over) {
  if (transit.fate == Transit::Fate::down) return;
  const std::string_view name = over == nullptr ? "link" : over->name();
  meter_->sent(w.from, w.to, size, name);
  if (transit.fate == Transit::Fate::arrives) meter_->delivered(w.from, w.to, size, name);
}

void Network::prefetch(Node from, Node to, kernel::Approach how) const { pages_.prefetch(from, to, how); }

Transit Network::carry(UsedWay& w, base::Bytes size) {
  if (!carries(w)) return {Transit::Fate::down, {}};
  std::optional<Way> changed;
  if (!disturbances_.empty() || own(w).trace != 0) changed = with_disturbances(played(own(w)), w.from, w.to);
  const Way& now = changed ? *changed : own(w);
  base::Duration delay = now.delay;
  if (now.rate.bits_per_second != 0)
    delay += queueing(w, size, now.rate);  // behind what is being sent already
  if (now.loss == base::none && now.chain == 0 && now.jitter == base::Duration{0} && now.spikes == base::none)
    return {Transit::Fate::arrives, delay};
  base::Rng& draw = random(w);
  const bool is_lost = lost(w, now, draw);
  if (!is_lost && now.jitter > base::Duration{0}) delay += draw.between(base::Duration{0}, now.jitter);
  if (!is_lost && now.spikes > base::none && draw.chance(now.spikes)) delay += now.spike;
  w.drawn = static_cast<std::uint32_t>(draw.drawn());
  if (is_lost) return {Transit::Fate::lost, {}};
  return {Transit::Fate::arrives, delay};
}

bool Network::lost(UsedWay& w, const Way& now, base::Rng& draw) {
  bool by_chain = false;
  if (now.chain != 0) {
    Part& p = part(w);
    using State = radio::Loss::State;
    radio::Loss chain(settings_.chains[now.chain - 1u], p.bad ? State::bad : State::good);
    by_chain = chain.next_is_lost(draw);
    p.bad = chain.bad();
  }
  const bool by_itself = now.loss > base::none && draw.chance(now.loss);
  return by_chain || by_itself;
}

void Network::watch(WayId id, Watcher& watcher) {
  NEARSIM_CHECK(watcher.watched_ == nullptr, "a watcher watches one way at a time");
  Part& w = part(*id.way);
  watcher.watched_ = id.way;
  watcher.next_ = nullptr;
  watcher.previous_ = w.last;
  (w.last == nullptr ? w.first : w.last->next_) = &watcher;
  w.last = &watcher;
}

void Network::unwatch(Watcher& watcher) {
  if (watcher.watched_ == nullptr) return;
  Part& w = part(*watcher.watched_);
  if (told_next_ == &watcher) told_next_ = watcher.next_;
  (watcher.previous_ == nullptr ? w.first : watcher.previous_->next_) = watcher.next_;
  (watcher.next_ == nullptr ? w.last : watcher.next_->previous_) = watcher.previous_;
  watcher.watched_ = nullptr;
}

}  // namespace nearsim::net
