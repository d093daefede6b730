#include "models/net/pair_map.hpp"

#include "sim/base/prefetch.hpp"

namespace nearsim::net {

void PairMap::prefetch(std::uint64_t key) const {
  if (!slots_.empty()) base::prefetch(&slots_[home_of(key)]);
}

std::uint32_t& PairMap::add(std::uint64_t key) {
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  Slot& slot = slots_[slot_of(key)];
  slot.halves = std::bit_cast<Halves>(key);
  ++used_;
  return slot.value;
}

// Those behind the hole that would not be found across it move up, so that no tombstones are left.
void PairMap::erase(std::uint64_t key) {
  if (slots_.empty()) return;
  std::size_t hole = slot_of(key);
  if (slots_[hole].key() == empty) return;
  for (std::size_t next = (hole + 1) & mask_; slots_[next].key() != empty; next = (next + 1) & mask_) {
    const std::size_t home = home_of(slots_[next].key());
    if (((next - home) & mask_) < ((next - hole) & mask_)) continue;
    slots_[hole] = slots_[next];
    hole = next;
  }
  slots_[hole] = Slot{};
  --used_;
}

void PairMap::grow() {
  const std::pmr::vector<Slot> old = std::move(slots_);
  slots_.clear();
  slots_.assign(old.empty() ? 8 : 2 * old.size(), Slot{});
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old)
    if (slot.key() != empty) slots_[slot_of(slot.key())] = slot;
}

}  // namespace nearsim::net
