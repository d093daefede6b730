// How long a frame is in the air: preamble, then whole symbols, or for 802.11b plain bits.
//
//     |<- preamble ->|<-------- symbols ------->|
//        20 us          ceil((22 + bits) / bits per symbol) * 4 us          802.11a
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace nearsim::radio {

using namespace std::chrono_literals;

// One way of putting bits on the air.
struct Mode {
  std::string_view name;  // "a54": unique
  base::Duration preamble{};
  base::Duration symbol{};  // 0: bits go one by one (802.11b)
  std::int64_t bits_per_symbol = 0;
  std::int64_t bits_per_second = 0;  // nominal
  std::int64_t framing_bits = 0;     // service field and tail: before and behind the frame
  std::uint8_t mcs = 0;              // whose error rates it has (error_rate.hpp)
};

[[nodiscard]] base::Duration air_time(const Mode& mode, std::int64_t bits);

// The access timing of a standard.
struct Timing {
  base::Duration sifs{}, slot{};
  int cw_min = 15, cw_max = 1023;
  [[nodiscard]] base::Duration aifs(int slots) const { return sifs + slots * slot; }
  [[nodiscard]] base::Duration difs() const { return aifs(2); }
};

// ns-3, src/wifi: ConfigureStandard.
inline constexpr Timing timing_b{10us, 20us, 31, 1023};
inline constexpr Timing timing_a{16us, 9us, 15, 1023};  // also n, ac and ax at 5 GHz
inline constexpr Timing timing_g{10us, 9us, 15, 1023};

[[nodiscard]] Mode mode_b(double megabits);           // 1, 2, 5.5, 11; long preamble
[[nodiscard]] Mode mode_a(int megabits);              // 6, 12, 18, 24, 36, 48, 54
[[nodiscard]] Mode mode_ax(int mcs, int megahertz);   // 0..11 at 20, 40 or 80 MHz, one stream, 0.8 us guard
[[nodiscard]] const std::vector<Mode>& modes_a();     // slowest first
[[nodiscard]] Mode control_mode_a(const Mode& data);  // of its acknowledgement: 6, 12 or 24 Mbit/s
[[nodiscard]] Mode control_mode_b(const Mode& data);  // 1 or 2 Mbit/s
inline constexpr std::int64_t ack_bits = 14 * 8;      // and of a CTS
inline constexpr std::int64_t rts_bits = 20 * 8;

// Thermal noise in the bandwidth at the receiver: -174 dBm/Hz and a noise figure (7 dB: ns-3's default).
[[nodiscard]] double noise_dbm(double megahertz, double noise_figure_db = 7);

}  // namespace nearsim::radio
