// An expectation as one line, as a user would write and read it: "within 5s, usable: all".
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

[[nodiscard]] std::string text_of(const Expectation& expectation);
[[nodiscard]] std::string text_of(
    const Subject& subject);  // "usable: [Ana, Bob]", "invite: {from: Ana, why: found}"

}  // namespace nearsim::scenario
