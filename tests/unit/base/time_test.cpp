// What must not compile: asking the virtual clock, and numbers without units.
#include "sim/base/time.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>

#include "sim/base/units.hpp"

using namespace nearsim::base;

namespace {

template <class T>
concept HasNow = requires {
  T::clock::now();
};
template <class D, class N>
concept Adds = requires(D d, N n) {
  d + n;
};
template <class D, class N>
concept Compares = requires(D d, N n) {
  d < n;
};

static_assert(!HasNow<Instant>);
static_assert(!std::convertible_to<int, Duration>);
static_assert(!std::convertible_to<double, Duration>);
static_assert(!std::convertible_to<long, Instant>);
static_assert(!std::convertible_to<Duration, Instant>);
static_assert(!std::convertible_to<Duration, long>);
static_assert(!std::convertible_to<std::chrono::duration<double>, Duration>);  // would round silently
static_assert(!Adds<Instant, int> && !Adds<Duration, int> && !Adds<Instant, Instant>);
static_assert(!Compares<Duration, int> && !Compares<Instant, Duration>);
static_assert(!std::convertible_to<int, Ratio> && !std::convertible_to<int, Bytes>);
static_assert(!Adds<Ratio, Bytes> && !Compares<Ratio, Bytes> && !Compares<Meters, Bytes>);

// The concepts themselves can say yes.
static_assert(Adds<Instant, Duration> && Compares<Instant, Instant> &&
              std::convertible_to<std::chrono::seconds, Duration>);
struct Wall {
  using clock = std::chrono::steady_clock;
};
static_assert(HasNow<Wall>);

}  // namespace

TEST_CASE("time: adding to the end of time stays there") {
  CHECK(later(at(1s), 2s) == at(3s));
  CHECK(later(at(1s), forever) == never);
  CHECK(later(never, 1ns) == never);
  CHECK(later(never, 0ns) == never);
  CHECK(nanoseconds(at(1200ms)) == 1'200'000'000);
}

TEST_CASE("units: a percentage is exact in parts per million") {
  CHECK(percent(5).ppm == 50'000);
  CHECK(percent(100) == certain);
  CHECK(none < percent(1));
}
