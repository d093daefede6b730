#include "sim/run/judges/pair_book.hpp"

#include <utility>

namespace nearsim::run {

namespace {

Parts difference(const View& x, const View& y) {
  if (x == y) return 0;  // as one of the two usually does
  return (x.visible != y.visible || x.wants != y.wants ? parts::seen : 0u) |
         (x.sees_present != y.sees_present || x.wants_present != y.wants_present || x.tries_old != y.tries_old
              ? parts::present
              : 0u) |
         (x.trying != y.trying ? parts::trying : 0u) | (x.connected != y.connected ? parts::connected : 0u) |
         (x.usable != y.usable ? parts::usable : 0u) | (x.told != y.told ? parts::told : 0u) |
         (x.invites != y.invites ? parts::invites : 0u);
}

}  // namespace

Parts difference(const PairState& x, const PairState& y) {
  return difference(x.ab, y.ab) | difference(x.ba, y.ba) | (x.truth != y.truth ? parts::truth : 0u) |
         (x.a_runs != y.a_runs || x.b_runs != y.b_runs || x.a_there != y.a_there || x.b_there != y.b_there
              ? parts::presence
              : 0u) |
         (x.a_reaches_b != y.a_reaches_b || x.b_reaches_a != y.b_reaches_a ? parts::reach : 0u) |
         (x.crowded() != y.crowded() ? parts::room : 0u);
}

PairBook::PairBook(const Ledger& ledger, std::vector<std::uint32_t> capacities,
                   std::pmr::memory_resource* memory)
    : ledger_(ledger),
      entries_(memory),
      dirty_(memory),
      presence_(ledger.devices(), memory),
      of_device_(ledger.devices(), memory),
      places_(memory),
      capacities_(std::move(capacities)),
      connected_(capacities_.size(), memory),
      turned_(memory) {
  for (Node d = 0; d < ledger.devices(); ++d) {
    presence_[d] = ledger.presence(d);
    there_written_ += presence_[d].there() ? 1u : 0u;
  }
  for (std::size_t i = 0; i < ledger.pairs(); ++i) (void)touch(ledger.pair(i).a, ledger.pair(i).b);
}

PairBook::Index PairBook::open(Node a, Node b) {
  const Index created = places_.at(a, b).index = size();
  Entry& entry = entries_.emplace_back();
  entry.settled.a = entry.written.a = a;
  entry.settled.b = entry.written.b = b;
  copy_reachability(entry.written);
  copy_presence(entry.written);
  of_device_[a].push_back(created);
  of_device_[b].push_back(created);
  if (const Ledger::Pair* pair = ledger_.find(a, b)) read(created, *pair);
  else mark(created);
  return created;
}

void PairBook::read(Index index, const Ledger::Pair& pair) {
  PairState& s = entries_[index].written;
  const bool ab = s.ab.connected, ba = s.ba.connected;
  s.ab = pair.ab;
  s.ba = pair.ba;
  if (s.ab.connected != ab) count_connected(s.a, s.ab.connected ? 1 : -1);
  if (s.ba.connected != ba) count_connected(s.b, s.ba.connected ? 1 : -1);
  s.truth = pair.truth;
  mark(index);
}

void PairBook::add_dirty(Index index) {
  entries_[index].dirty = true;
  dirty_.push_back(index);
}

void PairBook::count_connected(Node device, int change) {
  if (device >= capacities_.size() || capacities_[device] == 0) return;
  const bool was_full = full(device);
  connected_[device] += static_cast<std::uint32_t>(change);
  if (full(device) == was_full) return;
  for (const Index i : of_device_[device]) {
    PairState& s = entries_[i].written;
    if (s.a == device) s.a_full = !was_full;
    else s.b_full = !was_full;
  }
  turned_.push_back(device);
}

// Of devices that are full now, or no longer, the pairs that this concerns.
void PairBook::mark_crowded() {
  for (; !turned_.empty(); turned_.pop_back())
    for (const Index i : of_device_[turned_.back()]) {
      Entry& e = entries_[i];
      if (e.settled.crowded() != e.written.crowded()) mark(i);
      if (e.dirty) continue;
      e.settled.a_full = e.written.a_full;
      e.settled.b_full = e.written.b_full;
    }
}

void PairBook::copy_presence(PairState& s) const {
  s.a_runs = presence_[s.a].running;
  s.b_runs = presence_[s.b].running;
  s.a_there = presence_[s.a].there();
  s.b_there = presence_[s.b].there();
  s.a_full = full(s.a);
  s.b_full = full(s.b);
}

void PairBook::copy_reachability(PairState& s) const {
  s.a_reaches_b = ledger_.reachable(s.a, s.b);
  s.b_reaches_a = ledger_.reachable(s.b, s.a);
}

void PairBook::device_changed(Node device) {
  const Presence now = ledger_.presence(device);
  if (now.there()) ++there_written_;
  if (presence_[device].there()) --there_written_;
  presence_[device] = now;
  for (const Index i : of_device_[device]) {
    copy_presence(entries_[i].written);
    mark(i);
  }
}

void PairBook::reachability_changed() {
  for (Index i = 0; i < size(); ++i) {
    copy_reachability(entries_[i].written);
    mark(i);
  }
}

}  // namespace nearsim::run
