#include "sim/sweep/figure.hpp"

#include <string_view>

#include "sim/scenario/quantity.hpp"

namespace nearsim::sweep {

namespace {

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

std::optional<std::int64_t> count_in(std::string_view measured) {
  if (begins(measured, "once")) return 1;
  const std::string_view number = measured.substr(0, measured.find(' '));
  std::int64_t count = 0;
  if (!begins(measured.substr(number.size()), " times") || scenario::parse(number, count, {0, 1'000'000'000}))
    return std::nullopt;
  return count;
}

std::optional<std::int64_t> time_in(std::string_view measured) {
  for (const std::string_view before : {"held at ", "first at ", "held "}) {
    const std::size_t at = measured.find(before);
    if (at == std::string_view::npos) continue;
    std::string_view token = measured.substr(at + before.size());
    token = token.substr(0, token.find_first_of(" ,"));
    base::Duration time{};
    if (!scenario::parse(token, time, protocol::any_time)) return base::nanoseconds(time);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> figure_of(const run::Verdict& verdict) {
  if (const auto count = count_in(verdict.measured)) return count;
  for (const std::string_view counted : {"at_most ", "at_least ", "exactly "})
    if (begins(verdict.text, counted) && verdict.measured == "never") return 0;
  for (const std::string_view timed : {"within ", "sometimes ", "after_heal "})
    if (begins(verdict.text, timed)) return time_in(verdict.measured);
  return std::nullopt;
}

}  // namespace nearsim::sweep
