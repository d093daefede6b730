// What a Wi-Fi network and its stations do, each number with its source.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio::wifi {

using namespace std::chrono_literals;

enum class Isolation : std::uint8_t { none, clients };
[[nodiscard]] constexpr auto names_of(Isolation) {
  return std::array<std::string_view, 2>{"none", "clients"};
}
enum class PowerSave : std::uint8_t { off, on };
[[nodiscard]] constexpr auto names_of(PowerSave) { return std::array<std::string_view, 2>{"off", "on"}; }

// When a station looks for another access point, and which one it takes.  Apple HT203068, "About wireless
// roaming": one line each for iPhones and for Macs.
struct Roaming {
  int below_dbm = -70;     // only a station that hears its access point more weakly than this looks
  int gain_active = 8;     // dB that another one has to be better, while data is exchanged ...
  int gain_idle = 12;      // ... and while it is not
  int five_ghz_dbm = -65;  // one at 5 GHz that is heard above this goes before any at 2.4 GHz
  bool operator==(const Roaming&) const = default;
};
inline constexpr Roaming iphone_roaming{};
inline constexpr Roaming mac_roaming{-75, 12, 12, -68};

struct Settings {
  // --- the air
  int sent_dbm = 15;     // ours: a phone; access points alike, so that both directions reach equally far
  int noise_figure = 7;  // dB; ns-3's RxNoiseFigure
  base::Ratio busy{};    // share of the air that strangers take on every channel
  base::Duration foreign = 1ms;  // ours: how long one of them holds it at a time
  int attempts = 7;              // 802.11, ns-3's FrameRetryLimit
  base::Duration wired = 500us;  // ours: an access point and the cable between two of them

  // --- the network
  Isolation isolation = Isolation::none;
  PowerSave power_save = PowerSave::on;
  base::Duration beacon = 102'400us;  // 100 TU: the default of everybody
  int dtim = 1;  // multicast and dozing stations are served each so many beacons; 1 to 3 are usual
  base::Duration doze_after = 500ms;  // "From GSM to LTE", p. 405: about half a second idle

  // --- coming and going
  base::Duration scan_least =
      50ms;  // silence for each channel scanned: 50 to 120 ms (ns-3: probe wait, beacon wait)
  base::Duration scan_most = 120ms;
  base::Duration associate = 50ms;   // TI SWRU423A: from 50 ms
  Roaming roaming = iphone_roaming;  // of stations that nothing else is said of
  int lost_dbm = -85;                // ours: beacons at 6 Mbit/s are no longer heard reliably below
  int missed_beacons = 10;           // ns-3's MaxMissedBeacons: then the network is lost
  base::Duration look_again = 10s;   // ours: between scans without a network
  // Pei and others, arXiv 1701.02528, of 0.4 G set-ups: 45 % fail, 15 % of
  // the others take more than 5 s and 5 % more than 10.  Off, for phones here know their network.
  base::Ratio joins_fail{};            // 45 % there
  base::Ratio joins_slow{};            // of the others: 44 % there, with the mean below
  base::Duration slow_join = 4'551ms;  // ours: exponential, which with 44 % meets both of their points
  base::Duration scan_every = 0s;  // 0: no scans while associated; macOS and iOS scan for location and AWDL
  bool operator==(const Settings&) const = default;
};

}  // namespace nearsim::radio::wifi
