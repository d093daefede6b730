// A run as lanes: a column for each device, time downwards, arrows where something arrived.
#pragma once

#include <string>
#include <vector>

#include "sim/report/story.hpp"
#include "sim/report/style.hpp"

namespace nearsim::report {

inline constexpr std::size_t most_lanes = 6;  // ours: more do not fit beside each other

[[nodiscard]] std::string lanes_of(const scenario::Scenario& scenario,
                                   const std::vector<kernel::StoredRecord>& records, const Palette& palette);

}  // namespace nearsim::report
