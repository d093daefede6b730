// What must hold between the settings of a point for it to be looked at: two sides and a comparison.  Each
// side is a setting's path or a value; the comparison is typed, so `1s > 200ms` is true and `1s > 5%` an
// error.
//
//   devices.Ana.start <= devices.Bob.start        links.default.delay < 200ms        run_for != 60s
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/scenario/quantity.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

enum class Comparison : std::uint8_t { less, less_or_equal, equal, not_equal, greater_or_equal, greater };

struct Constraint {
  std::string text, left, right;
  Comparison comparison = Comparison::less;
};

struct Parsed {
  Constraint constraint;
  Outcome problem;
};
[[nodiscard]] Parsed parse_constraint(std::string_view text);

struct Judged {
  bool holds = false;
  Outcome problem;
};
[[nodiscard]] Judged judge(const Constraint& constraint, const Scenario& scenario);

}  // namespace nearsim::scenario
