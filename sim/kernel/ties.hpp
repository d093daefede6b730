// Events at one instant have no natural order.  With Ties::shuffled they run in a seeded one: a keyed
// permutation of the sequence numbers, so that ties stay unique (the order stays total) while "posted first
// runs first" stops holding.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/random.hpp"

namespace nearsim::kernel {

enum class Ties { by_sequence, shuffled };

// A Feistel network of four rounds on 40 bits: whatever the round function, the whole is a bijection (Luby,
// Rackoff).
class TieShuffle {
 public:
  static constexpr int bits = 40;

  explicit TieShuffle(base::Seed seed);

  [[nodiscard]] std::uint64_t operator()(std::uint64_t sequence) const;  // sequence < 2^40
  [[nodiscard]] std::uint64_t inverse(std::uint64_t tie) const;

 private:
  std::array<std::uint64_t, 4> keys_{};
};

}  // namespace nearsim::kernel
