// Backoff: the doubling, the cap, and how far jitter may carry a delay.
#include "protocol/recovery/backoff.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "protocol/profiles/designs.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::Rng;

namespace {

const Reconnect& meshred_retry(const Profile& profile) {
  return std::get<Reconnect>(profile.remedies[0].rungs[0]);
}

}  // namespace

TEST_CASE("backoff: 0.6, 1.2, 2.4, 4.8 s, then 8 s for ever") {
  const Profile profile = meshred();
  Rng rng{1, 2};
  const std::vector<Duration> expected{600ms, 1200ms, 2400ms, 4800ms, 8s, 8s, 8s};
  for (int n = 1; n <= 7; ++n)
    CHECK(backoff(meshred_retry(profile), n, rng).exponential == expected[static_cast<std::size_t>(n - 1)]);
  CHECK(backoff(meshred_retry(profile), 1'000'000, rng).exponential == 8s);
}

TEST_CASE("backoff: jitter is within 20 % on both sides, and after the cap: 6.4 to 9.6 s") {
  const Profile profile = meshred();
  const Reconnect& settings = meshred_retry(profile);
  Rng rng{3, 4};
  Duration least = 1h, greatest = 0s;
  for (int i = 0; i < 20'000; ++i) {
    const Duration total = backoff(settings, 9, rng).total();
    least = std::min(least, total);
    greatest = std::max(greatest, total);
    const Duration first = backoff(settings, 1, rng).total();
    CHECK(first >= 480ms);
    CHECK(first <= 720ms);
  }
  CHECK(least >= 6400ms);
  CHECK(least < 6401ms);  // 20,000 uniform draws over 3.2 s: nearer than 1 ms but for a chance of 0.2 %, and
                          // the seed is fixed
  CHECK(greatest <= 9600ms);
  CHECK(greatest > 9599ms);
}

TEST_CASE("backoff: jitter under the cap never lifts a delay above it") {
  Reconnect settings{
      .base = 600ms, .cap = 8s, .jitter = nearsim::base::percent(20), .jitter_after_cap = false};
  Rng rng{5, 6};
  bool below = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration total = backoff(settings, 9, rng).total();
    CHECK(total <= 8s);
    CHECK(total >= 6400ms);
    below = below || total < 8s;
  }
  CHECK(below);
}

TEST_CASE("backoff: no jitter, no luck; one draw all the same") {
  Reconnect plain{.base = 5s, .cap = 16s}, jittered = plain;
  jittered.jitter = nearsim::base::percent(50);
  Rng a{7, 8}, b{7, 8};
  CHECK(backoff(plain, 1, a).total() == 5s);
  (void)backoff(jittered, 1, b);
  CHECK(a == b);
  CHECK(backoff(plain, 2, a).total() == 10s);
  CHECK(backoff(plain, 3, a).total() == 16s);
}

TEST_CASE(
    "backoff: any settings give a delay that is not negative, grows with failures and respects its bounds") {
  CHECK(rc::check([] {
    Reconnect settings;
    settings.base = std::chrono::microseconds{*rc::gen::inRange(0, 100'000'000)};
    settings.cap = std::chrono::microseconds{*rc::gen::inRange(0, 100'000'000)};
    settings.factor = *rc::gen::inRange(1, 11);
    settings.jitter = Ratio{*rc::gen::inRange(0, 1'000'001)};
    settings.jitter_after_cap = *rc::gen::arbitrary<bool>();
    Rng rng{*rc::gen::arbitrary<std::uint64_t>(), 1};
    Duration last{0};
    for (int n = 1; n < 12; ++n) {
      const Backoff wait = backoff(settings, n, rng);
      RC_ASSERT(wait.exponential >= last);
      RC_ASSERT(wait.exponential <= settings.cap);
      RC_ASSERT(wait.total() >= 0ns);
      // All amounts are whole microseconds, so the swing is exact.
      const auto swing = wait.exponential.count() / 1000 * settings.jitter.ppm / 1000;
      RC_ASSERT(wait.jitter.count() >= -swing);
      RC_ASSERT(wait.jitter.count() <= swing);
      if (!settings.jitter_after_cap) RC_ASSERT(wait.total() <= std::max(settings.cap, wait.exponential));
      last = wait.exponential;
    }
  }));
}
