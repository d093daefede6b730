// The records around a violation.  A sweep keeps none; since a run is a value, they are made again from the
// seed; of a run that had a budget of events (0: none), with that budget, because it may have no end without.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernel/sinks.hpp"
#include "sim/run/report.hpp"

namespace nearsim::run {

// The last `count` records up to the violation; in a room of more than two, those that concern its devices.
[[nodiscard]] std::vector<kernel::StoredRecord> records_before(const scenario::Scenario& scenario,
                                                               base::Seed seed, const Violation& violation,
                                                               std::uint64_t event_budget = 0,
                                                               std::size_t count = 10);

// All records of a run.
[[nodiscard]] std::vector<kernel::StoredRecord> records_of(const scenario::Scenario& scenario,
                                                           base::Seed seed, std::uint64_t event_budget = 0);

}  // namespace nearsim::run
