// Portable mathematics: near libm's values, and with bits that must be the same on every machine.
#include "sim/base/fmath.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

using namespace nearsim::base;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

// Distance in units in the last place of the wanted value.
double error(double got, double want) {
  if (got == want || (got != got && want != want)) return 0;
  return std::fabs(got - want) / (std::nextafter(std::fabs(want), inf) - std::fabs(want));
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

// libm itself is within one unit, so a bound of 2 here is an error below 3 units.
TEST_CASE("fmath: logarithms and exponentials are close to libm's over the whole range") {
  Rng rng = Streams{Seed{1}}.stream("fmath");
  for (int i = 0; i < 200'000; ++i) {
    const double u = rng.uniform();
    const double near_one = 0.5 + 1.5 * u;
    const double anywhere = std::exp((u - 0.5) * 1400);
    REQUIRE(error(fmath::log(near_one), std::log(near_one)) <= 2);
    REQUIRE(error(fmath::log(anywhere), std::log(anywhere)) <= 2);
    REQUIRE(error(fmath::log10(near_one), std::log10(near_one)) <= 2);
    REQUIRE(error(fmath::log10(anywhere), std::log10(anywhere)) <= 2);
    REQUIRE(error(fmath::exp(2 * u - 1), std::exp(2 * u - 1)) <= 2);
    REQUIRE(error(fmath::exp((u - 0.5) * 1400), std::exp((u - 0.5) * 1400)) <= 2);
  }
}

TEST_CASE("fmath: powers are close to libm's, as far as documented") {
  Rng rng = Streams{Seed{2}}.stream("fmath");
  for (int i = 0; i < 200'000; ++i) {
    const double base = std::exp((rng.uniform() - 0.5) * 60);
    const double exponent = (rng.uniform() - 0.5) * 2;
    const double moderate = exponent * 16 / std::log(base);
    REQUIRE(error(fmath::pow(base, moderate), std::pow(base, moderate)) <= 2);
    const double extreme = exponent * 700 / std::log(base);
    REQUIRE(error(fmath::pow(base, extreme), std::pow(base, extreme)) <= 33);
  }
  for (int i = 0; i <= 22; ++i) CHECK(fmath::pow(10, i) == std::pow(10.0, i));  // exact in both
}

TEST_CASE("fmath: sine and cosine are close to libm's, reduction included") {
  Rng rng = Streams{Seed{3}}.stream("fmath");
  for (int i = 0; i < 200'000; ++i) {
    for (const double range : {1.0, 20.0, 2e6}) {
      const double x = (rng.uniform() - 0.5) * range;
      REQUIRE(std::fabs(fmath::sin(x) - std::sin(x)) <= 0x1p-52);
      REQUIRE(std::fabs(fmath::cos(x) - std::cos(x)) <= 0x1p-52);
    }
  }
  CHECK_THROWS_AS((void)fmath::sin(1e7), CheckFailed);
}

TEST_CASE("fmath: special values are IEEE 754's") {
  CHECK(fmath::log(0) == -inf);
  CHECK(fmath::log(inf) == inf);
  CHECK(std::isnan(fmath::log(-1)));
  CHECK(fmath::log(1) == 0);
  CHECK(fmath::log10(1000) == 3);
  CHECK(fmath::exp(0) == 1);
  CHECK(fmath::exp(710) == inf);
  CHECK(fmath::exp(-inf) == 0);
  CHECK(std::isnan(fmath::exp(std::nan(""))));
  const double values[] = {0.0, -0.0, 0.5, 1, 2, 3, -1, -2.5, inf, -inf, 1e300, -3};
  for (const double x : values)
    for (const double y : {0.0, 1.0, -1.0, 0.5, 2.0, 3.0, -3.0, inf, -inf}) {
      CAPTURE(x);
      CAPTURE(y);
      const double got = fmath::pow(x, y);
      const double want = std::pow(x, y);
      CHECK(error(got, want) <= 1);
      if (!std::isnan(want)) CHECK(std::signbit(got) == std::signbit(want));
    }
}

// Golden bits: these must not change with compiler, optimisation or machine, for they are in every
// fingerprint.
TEST_CASE("fmath: the bits are ours") {
  CHECK(bits(fmath::log(0.1)) == 0xc0026bb1bbb55515);
  CHECK(bits(fmath::log(3)) == 0x3ff193ea7aad030a);
  CHECK(bits(fmath::log(1e-310)) == 0xc0864e69394d9508);
  CHECK(bits(fmath::log10(2)) == 0x3fd34413509f79ff);
  CHECK(bits(fmath::exp(1)) == 0x4005bf0a8b14576a);
  CHECK(bits(fmath::exp(-700.25)) == 0x00caf5fe9a485c8e);
  CHECK(bits(fmath::exp(-740)) == 0x55);
  CHECK(bits(fmath::pow(10, -6.5)) == 0x3e9538c06c4ca610);
  CHECK(bits(fmath::pow(1.0000001, 1e7)) == 0x4005bf0a790ce6f2);
  CHECK(bits(fmath::sin(1)) == 0x3feaed548f090cee);
  CHECK(bits(fmath::sin(1e6)) == 0xbfd6664b2568d867);
  CHECK(bits(fmath::cos(1)) == 0x3fe14a280fb5068c);
  CHECK(bits(fmath::cos(1e6)) == 0x3fedf9df9906d32c);
  CHECK(bits(fmath::sqrt(2)) == 0x3ff6a09e667f3bcd);
}
