#include "sim/scenario/decibels.hpp"

#include <fmt/format.h>

#include <charconv>

namespace nearsim::scenario {

Outcome parse_decibels(std::string_view text, std::string_view unit, int& out, Limits<int> limits) {
  int value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  const std::string_view rest{end, static_cast<std::size_t>(last - end)};
  const std::string range =
      fmt::format("from {} to {}", decibel_text(limits.lo, unit), decibel_text(limits.hi, unit));
  if (error == std::errc::invalid_argument)
    return Problem{fmt::format("'{}' is not a whole number of {}", text, unit), range};
  if (rest.empty())
    return Problem{fmt::format("'{}' has no unit", text), fmt::format("write {}{}", text, unit)};
  if (rest != unit) return Problem{fmt::format("'{}' is not a whole number of {}", text, unit), range};
  if (error != std::errc{} || value < limits.lo || value > limits.hi)
    return Problem{fmt::format("'{}' is out of range", text), range};
  out = value;
  return {};
}

std::string decibel_text(int value, std::string_view unit) { return fmt::format("{}{}", value, unit); }

}  // namespace nearsim::scenario
