// The parts of results/seed_004.md: Social Stream's defects, its six tests, and two curves.
#pragma once

#include <string>

#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

constexpr std::string_view as_written = "profile: socialstream", mended = "profile: socialstream_repaired";

// Each run has its faults 5 s * seed / seeds later: no figure may hang on the phase of a timer.
[[nodiscard]] std::string spread(const scenario::Scenario& s, std::string_view unit, const Figure& figure,
                                 std::uint64_t seeds = chance_seeds);
[[nodiscard]] std::string spread_share(const scenario::Scenario& s, const Event& came,
                                       std::uint64_t seeds = chance_seeds);
[[nodiscard]] scenario::Scenario later(scenario::Scenario s, std::uint64_t seed, std::uint64_t seeds);

// Instants of a device's records whose field has this value.
[[nodiscard]] std::vector<base::Instant> said(const Observation& o, std::string_view node,
                                              std::string_view verb, std::string_view field,
                                              std::string_view value);

[[nodiscard]] Defects signalling_of_seed_004();
[[nodiscard]] Defects blips_of_seed_004();
[[nodiscard]] Defects restarts_of_seed_004();
[[nodiscard]] Defects monitors_of_seed_004();

}  // namespace nearsim::experiments
