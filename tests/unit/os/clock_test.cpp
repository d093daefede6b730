#include "models/os/clock.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace nearsim;
using namespace std::chrono_literals;
using base::at;
using os::LocalClock;

TEST_CASE("clock: without offset and drift local time is virtual time") {
  const LocalClock clock;
  CHECK(clock.to_local(at(17s)) == at(17s));
  CHECK(clock.from_local(at(17s)) == at(17s));
  CHECK(clock.wall(at(17s)) == at(17s));
}

TEST_CASE("clock: a clock 20 ppm fast gains 20 us in a second") {
  const LocalClock clock{5s, base::Drift{20'000}};
  CHECK(clock.to_local(at(0s)) == at(5s));
  CHECK(clock.to_local(at(1s)) == at(6s + 20us));
  CHECK(clock.to_local(at(100s)) == at(105s + 2ms));
}

TEST_CASE("clock: a slow clock rounds down as well") {
  const LocalClock clock{0s, base::Drift{-1}};  // a nanosecond per second
  CHECK(clock.to_local(at(1s)) == at(1s - 1ns));
  CHECK(clock.to_local(at(1500ms)) == at(1500ms - 2ns));
}

TEST_CASE("clock: a step of the wall clock leaves the monotonic clock alone") {
  LocalClock clock{0s, base::Drift{0}};
  clock.step_wall(3600s);
  CHECK(clock.to_local(at(10s)) == at(10s));
  CHECK(clock.wall(at(10s)) == at(3610s));
  clock.step_wall(-4000s);
  CHECK(clock.wall(at(10s)) == at(-390s));
}

TEST_CASE("clock: a change of drift does not make the reading jump") {
  LocalClock clock{1s, base::Drift{100'000}};
  const auto before = clock.to_local(at(60s));
  clock.set_drift(at(60s), base::Drift{-100'000});
  CHECK(clock.to_local(at(60s)) == before);
  CHECK(clock.to_local(at(61s)) == before + 1s - 100us);
}

TEST_CASE("clock: never stays never") {
  CHECK(LocalClock{1s, base::Drift{7}}.from_local(base::never) == base::never);
}

TEST_CASE("clock: from_local is the first instant at which the deadline shows") {
  CHECK(rc::check([] {
    const auto offset = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    const auto ppb = *rc::gen::inRange<std::int64_t>(-200'000, 200'001);
    const auto due = *rc::gen::inRange<std::int64_t>(0, 86'400'000'000'000);
    const LocalClock clock{base::Duration{offset}, base::Drift{ppb}};
    const base::Instant deadline = at(base::Duration{offset + due});
    const base::Instant t = clock.from_local(deadline);
    RC_ASSERT(clock.to_local(t) >= deadline);
    RC_ASSERT(clock.to_local(t - 1ns) < deadline);
  }));
}
