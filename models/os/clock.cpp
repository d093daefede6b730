#include "models/os/clock.hpp"

namespace nearsim::os {
namespace {

constexpr std::int64_t second = 1'000'000'000;

// Whole nanoseconds of d * ppb / 10^9, rounded down, without leaving 64 bits for any run shorter than
// centuries.
std::int64_t share(std::int64_t d, std::int64_t ppb) {
  const std::int64_t product = d % second * ppb;
  const std::int64_t rest = product / second - (product % second < 0 ? 1 : 0);
  return d / second * ppb + rest;
}

}  // namespace

base::Instant LocalClock::drifted(base::Instant virtual_time) const {
  const base::Duration since = virtual_time - anchor_;
  return local_ + since + base::Duration{share(since.count(), drift_.ppb)};
}

base::Instant LocalClock::undrifted(base::Instant local_time) const {
  // A first guess by the inverse rate, then the last nanoseconds by looking: the clock is monotone.
  const std::int64_t shown = (local_time - local_).count();
  const std::int64_t rate = second + drift_.ppb;
  base::Instant t = anchor_ + base::Duration{shown / rate * second + shown % rate * second / rate};
  while (to_local(t) >= local_time) t -= base::Duration{1};
  while (to_local(t) < local_time) t += base::Duration{1};
  return t;
}

void LocalClock::set_drift(base::Instant virtual_now, base::Drift drift) {
  local_ = to_local(virtual_now);
  anchor_ = virtual_now;
  drift_ = drift;
}

}  // namespace nearsim::os
