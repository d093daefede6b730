// What must hold: expectations of one scenario, and the bounds of the invariants of all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/scenario/events.hpp"
#include "sim/scenario/position.hpp"

namespace nearsim::scenario {

enum class Quantifier : std::uint8_t {
  within,
  never,
  always,
  at_most,
  at_least,
  exactly,
  after_heal,
  sometimes
};
[[nodiscard]] constexpr auto names_of(Quantifier) {
  return std::array<std::string_view, 8>{"within",   "never",   "always",     "at_most",
                                         "at_least", "exactly", "after_heal", "sometimes"};
}
enum class Per : std::uint8_t { everything, link, device };
[[nodiscard]] constexpr auto names_of(Per) {
  return std::array<std::string_view, 3>{"everything", "link", "device"};
}
struct Window {
  Duration from = 0ms, to = base::forever;
  bool operator==(const Window&) const = default;
};
// From the first time that one named fault or step happens to the first time of another after it.
struct Between {
  std::string from, to;  // empty `from`: from the start of the run
  bool operator==(const Between&) const = default;
};
struct Expectation {
  Quantifier quantifier = Quantifier::never;
  Duration bound = 0ms;    // within, after_heal
  std::int64_t count = 0;  // at_most, at_least, exactly
  Subject subject;
  std::optional<Window> during;
  std::optional<Between> between;
  Per per = Per::everything;
  std::string text;  // as the user would read it, e.g. "within 5s, usable: all"
  Position position;
  bool operator==(const Expectation& o) const {
    return quantifier == o.quantifier && bound == o.bound && count == o.count && subject == o.subject &&
           during == o.during && between == o.between && per == o.per;
  }
};

// One invariant's bounds.  See invariants.hpp for what each means; a switched-off invariant is not judged.
struct InvariantSettings {
  bool judged = true;
  Duration bound = 0ms;
  std::int64_t limit = 0;
  bool operator==(const InvariantSettings&) const = default;
};
struct NamedInvariant {
  std::string name;  // "I1"
  InvariantSettings settings;
  bool operator==(const NamedInvariant&) const = default;
};

}  // namespace nearsim::scenario
