// When each link has something to do next, and which is first.
//
// A tree of minima, eight to a node: setting an instant looks at one line of cache at each of few levels, and
// all but the lowest of them stay cached also in a room of a thousand.
//
//   above_   [ min of all | ... ]                 above_: level upon level, the lowest first
//   leaves_  [ 8 instants ][ 8 instants ][ ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/base/time.hpp"

namespace nearsim::protocol {

using Index = std::uint32_t;

class Timetable {
 public:
  explicit Timetable(std::pmr::memory_resource* memory = base::heap()) : leaves_(memory), above_(memory) {}

  void set(Index entry, base::Instant at);  // of entries that were never set, nothing is due
  [[nodiscard]] base::Instant first_instant() const { return above_.empty() ? base::never : above_.back(); }
  // Of several that are due first, the one with the least number.
  [[nodiscard]] Index first() const { return first_; }
  void clear();
  bool operator==(const Timetable& other) const;  // the same instants

  // Hints: what set(entry) will look at.
  [[gnu::always_inline]] void prefetch(Index entry) const {
    if (entry < leaves_.size()) base::prefetch(&leaves_[entry]);
    if (above_.empty()) return;
    base::prefetch(&above_[entry / width]);
    base::prefetch(&above_.back());
    const std::size_t second = nodes_above(leaves_.size());  // the level above the lowest of above_
    if (second < above_.size()) base::prefetch(&above_[second + entry / (width * width)]);
  }

 private:
  static constexpr std::size_t width = 8;  // eight bytes each: a line of cache

  [[nodiscard]] static std::size_t nodes_above(std::size_t nodes) { return (nodes + width - 1) / width; }
  void make_room(std::size_t entries);
  [[nodiscard]] Index find_first() const;

  std::pmr::vector<base::Instant> leaves_, above_;
  Index count_ = 0;  // of entries
  Index first_ = 0;
};

}  // namespace nearsim::protocol
