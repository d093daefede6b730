// What is looked at before yaml-cpp sees a file: it throws half-useful errors at some inputs, accepts others
// that mean something else than they seem to, and would take long or recurse deeply at hostile ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/source.hpp"

namespace nearsim::scenario {

inline constexpr std::size_t largest_file =
    4'000'000;                              // bytes; ours: a dump of 1,000 devices takes under 2 MB
inline constexpr int deepest_nesting = 64;  // ours: the language itself needs about 10

// Complains about text that is no scenario; true if yaml-cpp may see it.
[[nodiscard]] bool prescan(const SourceText& source, Findings& findings);

// The whole file, or why it cannot be read; never more than largest_file + 1 bytes.
struct FileText {
  std::optional<std::string> text;
  std::string problem;
};
[[nodiscard]] FileText read_file(const std::string& path);

}  // namespace nearsim::scenario
