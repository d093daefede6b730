// This program, started again as a process of its own, in an environment that differs in everything that must
// not matter.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nearsim::cli {

using Environment = std::vector<std::pair<std::string, std::string>>;

struct OtherWorld {
  std::string what;  // "in a process with LC_ALL=..."
  Environment environment;
};
[[nodiscard]] std::vector<OtherWorld> other_worlds();

// What it printed; nothing: it could not be started, or failed.
[[nodiscard]] std::optional<std::string> run_again(const std::vector<std::string>& arguments,
                                                   const Environment& changes);

}  // namespace nearsim::cli
