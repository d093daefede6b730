// How often something may happen, or how much a meter may show, for a quantifier to hold.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/scenario/expectation.hpp"

namespace nearsim::run {

struct Range {
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t least = 0, most = no_limit;
};

[[nodiscard]] inline Range range_of(const scenario::Expectation& e) {
  using scenario::Quantifier;
  const auto n = static_cast<std::uint64_t>(std::max<std::int64_t>(e.count, 0));
  switch (e.quantifier) {
    case Quantifier::never: return {0, 0};
    case Quantifier::at_most: return {0, n};
    case Quantifier::at_least: return {n, Range::no_limit};
    case Quantifier::exactly: return {n, n};
    case Quantifier::within:
    case Quantifier::sometimes:
    case Quantifier::always:
    case Quantifier::after_heal: break;
  }
  return {1, Range::no_limit};
}

}  // namespace nearsim::run
