#include "sim/run/ledger.hpp"

#include <algorithm>

namespace nearsim::run {

namespace {
constexpr View nothing{};
}  // namespace

Ledger::Pair& Ledger::pair(Node a, Node b) {
  Pair& pair = pages_.at(std::min(a, b), std::max(a, b));
  if (pair.a == pair.b) {
    pair.a = std::min(a, b);
    pair.b = std::max(a, b);
    pairs_.emplace_back(&pair);
  }
  return pair;
}

const Ledger::Pair* Ledger::find(Node a, Node b) const {
  const Pair* pair = pages_.find(std::min(a, b), std::max(a, b));
  return pair == nullptr || pair->a == pair->b ? nullptr : pair;
}

const View& Ledger::view(Node of, Node about) const {
  const Pair* p = find(of, about);
  if (p == nullptr) return nothing;
  return of < about ? p->ab : p->ba;
}

void Ledger::prefetch(Node of, Node about, kernel::Approach how) const {
  if (is_watched()) pages_.prefetch(std::min(of, about), std::max(of, about), how);
}

void Ledger::tell(base::Instant now, const Pair& pair) {
  for (Watcher* w : watchers_) w->pair_changed(now, pair);
}

void Ledger::set(base::Instant now, Node of, Node about, const View& view) {
  if (is_watched()) write(now, pair(of, about), of, view);
}

void Ledger::set_but_told(base::Instant now, Node of, Node about, View& view) {
  Pair& p = pair(of, about);
  view.told = (of == p.a ? p.ab : p.ba).told;
  write(now, p, of, view);
}

void Ledger::ask_for_view(Node of, Node about) {
  Pair& p = pair(of, about);
  const bool of_a = of == p.a;
  bool& asked = of_a ? p.ab_asked : p.ba_asked;
  if (asked) return;
  asked = true;
  asked_.push_back({&p, of_a});
}

void Ledger::write(base::Instant now, Pair& p, Node of, const View& view) {
  View& mine = of == p.a ? p.ab : p.ba;
  if (mine == view) return;
  mine = view;
  tell(now, p);
}

void Ledger::set(base::Instant now, Node a, Node b, const Truth& truth) {
  Pair& p = pair(a, b);
  if (p.truth == truth) return;
  p.truth = truth;
  tell(now, p);
}

void Ledger::set(base::Instant now, Node device, const Presence& presence) {
  if (presence_[device] == presence) return;
  presence_[device] = presence;
  for (Watcher* w : watchers_) w->device_changed(now, device);
}

void Ledger::reachability_changed(base::Instant now) {
  for (Watcher* w : watchers_) w->reachability_changed(now);
}

}  // namespace nearsim::run
