#include "models/net/pair_map.hpp"

#include "sim/base/prefetch.hpp"

namespace nearsim::net {

std::size_t PairMap::home_of(std::uint64_t key) const {
  // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio; the fold lets both devices count.
  const std::uint64_t mixed = (key ^ (key >> 29)) * 0x9E3779B97F4A7C15u;
  return static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
}

std::size_t PairMap::slot_of(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = home_of(key);
  while (slots_[slot].key() != empty && slots_[slot].key() != key) slot = (slot + 1) & mask;
  return slot;
}

std::uint32_t PairMap::find(std::uint64_t key) const {
  return slots_.empty() ? absent : slots_[slot_of(key)].value;
}

void PairMap::prefetch(std::uint64_t key) const {
  if (!slots_.empty()) base::prefetch(&slots_[home_of(key)]);
}

std::uint32_t& PairMap::at(std::uint64_t key) {
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  Slot& slot = slots_[slot_of(key)];
  if (slot.key() == empty) {
    slot.high = static_cast<std::uint32_t>(key >> 32);
    slot.low = static_cast<std::uint32_t>(key);
    ++used_;
  }
  return slot.value;
}

// Those behind the hole that would not be found across it move up, so that no tombstones are left.
void PairMap::erase(std::uint64_t key) {
  if (slots_.empty()) return;
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = slot_of(key);
  if (slots_[hole].key() == empty) return;
  for (std::size_t next = (hole + 1) & mask; slots_[next].key() != empty; next = (next + 1) & mask) {
    const std::size_t home = home_of(slots_[next].key());
    if (((next - home) & mask) < ((next - hole) & mask)) continue;
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
  for (const Slot& slot : old)
    if (slot.key() != empty) slots_[slot_of(slot.key())] = slot;
}

}  // namespace nearsim::net
