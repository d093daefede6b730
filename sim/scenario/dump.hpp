// A scenario as text, with every default spelled out: what ran is what is saved.
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

// Valid YAML; load_text() of it gives an equal scenario back, whatever defaults and shipped profiles have
// become since.
[[nodiscard]] std::string dump(const Scenario& scenario);

// One profile in full, as it would stand under `profiles:`, for `nearsim profiles NAME`.
[[nodiscard]] std::string dump(const protocol::Profile& profile);

// The parts of dump(scenario) that concern the radio.
[[nodiscard]] std::string dump(const RadioSpec& radio);
[[nodiscard]] std::string position_text(const radio::Position& position);
[[nodiscard]] std::string route_text(const std::vector<radio::Waypoint>& route);

// Of what must hold, and of what sets a fault off.
[[nodiscard]] std::string subject_value(const Subject& subject);
[[nodiscard]] std::string expectation_line(const Expectation& expectation);

}  // namespace nearsim::scenario
