#include "models/net/path.hpp"

#include <algorithm>
#include <utility>

#include "models/net/stream_name.hpp"

namespace nearsim::net {

PathChoice::PathChoice(kernel::Scheduler& scheduler, const base::Streams& streams,
                       std::vector<radio::Technology*> by_preference, const PathSettings& settings,
                       Observer* observer, Coexistence* coexistence)
    : scheduler_(scheduler),
      streams_(streams),
      technologies_(std::move(by_preference)),
      settings_(settings),
      observer_(observer),
      coexistence_(coexistence) {
  for (radio::Technology* t : technologies_) t->listen(*this);
}

const PathChoice::Pair* PathChoice::find(Node a, Node b) const {
  const std::uint32_t place = index_.find(PairMap::key(std::min(a, b), std::max(a, b)));
  return place == PairMap::absent ? nullptr : &pairs_[place];
}

PathChoice::Pair& PathChoice::pair(Node a, Node b) {
  std::uint32_t& place = index_.at(PairMap::key(std::min(a, b), std::max(a, b)));
  if (place == PairMap::absent) {
    place = static_cast<std::uint32_t>(pairs_.size());
    pairs_.push_back({std::min(a, b), std::max(a, b)});
    pairs_.back().current = best(pairs_.back());
    ask_for(pairs_.back());
  }
  return pairs_[place];
}

PathChoice::Place PathChoice::best(Node a, Node b) const {
  const Pair* known = find(a, b);
  return known != nullptr ? best(*known) : best(Pair{std::min(a, b), std::max(a, b)});
}

bool PathChoice::serves(const Pair& p, Place i) const {
  const bool barred = i != none && (p.barred >> i & 1u) != 0;
  return i != none && !barred && technologies_[i]->joins(p.a, p.b) && technologies_[i]->joins(p.b, p.a);
}

// What carried nothing is better than what is not there.
PathChoice::Place PathChoice::best(const Pair& p) const {
  const bool distrusts = p.distrusted != none && scheduler_.now() < p.until;
  for (Place i = 0; i < technologies_.size(); ++i)
    if (!(distrusts && i == p.distrusted) && serves(p, i)) return i;
  return distrusts && serves(p, p.distrusted) ? p.distrusted : none;
}

const radio::Technology* PathChoice::chosen(Node a, Node b) const {
  const Pair* p = find(a, b);
  const bool silent = p != nullptr && (p->noticing || p->renegotiating);
  const Place place = p == nullptr ? best(a, b) : silent ? none : p->current;
  return place == none ? nullptr : technologies_[place];
}

bool PathChoice::joins(Node from, Node to) const { return chosen(from, to) != nullptr; }

// --- carrying

radio::Crossing PathChoice::carry(Node from, Node to, base::Bytes size, radio::Cast cast, base::Rng& draw) {
  const Pair& p = pair(from, to);
  if (p.noticing || p.renegotiating) return {radio::Crossing::Fate::lost, {}};
  if (p.current == none) {
    ask_for(p);
    return {};
  }
  radio::Technology& carrier = *technologies_[p.current];
  radio::Crossing crossing = carrier.carry(from, to, size, cast, draw);
  if (coexistence_ == nullptr || crossing.fate != radio::Crossing::Fate::arrives) return crossing;
  const auto wait = coexistence_->wait(carrier, from, to, draw);
  if (!wait) return {radio::Crossing::Fate::lost, {}};
  crossing.delay += *wait;
  return crossing;
}

// --- choosing

void PathChoice::joins_changed(radio::Station a, radio::Station b) {
  if (a != radio::any_station && b != radio::any_station) {
    if (find(a, b) != nullptr) reconsider(pair(a, b));
    else tell(a, b);  // nobody has used it: nothing to notice, but somebody may wait for it
    return;
  }
  const Node one = a == radio::any_station ? b : a;
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (one == radio::any_station || pairs_[i].a == one || pairs_[i].b == one) reconsider(pairs_[i]);
  tell(a, b);
}

void PathChoice::ask_for(const Pair& p) {
  for (radio::Technology* t : technologies_) t->need(p.a, p.b);
}

void PathChoice::reconsider(Pair& p) {
  if (p.renegotiating) return;  // they choose from what is there when they agree
  const Place now = best(p);
  const bool failed = p.current != none && !serves(p, p.current);
  if (!failed) {
    if (p.noticing) {  // it came back before anybody noticed
      p.noticing = false;
      ++p.version;
      tell(p.a, p.b);
    }
    if (now < p.current) switch_to(p, now);  // also from none
    return;
  }
  if (p.noticing) return;
  if (now != none && now < p.current) return switch_to(p, now);
  if (now == none) return switch_to(p, none);
  notice(p);
}

void PathChoice::bar(Node a, Node b, std::uint32_t lanes) {
  Pair& p = pair(a, b);
  if (std::exchange(p.barred, lanes) == lanes) return;
  if (p.renegotiating) return;
  const Place now = best(p);
  if (now != p.current) switch_to(p, now);
}

// Something else is there, but that the current one fails must be noticed first.
void PathChoice::notice(Pair& p) {
  p.noticing = true;
  const std::uint32_t version = ++p.version;
  base::Rng random = stream(streams_, StreamName{} << "path/" << p.a << "-" << p.b << "#" << p.failures++);
  const base::Duration wait = random.between(settings_.notice_least, settings_.notice_most);
  const Node a = p.a, b = p.b;
  scheduler_.post(scheduler_.now() + wait, {"path notices", a, b}, [this, a, b, version] {
    Pair& later = pair(a, b);
    if (later.version != version) return;
    later.noticing = false;
    switch_to(later, best(later));
  });
  tell(a, b);
}

void PathChoice::renegotiate(Node a, Node b, Leave leave, kernel::Callback done) {
  Pair& p = pair(a, b);
  if (p.renegotiating) return p.waiting.push_back(std::move(done));
  if (leave == Leave::the_present && p.current != none && serves(p, p.current)) {
    p.distrusted = p.current;
    p.until = base::later(scheduler_.now(), settings_.distrust);
    scheduler_.post(p.until, {"path trusts again", p.a, p.b}, [this, a, b] { reconsider(pair(a, b)); });
  }
  const Place now = best(p);
  if (now == none || (now == p.current && !p.noticing)) return done();  // nothing else, or nothing better
  p.renegotiating = true;
  p.noticing = false;
  ++p.version;
  p.waiting.push_back(std::move(done));
  ask_for(p);
  scheduler_.post(base::later(scheduler_.now(), settings_.renegotiation), {"path renegotiated", p.a, p.b},
                  [this, a, b] { renegotiated(pair(a, b)); });
  tell(p.a, p.b);
}

void PathChoice::renegotiated(Pair& p) {
  p.renegotiating = false;
  const Place now = best(p);
  std::vector<kernel::Callback> waiting = std::exchange(p.waiting, {});
  if (now != p.current) switch_to(p, now);
  else tell(p.a, p.b);
  for (kernel::Callback& done : waiting) done();
}

void PathChoice::switch_to(Pair& p, Place place) {
  const auto at = [this](Place i) { return i == none ? nullptr : technologies_[i]; };
  const radio::Technology* was = at(p.current);
  const radio::Technology* now = at(place);
  p.current = place;
  p.noticing = false;
  ++p.version;
  ask_for(p);
  const Node a = p.a, b = p.b;
  if (observer_ != nullptr) {
    const std::string_view old_name = was == nullptr ? "none" : was->name();
    const std::string_view new_name = now == nullptr ? "none" : now->name();
    observer_->event(scheduler_.now(), a, "net", "path", b, {{"was", old_name}, {"now", new_name}});
  }
  tell(a, b);
}

}  // namespace nearsim::net
