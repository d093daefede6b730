#include "models/radio/grid.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace nearsim::radio {
namespace {

std::int64_t floored(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

constexpr std::size_t first_buckets = 64;  // ours
constexpr std::size_t crowded = 2;         // ours: members per bucket, on average, before the table doubles

}  // namespace

Grid::Grid(double square_metres)
    : side_(std::max<std::int64_t>(1, static_cast<std::int64_t>(square_metres * 1000))),
      buckets_(first_buckets) {}

Grid::Cell Grid::cell(const Position& where) const {
  return {floored(where.x.millimetres, side_), floored(where.y.millimetres, side_)};
}

std::size_t Grid::bucket(const Cell& c) const {  // two odd constants of splitmix64: neighbours spread
  const std::uint64_t mixed = static_cast<std::uint64_t>(c.x) * 0x9E3779B97F4A7C15u ^
                              static_cast<std::uint64_t>(c.y) * 0xBF58476D1CE4E5B9u;
  return static_cast<std::size_t>(mixed ^ mixed >> 32) & (buckets_.size() - 1);
}

void Grid::put(const Member& m) { buckets_[bucket(m.cell)].push_back(m); }

void Grid::grow() {
  std::vector<std::vector<Member>> old(buckets_.size() * 2);
  old.swap(buckets_);
  for (const std::vector<Member>& members : old)
    for (const Member& m : members) put(m);
}

void Grid::add(std::uint32_t member, const Position& where) {
  if (++members_ > crowded * buckets_.size()) grow();
  put({cell(where), member});
}

void Grid::move(std::uint32_t member, const Position& from, const Position& to) {
  const Cell before = cell(from), after = cell(to);
  if (before == after) return;
  const std::size_t gone =
      std::erase_if(buckets_[bucket(before)], [&](const Member& m) { return m.member == member; });
  NEARSIM_CHECK(gone == 1, "a member leaves a square that it is not in");
  put({after, member});
}

}  // namespace nearsim::radio
