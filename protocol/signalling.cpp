#include "protocol/signalling.hpp"

#include <algorithm>

namespace nearsim::protocol {

Duration wait_after(const SignallingPolicy& policy, int attempts, base::Rng& rng) {
  Duration wait = std::min(policy.base, policy.cap);
  for (int i = 0; i < attempts && wait < policy.cap && policy.factor > 1; ++i)
    wait = std::min(wait * policy.factor, policy.cap);
  if (policy.jitter > base::none) {
    const Duration most{wait.count() / base::certain.ppm * policy.jitter.ppm};
    wait += rng.between(-most, most);
  }
  return std::max<Duration>(wait, 1ms);  // ours: attempts without delay would stop time
}

}  // namespace nearsim::protocol
