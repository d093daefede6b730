// Proof that a run is a value: the same scenario and seed again, under circumstances that must not matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

struct Circumstance {
  std::string what;         // "again, after runs of other seeds"
  std::string fingerprint;  // what came out
};
struct Verification {
  std::string fingerprint;  // of the first run
  std::vector<Circumstance> circumstances;
  [[nodiscard]] const Circumstance* first_different() const;  // null: none
};

// In this process: again, with a sink attached, after runs of other seeds, and on `threads` threads at once.
[[nodiscard]] Verification verify(const scenario::Scenario& scenario, base::Seed seed, unsigned threads);

struct TraceDifference {
  std::uint64_t index = 0;
  std::string one, other;  // the records there; empty: that trace has ended
};
[[nodiscard]] std::optional<TraceDifference> first_difference(const std::vector<std::string>& one,
                                                              const std::vector<std::string>& other);

[[nodiscard]] std::vector<std::string> json_lines_of(const scenario::Scenario& scenario, base::Seed seed);

}  // namespace nearsim::run
