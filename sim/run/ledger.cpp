#include "sim/run/ledger.hpp"

#include <algorithm>
#include <utility>

namespace nearsim::run {

namespace {
constexpr View nothing{};
}  // namespace

void Ledger::begin(Pair& pair, Node a, Node b) {
  pair.a = a;
  pair.b = b;
  pairs_.emplace_back(&pair);
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

void Ledger::set(base::Instant now, Half half, View view) {
  if (half.view() == view) return;
  half.view() = view;
  tell(now, *half.pair_);
}

void Ledger::set_told(base::Instant now, Node of, Node about, protocol::Standing told) {
  if (!is_watched()) return;
  const Half mine = half(of, about);
  View view = mine.view();
  view.told = told == protocol::Standing::connected;
  set(now, mine, view);
}

// In words: who writes one bit of a view and reads all of them waits until the bit has been written.
void Ledger::set_but_told(base::Instant now, Half half, View view) {
  const auto told = std::bit_cast<std::uint32_t>(View{.told = true});
  const auto was = std::bit_cast<std::uint32_t>(half.view()), is = std::bit_cast<std::uint32_t>(view);
  set(now, half, std::bit_cast<View>((is & ~told) | (was & told)));
}

void Ledger::add_asked(Half half) { asked_.push_back(half); }

void Ledger::set(base::Instant now, Half half, const Truth& truth) {
  Pair& p = *half.pair_;
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
