#include "sim/sweep/confidence.hpp"

#include <algorithm>
#include <cmath>

namespace nearsim::sweep {

Interval wilson(std::uint64_t successes, std::uint64_t runs) {
  if (runs == 0) return {};
  constexpr double z = 1.959963984540054;  // the normal distribution's 97.5th percentile
  const auto n = static_cast<double>(runs);
  const double p = static_cast<double>(successes) / n;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {successes == 0 ? 0.0 : std::max(0.0, middle - half),
          successes == runs ? 1.0 : std::min(1.0, middle + half)};
}

}  // namespace nearsim::sweep
