// A table from an ordered pair of devices (or any 64-bit key) to a small index.  Open addressing in one
// array; it is never iterated, so that its layout cannot reach a trace, and an empty one owns no memory.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "models/net/node.hpp"
#include "sim/base/memory.hpp"

namespace nearsim::net {

class PairMap {
 public:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  explicit PairMap(std::pmr::memory_resource* memory = base::heap()) : slots_(memory) {}

  [[nodiscard]] static constexpr std::uint64_t key(Node a, Node b) { return (std::uint64_t{a} << 32) | b; }
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    return slots_.empty() ? absent : slots_[slot_of(key)].value;
  }
  void prefetch(std::uint64_t key) const;
  // The value under the key; `absent` if it is new, to be overwritten by the caller.
  [[nodiscard]] std::uint32_t& at(std::uint64_t key) {
    if (!slots_.empty())
      if (Slot& slot = slots_[slot_of(key)]; slot.key() == key) return slot.value;
    return add(key);
  }
  void erase(std::uint64_t key);  // no-op if it is not there
  [[nodiscard]] std::size_t size() const { return used_; }

 private:
  using Halves = std::array<std::uint32_t, 2>;
  struct Slot {  // 12 bytes: the key in halves, because 64 bits would pad it to 16
    Halves halves{absent, absent};
    std::uint32_t value = absent;
    [[nodiscard]] std::uint64_t key() const { return std::bit_cast<std::uint64_t>(halves); }
  };
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  [[nodiscard]] std::size_t home_of(std::uint64_t key) const {
    // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio; the fold lets both devices
    // count.
    const std::uint64_t mixed = (key ^ (key >> 29)) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>(mixed >> 32) & mask_;
  }
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {  // its own, or the empty one it would take
    std::size_t slot = home_of(key);
    while (slots_[slot].key() != key && slots_[slot].key() != empty) slot = (slot + 1) & mask_;
    return slot;
  }
  [[nodiscard]] std::uint32_t& add(std::uint64_t key);  // one that is not there
  void grow();

  std::pmr::vector<Slot> slots_;
  std::size_t used_ = 0, mask_ = 0;  // as many slots as a power of two, less one
};

}  // namespace nearsim::net
