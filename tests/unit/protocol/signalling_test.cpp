// The waits between attempts to reach the signalling server.
#include "protocol/signalling.hpp"

#include <doctest/doctest.h>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace

TEST_CASE("signalling: the document's ten waits are 245 s") {
  const SignallingPolicy policy{.base = 5s, .factor = 2, .cap = 30s, .max_attempts = 10};
  nearsim::base::Rng rng{1, 1};
  Duration sum{};
  for (int attempt = 0; attempt < 10; ++attempt) sum += wait_after(policy, attempt, rng);
  CHECK(wait_after(policy, 0, rng) == 5s);
  CHECK(wait_after(policy, 2, rng) == 20s);
  CHECK(wait_after(policy, 3, rng) == 30s);
  CHECK(sum == 245s);
}

TEST_CASE("signalling: jitter is a share of the wait, both ways, and no wait is zero") {
  const SignallingPolicy policy{.base = 8s, .jitter = nearsim::base::percent(50)};
  nearsim::base::Rng rng{1, 1};
  bool shorter = false, longer = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration wait = wait_after(policy, 0, rng);
    CHECK(wait >= 4s);
    CHECK(wait <= 12s);
    shorter |= wait < 5s;
    longer |= wait > 11s;
  }
  CHECK(shorter);
  CHECK(longer);
  CHECK(wait_after({.base = 0s}, 3, rng) == 1ms);
}
