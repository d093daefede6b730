#include "protocol/recovery/backoff.hpp"

#include <algorithm>

namespace nearsim::protocol {

Backoff backoff(const Reconnect& settings, int failures, base::Rng& rng) {
  Duration delay = settings.base;
  for (int i = 1; i < failures && delay < settings.cap; ++i)
    delay = std::min(delay * settings.factor, settings.cap);
  delay = std::min(delay, settings.cap);
  // Whole microseconds of whole parts per million: no rounding that could differ between machines.
  const Duration swing{delay.count() / 1'000 * settings.jitter.ppm / 1'000};
  const Duration drawn = rng.between(-swing, swing);
  const Duration jitter = settings.jitter_after_cap ? drawn : std::min(drawn, settings.cap - delay);
  return {delay, jitter};
}

}  // namespace nearsim::protocol
