// Random numbers that do not depend on who else drew.  A stream is a pure function of (seed, name, counter),
// so a new consumer never shifts another's draws, and two profiles under one seed meet the same radio weather
// (common random numbers).
//
// Generator: Philox4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011). Key of a stream: (seed, FNV-1a 64-bit of the bytes of its name).  The counter is counted up before
// each block of four, as NumPy does, so that the draws of `Streams{Seed{s}}.stream(name)` are those of
//     numpy.random.Philox(key=[s, fnv1a_64(name)]).random_raw()
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::base {

struct Seed {
  std::uint64_t value = 0;
  auto operator<=>(const Seed&) const = default;
};

// One stream: a value of one cache line.  Copies continue alike; equal streams have equal futures.
class Rng {
 public:
  Rng() = default;
  Rng(std::uint64_t key0, std::uint64_t key1) : key_{key0, key1} {}
  // The stream of these keys after `drawn` draws: for who keeps a million streams and cannot keep a million
  // lines.
  Rng(std::uint64_t key0, std::uint64_t key1, std::uint64_t drawn);
  [[nodiscard]] std::uint64_t drawn() const { return (counter_ - 1) * block_size + used_; }

  [[nodiscard]] std::uint64_t bits() {
    if (used_ == block_size) refill();
    return block_[used_++];
  }
  [[nodiscard]] std::uint64_t below(std::uint64_t n);        // uniform in [0, n), unbiased; n > 0
  [[nodiscard]] Duration between(Duration lo, Duration hi);  // uniform in [lo, hi], both ends included
  [[nodiscard]] bool chance(Ratio p);                        // one draw whatever p is, 0 and 100 % included
  [[nodiscard]] double uniform();                            // [0, 1), 53 bits
  [[nodiscard]] Duration exponential(Duration mean);         // rounded down to nanoseconds
  [[nodiscard]] double normal();                             // mean 0, deviation 1; two draws (Box-Muller)

  bool operator==(const Rng&) const = default;

 private:
  static constexpr std::uint32_t block_size = 4;

  void refill();

  std::array<std::uint64_t, 2> key_{};
  std::uint64_t counter_ = 0;  // 2^64 blocks of four: nobody gets there
  std::array<std::uint64_t, block_size> block_{};
  std::uint32_t used_ = block_size;
};

// The 64-bit FNV-1a hash (Fowler, Noll, Vo; RFC 9923): stable, and two lines in any language.  What follows a
// text is hashed on from the hash of that text.
inline constexpr std::uint64_t hash_of_nothing = 0xcbf29ce484222325;  // FNV offset basis
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view bytes,
                                                  std::uint64_t hash = hash_of_nothing) {
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;  // FNV prime
  }
  return hash;
}

// The streams of a run, by meaning: "radio/Ana>Bob", "engine/Ana".
class Streams {
 public:
  explicit Streams(Seed seed) : seed_(seed) {}
  [[nodiscard]] Rng stream(std::string_view name) const { return Rng{seed_.value, stable_hash(name)}; }
  // The same stream by the hash of its name, after `drawn` draws.
  [[nodiscard]] Rng resume(std::uint64_t name_hash, std::uint64_t drawn) const {
    return Rng{seed_.value, name_hash, drawn};
  }
  [[nodiscard]] Seed seed() const { return seed_; }

 private:
  Seed seed_;
};

}  // namespace nearsim::base
