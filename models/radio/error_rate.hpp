// From the ratio of signal to noise (and interference) to the chance that a frame is lost, and to the rate
// that a sender chooses.  Between the published points the logarithm of the odds is a straight line in
// decibels, and beyond them it goes on as it came:
//
//     PER  1 |----.
//         .5 |     \        the tables hold .9, .5, .1 and .01
//          0 |      `-----  SNR
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/radio/phy.hpp"

namespace nearsim::radio {

enum class Fading : std::uint8_t { none, multipath };  // multipath: rates averaged over fading, 802.11g only
[[nodiscard]] constexpr auto names_of(Fading) { return std::array<std::string_view, 2>{"none", "multipath"}; }

// How bits are protected; MCS 10 and 11 exist with LDPC only.
enum class Coding : std::uint8_t { bcc, ldpc };

// PER of a frame of `bytes` at this modulation, MCS 0..11.
[[nodiscard]] double error_rate(std::uint8_t mcs, double snr_db, std::int64_t bytes, Fading = Fading::none,
                                Coding = Coding::bcc);
[[nodiscard]] double snr_for(std::uint8_t mcs, double error_rate, Fading = Fading::none,
                             Coding = Coding::bcc);  // at the reference length

// The fastest of the modes (slowest first) whose PER stays below a tenth for the reference length; the
// slowest, if none does.  ours: ideal knowledge of the SNR, where real senders probe.
[[nodiscard]] const Mode& choose_mode(const std::vector<Mode>& modes, double snr_db, Fading = Fading::none);

}  // namespace nearsim::radio
