// Where a sweep looks: a point is one scenario with some settings changed.  A grid is every combination of
// its axes; a design (Latin hypercube, Sobol) is any other list of points.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/position.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::sweep {

using Parameters =
    std::vector<std::pair<std::string, std::string>>;  // path and value, as they were asked for

using scenario::Axis;

// Every combination, the last axis fastest.  No axes: one point, the scenario itself.
[[nodiscard]] std::vector<Parameters> grid(const std::vector<Axis>& axes);

struct Point {
  Parameters parameters;
  scenario::Scenario scenario;
  // Of the resolved scenario without its seeds: two spellings of one value (1.2s, 1200ms) are one point.
  std::string hash;
};

[[nodiscard]] std::string hash_of(const scenario::Scenario& scenario);  // 32 hexadecimal digits

struct Points {
  std::vector<Point> points;  // those that `where` allows, in the order asked for
  std::vector<scenario::Diagnostic> diagnostics;
};
// The points have no `sweep:` of their own.  `where`: constraints such as "devices.Ana.start <
// devices.Bob.start", all of which must hold (sim/scenario/constraint.hpp).
[[nodiscard]] Points resolve(const scenario::Scenario& base, const std::vector<Parameters>& asked,
                             const std::vector<std::string>& where = {});

}  // namespace nearsim::sweep
