// How sure a share of so many runs is.  Wilson's interval (Wilson, "Probable inference, the law of
// succession, and statistical inference", JASA 22, 1927): unlike the textbook's p +- 2 sigma it is right near
// 0 and 1, where a simulator of rare failures spends its time.
#pragma once

#include <cstdint>

namespace nearsim::sweep {

struct Interval {
  double low = 0, high = 1;
};
// 95 %; nothing run: from 0 to 1.
[[nodiscard]] Interval wilson(std::uint64_t successes, std::uint64_t runs);

}  // namespace nearsim::sweep
