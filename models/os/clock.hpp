// A device's own clocks, as arithmetic on virtual time.  The monotonic clock runs a little fast or slow; the
// wall clock is the monotonic one plus an offset that people and servers step.  Steps never touch the
// monotonic clock.
#pragma once

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::os {

class LocalClock {
 public:
  LocalClock() = default;
  // `offset` is what the monotonic clock shows at virtual time zero.
  LocalClock(base::Duration offset, base::Drift drift) : local_(base::Instant{offset}), drift_(drift) {}

  [[nodiscard]] base::Instant to_local(base::Instant virtual_time) const {
    return drift_.ppb == 0 ? local_ + (virtual_time - anchor_) : drifted(virtual_time);
  }
  // The first virtual instant at which the clock shows `local_time` or more: when a local deadline is due.
  [[nodiscard]] base::Instant from_local(base::Instant local_time) const {
    if (local_time == base::never) return base::never;
    return drift_.ppb == 0 ? anchor_ + (local_time - local_) : undrifted(local_time);
  }
  [[nodiscard]] base::Instant wall(base::Instant virtual_time) const {
    return to_local(virtual_time) + wall_offset_;
  }

  void step_wall(base::Duration by) { wall_offset_ += by; }
  void set_drift(base::Instant virtual_now, base::Drift);  // from now on; the reading does not jump
  [[nodiscard]] base::Drift drift() const { return drift_; }

 private:
  [[nodiscard]] base::Instant drifted(base::Instant virtual_time) const;
  [[nodiscard]] base::Instant undrifted(base::Instant local_time) const;

  base::Instant anchor_{};  // virtual time at which the drift was last set
  base::Instant local_{};   // what the clock showed then
  base::Drift drift_{};
  base::Duration wall_offset_{};
};

}  // namespace nearsim::os
