// Quantities with their unit in the type, so that names need not carry it and a percentage cannot be added to
// a byte count.  Radio units (Dbm, Db, Meters) are here because the scenario language reads them; models use
// them.
#pragma once

#include <compare>
#include <cstdint>

namespace nearsim::base {

// A probability or share, kept in parts per million so that it is exact and compares the same everywhere.
struct Ratio {
  std::int64_t ppm = 0;
  auto operator<=>(const Ratio&) const = default;
};
[[nodiscard]] constexpr Ratio percent(std::int64_t p) { return Ratio{p * 10'000}; }
inline constexpr Ratio none{0};
inline constexpr Ratio certain{1'000'000};

struct Bytes {
  std::int64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
};

struct BitRate {
  std::int64_t bits_per_second = 0;  // 0: unlimited
  auto operator<=>(const BitRate&) const = default;
};

// Lengths in millimetres: integers keep positions exact in files and fingerprints.
struct Meters {
  std::int64_t millimetres = 0;
  auto operator<=>(const Meters&) const = default;
};

// Signed drift of a clock in parts per billion (quartz: some tens of thousands).
struct Drift {
  std::int64_t ppb = 0;
  auto operator<=>(const Drift&) const = default;
};

}  // namespace nearsim::base
