// A swarm: faults drawn for each seed.  Every kind has so many slots, and every slot a stream of its own that
// says whether it is used, when, for how long and on whom; so one more kind in a later version changes
// nothing of what the others do.
#pragma once

#include <string_view>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

// The name of the heal that ends a swarm: a mark, which needs nothing to heal.
inline constexpr std::string_view end_of_swarm = "swarm_over";

// The kinds that a swarm can draw, in the order of FaultKind: what begins, not what ends.
[[nodiscard]] const std::vector<std::string_view>& swarm_kinds();
// Those that can happen in this scenario.
[[nodiscard]] std::vector<std::string_view> swarm_kinds_for(const Scenario& scenario);

// The scenario with the faults of this seed written out, healed at the end, and no swarm; one without a swarm
// as it is.
[[nodiscard]] Scenario drawn(const Scenario& scenario, base::Seed seed);

}  // namespace nearsim::scenario
