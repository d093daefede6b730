#include "models/net/pair_map.hpp"

namespace nearsim::net {

std::size_t PairMap::slot_of(std::uint64_t key) const {
  // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio; the fold lets both devices count.
  const std::uint64_t mixed = (key ^ (key >> 29)) * 0x9E3779B97F4A7C15u;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(mixed >> 32) & mask;
  while (slots_[slot].key != empty && slots_[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

std::uint32_t PairMap::find(std::uint64_t key) const {
  return slots_.empty() ? absent : slots_[slot_of(key)].value;
}

std::uint32_t& PairMap::at(std::uint64_t key) {
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  Slot& slot = slots_[slot_of(key)];
  if (slot.key == empty) {
    slot.key = key;
    ++used_;
  }
  return slot.value;
}

void PairMap::grow() {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(old.empty() ? 8 : 2 * old.size(), Slot{});
  for (const Slot& slot : old)
    if (slot.key != empty) slots_[slot_of(slot.key)] = slot;
}

}  // namespace nearsim::net
