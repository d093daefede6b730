// Did you mean ...?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nearsim::scenario {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `word` if it is near enough to be a slip of the fingers, else empty.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

// "did you mean 'x'?", or else "known <what>: a, b, c", or nothing if there are none.
[[nodiscard]] std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates,
                                  std::string_view what);

}  // namespace nearsim::scenario
