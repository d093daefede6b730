// Expectations about a counter: how often may it count, in a window, over everything or on each link or
// device?
#pragma once

#include <memory>

#include "sim/run/judges/judge.hpp"

namespace nearsim::run {

[[nodiscard]] Seat make_count_judge(const Court& court, const scenario::Expectation& expectation);

}  // namespace nearsim::run
