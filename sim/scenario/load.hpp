// From a file to a scenario, or to everything that is wrong with the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/position.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

struct Loaded {
  std::optional<Scenario> scenario;  // there exactly if there are no diagnostics
  std::vector<Diagnostic> diagnostics;
};

[[nodiscard]] Loaded load_file(const std::string& path);
[[nodiscard]] Loaded load_text(std::string_view text, std::string name);

}  // namespace nearsim::scenario
