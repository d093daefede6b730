// Traces as files of lines, and where two of them part.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/verify.hpp"

namespace nearsim::cli {

[[nodiscard]] std::optional<std::vector<std::string>> lines_of_file(const std::string& path);  // complains

[[nodiscard]] std::string text_of(const run::TraceDifference& difference, std::string_view one,
                                  std::string_view other);

}  // namespace nearsim::cli
