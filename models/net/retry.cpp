#include "models/net/retry.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace nearsim::net {

base::Duration interval(const Retry& retry, int n) {
  base::Duration wait = std::min(retry.initial, retry.cap);
  for (int doublings = n - retry.steady; doublings > 0 && wait < retry.cap; --doublings)
    wait = std::min(wait * 2, retry.cap);
  return wait;
}

void RetrySchedule::start(const Retry& retry, base::Instant now) {
  NEARSIM_CHECK(retry.initial.count() > 0 && retry.cap.count() > 0, "a retry needs a positive interval");
  retries = 0;
  next = now + interval(retry, 0);
}

void RetrySchedule::advance(const Retry& retry) { next += interval(retry, ++retries); }

void RetrySchedule::skip_to(const Retry& retry, base::Instant now) {
  while (next < now) advance(retry);
}

}  // namespace nearsim::net
