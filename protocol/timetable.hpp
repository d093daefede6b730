// When each link has something to do next, and which is first.
//
// A tree of minima, eight to a node: setting an instant looks at the entry's own row on each of few levels.
// A node says whose its minimum is, so the first is known without going down to it, where nobody has been.
//
//   above_   [ first of all | ... ]               above_: level upon level, the lowest first
//   leaves_  [ 8 instants ][ 8 instants ][ ...
#pragma once

#include <algorithm>
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

  void set(Index entry, base::Instant at) {  // of entries that were never set, nothing is due
    if (entry >= count_ || leaves_[entry] != at) change(entry, at);
  }
  [[nodiscard]] base::Instant first_instant() const {
    return above_.empty() ? base::never : above_.back().at;
  }
  // Of several that are due first, the one with the least number.
  [[nodiscard]] Index first() const { return above_.empty() ? 0 : above_.back().entry; }
  void clear();
  bool operator==(const Timetable& other) const;  // the same instants

  // Hints: what set(entry) will look at.
  [[gnu::always_inline]] void prefetch(Index entry) const {
    if (entry < leaves_.size()) base::prefetch(&leaves_[entry]);
    if (above_.empty()) return;
    const std::size_t row = entry / width / width * width, second = nodes_above(leaves_.size());
    base::prefetch(&above_[row], std::min(width, above_.size() - row) * sizeof(Node));
    base::prefetch(&above_.back());
    // The level above the lowest of above_.
    if (second < above_.size()) base::prefetch(&above_[second + entry / (width * width)]);
  }

 private:
  struct Node {
    base::Instant at;
    Index entry;
    [[nodiscard]] bool before(const Node& o) const { return at != o.at ? at < o.at : entry < o.entry; }
  };
  static constexpr std::size_t width = 8;  // instants of eight bytes each: a line of cache

  [[nodiscard]] static std::size_t nodes_above(std::size_t nodes) { return (nodes + width - 1) / width; }
  void change(Index entry, base::Instant at);
  void make_room(std::size_t entries);
  [[nodiscard]] Node first_leaf(std::size_t row) const;
  [[nodiscard]] static Node first_node(const Node* row, std::size_t size);

  std::pmr::vector<base::Instant> leaves_;
  std::pmr::vector<Node> above_;
  Index count_ = 0;  // of entries
};

}  // namespace nearsim::protocol
