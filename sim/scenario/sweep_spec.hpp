// `sweep:` in a file: which settings `nearsim sweep` turns, and over which seeds.  A run takes no notice of
// it.
//
//   sweep:
//     axes: {links.default.delay: [10ms, 100ms, 1s], devices.*.profile.stability: [0s, 5s]}
//     where: [links.default.delay < run_for]
//     seeds: 1..1000
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nearsim::scenario {

struct SeedRange {
  std::uint64_t first = 1, last = 1;  // inclusive
  bool operator==(const SeedRange&) const = default;
};

struct Axis {
  std::string path;
  std::vector<std::string> values;
  bool operator==(const Axis&) const = default;
};

struct SweepSpec {
  std::vector<Axis> axes;          // every combination of their values is a point
  std::vector<std::string> where;  // constraint.hpp: which points are looked at
  std::optional<SeedRange> seeds;  // none: the scenario's
  bool operator==(const SweepSpec&) const = default;
};

// A sweep's store counts seeds as signed numbers of 64 bits.
inline constexpr std::uint64_t last_seed_of_a_sweep = ~std::uint64_t{0} >> 1u;

}  // namespace nearsim::scenario
