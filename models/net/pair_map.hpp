// A table from an ordered pair of devices (or any 64-bit key) to a small index.  Open addressing in one
// array; it is never iterated, so that its layout cannot reach a trace, and an empty one owns no memory.
#pragma once

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
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const;
  void prefetch(std::uint64_t key) const;
  // The value under the key; `absent` if it is new, to be overwritten by the caller.
  [[nodiscard]] std::uint32_t& at(std::uint64_t key);
  void erase(std::uint64_t key);  // no-op if it is not there
  [[nodiscard]] std::size_t size() const { return used_; }

 private:
  struct Slot {  // 12 bytes: the key in halves, because 64 bits would pad it to 16
    std::uint32_t high = absent, low = absent;
    std::uint32_t value = absent;
    [[nodiscard]] std::uint64_t key() const { return std::uint64_t{high} << 32 | low; }
  };
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  [[nodiscard]] std::size_t home_of(std::uint64_t key) const;
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const;
  void grow();

  std::pmr::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace nearsim::net
