#include "sim/base/random.hpp"

#include <Random123/philox.h>

#include "sim/base/check.hpp"
#include "sim/base/fmath.hpp"

namespace nearsim::base {
namespace {

__extension__ typedef unsigned __int128 Wide;  // gcc and clang on every 64-bit target we build for

constexpr double two_pi = 6.283185307179586;

}  // namespace

Rng::Rng(std::uint64_t key0, std::uint64_t key1, std::uint64_t drawn)
    : key_{key0, key1}, counter_(drawn / block_size) {
  if (drawn % block_size == 0) return;
  refill();
  used_ = static_cast<std::uint32_t>(drawn % block_size);
}

void Rng::refill() {
  ++counter_;
  const r123::Philox4x64::ctr_type block = r123::Philox4x64{}({{counter_, 0, 0, 0}}, {{key_[0], key_[1]}});
  for (std::uint32_t i = 0; i < block_size; ++i) block_[i] = block[i];
  used_ = 0;
}

std::uint64_t Rng::below(std::uint64_t n) {
  NEARSIM_CHECK(n > 0, "a draw below zero choices");
  // Lemire, "Fast random integer generation in an interval" (2019): the high half of a product is uniform
  // once the few low halves that would favour some results are refused.
  Wide product = Wide{bits()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t refused = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < refused) product = Wide{bits()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

Duration Rng::between(Duration lo, Duration hi) {
  NEARSIM_CHECK(lo <= hi, "a draw between bounds in the wrong order");
  const auto first = static_cast<std::uint64_t>(lo.count());
  const std::uint64_t span = static_cast<std::uint64_t>(hi.count()) - first;
  const std::uint64_t offset = span == ~std::uint64_t{0} ? bits() : below(span + 1);
  return Duration{static_cast<std::int64_t>(first + offset)};
}

bool Rng::chance(Ratio p) { return static_cast<std::int64_t>(below(1'000'000)) < p.ppm; }

double Rng::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

Duration Rng::exponential(Duration mean) {
  NEARSIM_CHECK(mean >= Duration::zero(), "an exponential draw with a negative mean");
  const double draw = -fmath::log(1.0 - uniform()) * static_cast<double>(mean.count());
  return draw < 9.2e18 ? Duration{static_cast<std::int64_t>(draw)} : forever;
}

double Rng::normal() {
  const double radius = fmath::sqrt(-2.0 * fmath::log(1.0 - uniform()));
  return radius * fmath::cos(two_pi * uniform());
}

}  // namespace nearsim::base
