// How long until a scanner hears an advertiser: the first advertising event that lies in a scan window.  The
// two periods beat against each other, which makes the wait anything but memoryless: at unlucky intervals it
// has several modes and, without the random delay of each event, may never end.
//
//     advertiser   |37 38 39|   interval + U[0, 10 ms]   |37 38 39|        ...
//     scanner      [ window on 37 ]   [ window on 38 ]   [ window on 39 ]  ... one channel each interval
//
// Bluetooth Core Specification (events, delay, channels); "Bluetooth Low Energy device discovery" by Kindt
// and others treats the same question analytically.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"

namespace nearsim::radio::ble {

using namespace std::chrono_literals;

// Apple's accessory design guidelines (QA1931): the intervals that an iOS scanner is sure to see in the end.
inline constexpr std::array<base::Duration, 10> accepted_intervals = {
    20ms, 152'500us, 211'250us, 318'750us, 417'500us, 546'250us, 760ms, 852'500us, 1'022'500us, 1'285ms};

struct Advertising {
  base::Duration interval =
      152'500us;                // ours, of Apple's list: which of them iOS itself uses is not published
  base::Duration delay = 10ms;  // Core Specification: uniform up to this, before each event
  base::Duration packet =
      446us;  // 31 bytes of payload and preamble, header, address at 1 Mbit/s, inter-frame
  base::Duration channel_step =
      1'500us;  // ours: from one channel's packet to the next; at most 10 ms allowed
  int channels = 3;
  bool operator==(const Advertising&) const = default;
};

struct Scanning {
  base::Duration interval = 40ms;  // widely quoted for iOS in the foreground: 30 of 40 ms; from memory
  base::Duration window = 30ms;
  bool operator==(const Scanning&) const = default;
};

// From the first event on to the start of the event that is heard, if it begins `phase` after a scan window
// does; the packet must lie in the window as a whole. `hit` is the chance that a packet inside a window is
// received.  None if not within `limit`.
[[nodiscard]] std::optional<base::Duration> until_heard(const Advertising&, const Scanning&,
                                                        base::Duration phase, double hit,
                                                        base::Duration limit, base::Rng&);

}  // namespace nearsim::radio::ble
