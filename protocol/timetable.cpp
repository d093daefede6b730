#include "protocol/timetable.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace nearsim::protocol {

namespace {

base::Instant instant_of(base::Instant leaf) { return leaf; }
base::Instant instant_of(const auto& node) { return node.at; }

// The place of the first in a row; of equals the leftmost has the least number.  Which it is cannot be
// predicted, so nothing here jumps.
std::size_t first_in(const auto* row, std::size_t size) {
  base::Instant least = instant_of(row[0]);
  for (std::size_t i = 1; i < size; ++i) least = std::min(least, instant_of(row[i]));
  unsigned firsts = 0;
  for (std::size_t i = 0; i < size; ++i) firsts |= unsigned{instant_of(row[i]) == least} << i;
  return static_cast<std::size_t>(std::countr_zero(firsts));
}

}  // namespace

Timetable::Node Timetable::first_leaf(std::size_t row) const {
  const std::size_t place = row * width + first_in(leaves_.data() + row * width, width);  // it is full
  return {leaves_[place], static_cast<Index>(place)};
}

Timetable::Node Timetable::first_node(const Node* row, std::size_t size) {
  return row[size == width ? first_in(row, width) : first_in(row, size)];
}

void Timetable::change(Index entry, base::Instant at) {
  if (entry >= count_) count_ = entry + 1;
  if (entry >= leaves_.size()) make_room(entry + std::size_t{1});
  if (leaves_[entry] == at) return;
  Node was{std::exchange(leaves_[entry], at), entry}, is{at, entry};  // what changed, level by level
  const Node* below = nullptr;
  Node* level = above_.data();
  for (std::size_t nodes = leaves_.size(), place = entry; nodes > 1;) {
    place /= width;
    Node& node = level[place];
    if (!is.before(node)) {
      if (node.entry != was.entry) return;  // another one is first, as before
      const std::size_t row = place * width;
      is = below == nullptr ? first_leaf(place) : first_node(below + row, std::min(width, nodes - row));
    }
    was = std::exchange(node, is);
    below = level;
    nodes = nodes_above(nodes);
    level += nodes;
  }
}

// Twice as much at a time, and then all nodes anew: an element pays for that once.
void Timetable::make_room(std::size_t entries) {
  std::size_t nodes = std::max(leaves_.size(), width);
  while (nodes < entries) nodes *= 2;
  leaves_.resize(nodes, base::never);
  above_.clear();
  for (std::size_t row = 0; row < nodes / width; ++row) above_.push_back(first_leaf(row));
  for (std::size_t begin = 0; above_.size() - begin > 1;) {  // of the level below
    const std::size_t end = above_.size();
    for (std::size_t row = begin; row < end; row += width)
      above_.push_back(first_node(&above_[row], std::min(width, end - row)));
    begin = end;
  }
}

void Timetable::clear() {
  leaves_.clear();
  above_.clear();
  count_ = 0;
}

bool Timetable::operator==(const Timetable& o) const {
  return count_ == o.count_ && std::equal(leaves_.begin(), leaves_.begin() + count_, o.leaves_.begin());
}

}  // namespace nearsim::protocol
