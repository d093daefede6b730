#include "sim/scenario/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nearsim::scenario {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t longest_word = 200;  // ours: beyond it nobody slipped, and the table would grow
  if (word.empty() || word.size() > longest_word) return {};
  std::string_view best;
  // Ours: one slip in a short word, one more for each three letters, never a whole other word.
  std::size_t allowed = std::max<std::size_t>(1, word.size() / 3) + 1;
  constexpr std::size_t most_compared = 2'000;  // ours: a file may name ten thousand things wrongly
  for (std::size_t i = 0; i < std::min(most_compared, candidates.size()); ++i) {
    const std::string_view candidate = candidates[i];
    const std::size_t difference =
        candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
    if (difference >= allowed) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < allowed && distance < std::max(word.size(), candidate.size())) {
      best = candidate;
      allowed = distance;
    }
  }
  return best;
}

std::string suggest(std::string_view word, const std::vector<std::string_view>& candidates,
                    std::string_view what) {
  const std::string_view best = nearest(word, candidates);
  if (!best.empty()) return fmt::format("did you mean '{}'?", best);
  if (candidates.empty()) return {};
  constexpr std::size_t shown = 40;  // ours: more is a manual, not a hint
  std::string out(what);
  for (std::size_t i = 0; i < std::min(shown, candidates.size()); ++i)
    out += fmt::format("{}{}", i == 0 ? ": " : ", ", candidates[i]);
  if (candidates.size() > shown) out += ", ...";
  return out;
}

}  // namespace nearsim::scenario
