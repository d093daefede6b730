// Backoff: how long to wait before attempt n+1 after n failures in a row.
#pragma once

#include "protocol/remedy_settings.hpp"
#include "sim/base/random.hpp"

namespace nearsim::protocol {

struct Backoff {
  Duration exponential;  // base * factor^(failures-1), capped
  Duration jitter;       // what chance added, may be negative
  [[nodiscard]] Duration total() const { return exponential + jitter; }
};

// failures >= 1.  One draw whatever the settings say, so that two profiles meet the same chance.
[[nodiscard]] Backoff backoff(const Reconnect& settings, int failures, base::Rng& rng);

}  // namespace nearsim::protocol
