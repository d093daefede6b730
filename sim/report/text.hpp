// The report for a person at a terminal: what was asked, what held, what did not, and how to see it again.
#pragma once

#include <string>

#include "sim/report/ran.hpp"
#include "sim/report/style.hpp"

namespace nearsim::report {

enum class Detail : std::uint8_t { full, failures_only };  // failures_only: one line for what passed

[[nodiscard]] std::string text_of(const run::Outcome& outcome, const Invocation& invocation,
                                  const Palette& palette, Detail detail);
[[nodiscard]] std::string text_summary(const Ran& ran, const Palette& palette);

}  // namespace nearsim::report
