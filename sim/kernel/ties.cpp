#include "sim/kernel/ties.hpp"

namespace nearsim::kernel {
namespace {

constexpr int half_bits = TieShuffle::bits / 2;
constexpr std::uint64_t half_mask = (std::uint64_t{1} << half_bits) - 1;

// Any function of half and key will do for uniqueness; the multipliers are splitmix64's (Steele, Lea, Flood
// 2014), which mix well enough that neighbours do not stay neighbours.
std::uint64_t round_function(std::uint64_t half, std::uint64_t key) {
  std::uint64_t z = half + key;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z >> (64 - half_bits);
}

}  // namespace

TieShuffle::TieShuffle(base::Seed seed) {
  base::Rng rng = base::Streams{seed}.stream("kernel/ties");
  for (std::uint64_t& key : keys_) key = rng.bits();
}

std::uint64_t TieShuffle::operator()(std::uint64_t sequence) const {
  std::uint64_t left = sequence >> half_bits;
  std::uint64_t right = sequence & half_mask;
  for (const std::uint64_t key : keys_) {
    const std::uint64_t next = left ^ round_function(right, key);
    left = right;
    right = next;
  }
  return left << half_bits | right;
}

std::uint64_t TieShuffle::inverse(std::uint64_t tie) const {
  std::uint64_t left = tie >> half_bits;
  std::uint64_t right = tie & half_mask;
  for (auto key = keys_.rbegin(); key != keys_.rend(); ++key) {
    const std::uint64_t previous = right ^ round_function(left, *key);
    right = left;
    left = previous;
  }
  return left << half_bits | right;
}

}  // namespace nearsim::kernel
