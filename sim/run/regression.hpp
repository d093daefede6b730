// A failing seed as a file.  It is the scenario with every default spelled out, and what happened: so it
// fails in the same way whatever becomes of the defaults, and `nearsim replay` can say whether it still does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/run/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

// The first thing that was not as demanded: the expectation's text or the invariant's name; empty: all was.
[[nodiscard]] std::string first_violated(const Report& report);

struct Regression {
  std::string name;  // a file name: "dual_invite-I8-seed17.yaml"
  std::string text;
};
[[nodiscard]] Regression regression_of(const scenario::Scenario& scenario, const Report& report,
                                       std::string_view version);

struct Replay {
  Report report;
  std::string violated;  // now
  bool same_violation = false, same_fingerprint = false;
};
[[nodiscard]] Replay replay(const scenario::Scenario& recorded);  // one with `recorded`

}  // namespace nearsim::run
