// Expectations about a meter: how much may it show, in a window, over everything or for each link or device?
#pragma once

#include "sim/run/judges/judge.hpp"

namespace nearsim::run {

[[nodiscard]] Seat make_meter_judge(const Court& court, const scenario::Expectation& expectation);

}  // namespace nearsim::run
