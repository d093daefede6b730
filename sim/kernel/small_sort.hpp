// Sorting a few dozen entries without unpredictable branches: an entry's place is the number of entries
// before it, and counting is what vector units do well.  Times are squeezed into 32 bits for that; what the
// squeezing merges is put right by an insertion pass, which finds next to nothing to do.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sim/kernel/queue.hpp"

namespace nearsim::kernel {

class SmallSort {
 public:
  static constexpr std::size_t capacity = 64;

  // All times will be in [start, start + width).
  SmallSort(std::uint64_t start, std::uint64_t width)
      : start_(start), squeeze_(std::max(0, static_cast<int>(std::bit_width(width)) - time_bits)) {}

  void add(const Entry& entry) {
    const std::uint64_t offset = (static_cast<std::uint64_t>(entry.time) - start_) >> squeeze_;
    keys_[count_] = static_cast<std::int32_t>(offset << index_bits | count_);
    entries_[count_++] = entry;
  }

  // Writes them in order; `out` has room for count() entries.
  void write(Entry* out) {
    constexpr std::size_t lanes = 16;
    const std::size_t padded = (count_ + lanes - 1) / lanes * lanes;
    for (std::size_t i = count_; i < padded; ++i) keys_[i] = INT32_MAX;
    for (std::size_t block = 0; block < padded; block += lanes) {
      std::int32_t places[lanes];
      count_before(block, places);
      const std::size_t end = count_ - block < lanes ? count_ - block : lanes;
      for (std::size_t i = 0; i < end; ++i) out[places[i]] = entries_[block + i];
    }
    for (std::size_t i = 1; i < count_; ++i) {
      if (!before(out[i], out[i - 1])) continue;
      const Entry entry = out[i];
      std::size_t at = i;
      for (; at > 0 && before(entry, out[at - 1]); --at) out[at] = out[at - 1];
      out[at] = entry;
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  static constexpr int index_bits = 6;
  static constexpr int time_bits = 31 - index_bits;
  static_assert(capacity == std::size_t{1} << index_bits);
  typedef std::int32_t Vector __attribute__((vector_size(16)));  // gcc and clang, any processor

  // For the 16 keys from `block` on: how many of all keys are smaller.
  void count_before(std::size_t block, std::int32_t* places) const {
    Vector key[4], place[4] = {};
    std::memcpy(key, keys_ + block, sizeof key);
    for (std::size_t j = 0; j < count_; ++j) {
      const std::int32_t k = keys_[j];
      const Vector other = {k, k, k, k};
      for (int v = 0; v < 4; ++v) place[v] -= other < key[v];  // true is -1
    }
    std::memcpy(places, place, sizeof place);
  }

  std::uint64_t start_;
  int squeeze_;
  std::size_t count_ = 0;
  alignas(64) std::int32_t keys_[capacity];
  Entry entries_[capacity];
};

}  // namespace nearsim::kernel
