// Whole decibels: the radio's models count them in whole numbers, and a file writes them with their unit.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "sim/scenario/quantity.hpp"

namespace nearsim::scenario {

inline constexpr std::string_view power_unit = "dBm", attenuation_unit = "dB";

// Of a field of RadioSettings; empty: a number without unit, such as dtim.
[[nodiscard]] constexpr std::string_view decibel_unit(std::string_view field) {
  return field == "power" ? power_unit : field == "shadowing" ? attenuation_unit : std::string_view{};
}

[[nodiscard]] Outcome parse_decibels(std::string_view text, std::string_view unit, int& out,
                                     Limits<int> limits);
[[nodiscard]] std::string decibel_text(int value, std::string_view unit);

// A visitor of RadioSettings in front of another one: decibels go to `special(name, member, unit, doc,
// limits)`, all else to `rest`.
template <class Special, class Rest>
class RadioVisitor {
 public:
  RadioVisitor(Special special, Rest& rest) : special_(special), rest_(rest) {}
  template <class T, class... L>
  void operator()(std::string_view name, T& member, std::string_view doc, const L&... limits) {
    if constexpr (std::is_same_v<std::remove_const_t<T>, int> && sizeof...(L) == 1) {
      if (const std::string_view unit = decibel_unit(name); !unit.empty())
        return special_(name, member, unit, doc, limits...);
    }
    rest_(name, member, doc, limits...);
  }

 private:
  Special special_;
  Rest& rest_;
};

}  // namespace nearsim::scenario
