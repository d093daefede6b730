// Changing one setting of a scenario by its path, for `--set path=value` and for the axes of a sweep.
//
//   run_for   links.default.delay   links.Ana>Bob.loss   discovery.default.delay   mpc.connect_time
//   devices.Ana.clock.drift   devices.Ana.profile.gates.arbitration_window.window   devices.*.start
//   faults.outage.for   do.talk.every   invariants.I3.bound            (faults and steps that have a name)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/profile.hpp"
#include "sim/scenario/position.hpp"
#include "sim/scenario/profile_paths.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

// Nothing: it is set, and the scenario still makes sense.  Otherwise what is wrong, and the scenario is as
// before.
[[nodiscard]] std::vector<Diagnostic> set(Scenario& scenario, std::string_view path, std::string_view value);

[[nodiscard]] bool has_setting(const Scenario& scenario, std::string_view path);
[[nodiscard]] std::vector<Setting> settings_of(
    const Scenario& scenario);  // each with its value and what it means
[[nodiscard]] std::vector<std::string> paths(const Scenario& scenario);

}  // namespace nearsim::scenario
