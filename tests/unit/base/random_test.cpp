// Streams against NumPy's Philox, and draws against what they promise.
#include "sim/base/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "sim/base/check.hpp"

using namespace nearsim::base;

namespace {

using Draws = std::array<std::uint64_t, 6>;  // one and a half blocks

Draws draws(Rng rng) {
  Draws out{};
  for (std::uint64_t& draw : out) draw = rng.bits();
  return out;
}

}  // namespace

// numpy 2.4.6: [hex(int(x)) for x in numpy.random.Philox(key=[k0, k1]).random_raw(6)]
TEST_CASE("random: the bits are those of numpy.random.Philox under the same key") {
  CHECK(draws(Rng{0, 0}) == Draws{0x2f4ba6408e4d89b, 0x3dd62b0b9ca8c5b2, 0x1c8667a55d902e79,
                                  0x907d7a052fd5b4dc, 0x809bf322883987c3, 0x471128b9e807f7dd});
  CHECK(draws(Rng{1, 2}) == Draws{0x4f2f4313b5536b09, 0x5b617be3219ff32a, 0x97293476f9275cb,
                                  0xf63f3bf4962c3942, 0x4dcc60473aa0f43, 0x6d905c9b986b0028});
  CHECK(draws(Rng{~0ull, ~0ull}) == Draws{0x6d46cc0e71f0be7e, 0x924ea1693f9a8bc0, 0xfdc35f0198c91181,
                                          0xb4a311f17aa6568d, 0x67e12c1eff8de57e, 0x6877618422b87b0e});
}

// h = 0xcbf29ce484222325; for b in name.encode(): h = ((h ^ b) * 0x100000001b3) % 2**64
// numpy.random.Philox(key=numpy.array([7, h], dtype=numpy.uint64)).random_raw(6)
TEST_CASE("random: a named stream is NumPy's with the key (seed, FNV-1a of the name)") {
  CHECK(stable_hash("") == 0xcbf29ce484222325);
  CHECK(stable_hash("foobar") == 0x85944171f73967e8);  // published with the algorithm
  CHECK(stable_hash("radio/Ana>Bob") == 0xcbb789bf41fc5e6c);
  const Streams streams{Seed{7}};
  CHECK(draws(streams.stream("radio/Ana>Bob")) == Draws{0x70550ca9ad4ee21f, 0x8a26e24044a708be,
                                                        0x218fe6e406063d8b, 0x5975002464690a11,
                                                        0xacb2acfffc5d959c, 0x6dc0b676c04fb34d});
  CHECK(draws(streams.stream("engine/Ana")) == Draws{0xa2eaeb24cfd46589, 0x159582b252fc0e5d,
                                                     0x61ed4a1f2d13b018, 0xb073fc658d7e1939,
                                                     0xae6db0dc22e4f940, 0xe7ace90291d229ee});
}

TEST_CASE("random: a stream is a value; copies and equals have the same future") {
  static_assert(std::is_trivially_copyable_v<Rng> && std::is_default_constructible_v<Rng> &&
                sizeof(Rng) == 64);
  Rng a = Streams{Seed{1}}.stream("x");
  Rng b = a;
  CHECK(a == b);
  (void)a.bits();
  CHECK(a != b);
  (void)b.bits();
  CHECK(a == b);
  CHECK(a.bits() == b.bits());
  CHECK(Streams{Seed{1}}.stream("x") != Streams{Seed{2}}.stream("x"));
  CHECK(Streams{Seed{1}}.stream("x") != Streams{Seed{1}}.stream("y"));
}

TEST_CASE("random: below is in range and unbiased, also where 2^64 is far from a multiple") {
  Rng rng = Streams{Seed{1}}.stream("below");
  for (const std::uint64_t n : {1ull, 2ull, 3ull, 1000ull, ~0ull})
    for (int i = 0; i < 200; ++i) REQUIRE(rng.below(n) < n);
  const std::uint64_t third =
      3ull << 62;  // a biased draw would hit the lower third twice as often as each other
  int low = 0;
  constexpr int trials = 30'000;
  for (int i = 0; i < trials; ++i) low += rng.below(third) < third / 3 ? 1 : 0;
  CHECK(std::abs(low - trials / 3) < 5 * std::sqrt(trials * 2.0 / 9));
  CHECK_THROWS_AS((void)rng.below(0), CheckFailed);
}

TEST_CASE("random: between includes both ends") {
  Rng rng = Streams{Seed{1}}.stream("between");
  bool low = false, high = false;
  for (int i = 0; i < 200; ++i) {
    const Duration d = rng.between(-1ns, 1ns);
    REQUIRE((d >= -1ns && d <= 1ns));
    low |= d == -1ns;
    high |= d == 1ns;
  }
  CHECK(low);
  CHECK(high);
  CHECK(rng.between(5ms, 5ms) == 5ms);
  (void)rng.between(Duration::min(), Duration::max());
  CHECK_THROWS_AS((void)rng.between(1ns, 0ns), CheckFailed);
}

TEST_CASE("random: a chance takes one draw whatever it is, so that sweeping a loss rate shifts nothing") {
  Rng never = Streams{Seed{1}}.stream("chance");
  Rng always = never;
  Rng half = never;
  int heads = 0;
  for (int i = 0; i < 10'000; ++i) {
    REQUIRE_FALSE(never.chance(none));
    REQUIRE(always.chance(certain));
    heads += half.chance(percent(50)) ? 1 : 0;
  }
  CHECK(never == always);
  CHECK(never == half);
  CHECK(std::abs(heads - 5000) < 250);  // five standard deviations
}

TEST_CASE("random: uniform, exponential and normal have their moments") {
  Rng rng = Streams{Seed{1}}.stream("moments");
  constexpr int n = 100'000;
  double uniform = 0, exponential = 0, normal = 0, square = 0;
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform();
    REQUIRE((u >= 0 && u < 1));
    uniform += u;
    const Duration wait = rng.exponential(1s);
    REQUIRE(wait >= 0ns);
    exponential += static_cast<double>(wait.count()) * 1e-9;
    const double z = rng.normal();
    normal += z;
    square += z * z;
  }
  const double five_deviations = 5 / std::sqrt(n);
  CHECK(std::fabs(uniform / n - 0.5) < five_deviations * 0.29);
  CHECK(std::fabs(exponential / n - 1) < five_deviations);
  CHECK(std::fabs(normal / n) < five_deviations);
  CHECK(std::fabs(square / n - 1) < five_deviations * 1.42);
  CHECK(rng.exponential(0s) == 0s);
  CHECK(rng.exponential(forever) > 0s);
}

TEST_CASE("random: a stream is resumed by its hash and the number of its draws") {
  const Streams streams{Seed{42}};
  Rng original = streams.stream("net/3>5");
  for (std::uint64_t drawn = 0; drawn < 13; ++drawn) {
    CHECK(original.drawn() == drawn);
    Rng resumed = streams.resume(stable_hash("net/3>5"), drawn);
    Rng ahead = original;
    for (int i = 0; i < 5; ++i) CHECK(resumed.bits() == ahead.bits());
    (void)original.bits();
  }
}
