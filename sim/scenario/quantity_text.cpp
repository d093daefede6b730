// Quantities as text: exact, and as short as that allows.
#include <fmt/format.h>

#include <span>

#include "sim/scenario/quantity.hpp"
#include "sim/scenario/quantity_units.hpp"

namespace nearsim::scenario {
namespace {

// The largest unit that gives a whole number or at least a number above one, with as many decimals as it
// takes.
std::string written(std::int64_t value, std::span<const Unit> units) {
  const bool negative = value < 0;
  const std::uint64_t size =
      negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const Unit* best = &units[0];
  for (const Unit& unit : units)
    if (size >= static_cast<std::uint64_t>(unit.scale)) best = &unit;
  const std::uint64_t scale = static_cast<std::uint64_t>(best->scale);
  std::string out = fmt::format("{}{}", negative ? "-" : "", size / scale);
  std::uint64_t rest = size % scale;
  if (rest > 0) {
    std::string fraction;
    for (std::uint64_t place = scale / 10; rest > 0; place /= 10) {
      fraction += static_cast<char>('0' + rest / place);
      rest %= place;
    }
    out += "." + fraction;
  }
  return out + std::string(best->name);
}

}  // namespace

std::string text_of(Duration value) {
  if (value == base::forever) return "none";
  // Minutes and hours only where nothing is left over: 90s reads better than 1.5min.
  if (value == Duration::zero()) return "0s";
  const std::int64_t hour = duration_units[5].scale;
  if (value.count() % hour == 0) return written(value.count(), duration_units);
  return written(value.count(), std::span(duration_units).first(4));
}
std::string text_of(base::Ratio value) {
  return value.ppm % 100 == 0 ? written(value.ppm == 0 ? 0 : value.ppm, std::span(ratio_units).subspan(1))
                              : written(value.ppm, std::span(ratio_units).first(1));
}
std::string text_of(base::Drift value) { return written(value.ppb, std::span(drift_units).subspan(1)); }
std::string text_of(base::Bytes value) {
  return written(value.count, value.count % 1'000 == 0 ? std::span<const Unit>(byte_units)
                                                       : std::span<const Unit>(byte_units).first(1));
}
std::string text_of(base::BitRate value) {
  return value == base::BitRate{0} ? "none" : written(value.bits_per_second, rate_units);
}
std::string text_of(base::Meters value) {
  return written(value.millimetres, std::span(length_units).subspan(2));
}
std::string text_of(std::int64_t value) { return fmt::format("{}", value); }
std::string text_of(int value) { return fmt::format("{}", value); }
std::string text_of(bool value) { return value ? "true" : "false"; }

}  // namespace nearsim::scenario
