#include "protocol/timetable.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nearsim::protocol {
namespace {

base::Instant least(const base::Instant* begin, const base::Instant* end) {
  base::Instant out = *begin;
  while (++begin != end) out = std::min(out, *begin);
  return out;
}

}  // namespace

void Timetable::set(Index entry, base::Instant at) {
  if (entry >= count_) count_ = entry + 1;
  if (entry >= leaves_.size()) make_room(entry + std::size_t{1});
  if (leaves_[entry] == at) return;
  const base::Instant first_before = above_.back();
  base::Instant was = std::exchange(leaves_[entry], at), is = at;  // of the node that changed, level by level
  const base::Instant* row = leaves_.data();
  base::Instant* up = above_.data();
  std::size_t nodes = leaves_.size(), place = entry;
  do {
    place /= width;
    base::Instant& first = up[place];
    if (is >= first) {
      if (was > first) break;  // another one is first, as before
      is = least(row + place * width, row + std::min(place * width + width, nodes));
    }
    if (is == first) break;  // so nothing above it changes
    was = std::exchange(first, is);
    row = up;
    nodes = nodes_above(nodes);
    up += nodes;
  } while (nodes > 1);
  if (at < first_before || (at == first_before && entry < first_)) first_ = entry;
  else if (entry == first_) first_ = find_first();
}

// Twice as much at a time, and then all minima anew: an element pays for that once.
void Timetable::make_room(std::size_t entries) {
  std::size_t nodes = std::max(leaves_.size(), width);
  while (nodes < entries) nodes *= 2;
  leaves_.resize(nodes, base::never);
  above_.clear();
  for (std::size_t begin = 0; nodes > 1;) {  // of the level below, in above_
    const bool lowest = above_.empty();
    const std::size_t next = above_.size();
    for (std::size_t i = 0; i < nodes; i += width) {
      const base::Instant* row = lowest ? leaves_.data() : above_.data() + begin;
      const base::Instant min = least(row + i, row + std::min(i + width, nodes));
      above_.push_back(min);
    }
    begin = next;
    nodes = nodes_above(nodes);
  }
}

Index Timetable::find_first() const {
  const base::Instant wanted = above_.back();
  std::array<std::size_t, 12> levels{};  // how many nodes: 8^12 are more than there are indices
  std::size_t height = 0;
  for (std::size_t nodes = leaves_.size(); nodes > 1; nodes = nodes_above(nodes)) levels[height++] = nodes;
  const base::Instant* up = above_.data() + above_.size() - 1;  // the node, then the level below it
  std::size_t place = 0;
  while (height-- > 0) {
    const base::Instant* row = height == 0 ? leaves_.data() : up - levels[height];
    place *= width;
    while (row[place] != wanted) ++place;
    up = row;
  }
  return static_cast<Index>(place);
}

void Timetable::clear() {
  leaves_.clear();
  above_.clear();
  count_ = first_ = 0;
}

bool Timetable::operator==(const Timetable& o) const {
  return count_ == o.count_ && std::equal(leaves_.begin(), leaves_.begin() + count_, o.leaves_.begin());
}

}  // namespace nearsim::protocol
