// Whether a fault can do anything to what it names.  A file that asks for one that cannot is wrong; a swarm
// does not draw it.
#pragma once

#include "sim/scenario/quantity.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

[[nodiscard]] protocol::Framework framework_of(const Scenario& scenario, const std::string& device);
[[nodiscard]] Outcome cannot_apply(const Scenario& scenario, const Fault& fault);

}  // namespace nearsim::scenario
