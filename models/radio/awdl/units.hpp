// AWDL's clockwork in the protocol's own units.  A time unit (TU) is 1.024 ms; a radio wakes for availability
// windows of 16 TU; four of them in a row are one slot, on one channel; 16 slots are one cycle.
//
//     window counter   0 1 2 3 | 4 5 6 7 | ...            slot = (counter / 4) mod 16
//     slot             |-- 0 --|-- 1 --| ... |-- 15 --|   65.536 ms each, 1.048576 s in all
//
// Values: the open implementation OWL, captures of 2018 and of 2026 agree on them (278 of 278 frames for the
// window, 1397 of 1397 for the slot index); so do the published reverse-engineering (Stute, Kreitschmann,
// Hollick, MobiCom 2018).
#pragma once

#include <cstdint>

#include "models/radio/air_interface.hpp"
#include "sim/base/time.hpp"

namespace nearsim::radio::awdl {

using namespace std::chrono_literals;

using Channel = std::uint8_t;  // a Wi-Fi channel of 2.4 or 5 GHz; 0: the radio is elsewhere or off
inline constexpr Channel off = 0;

inline constexpr base::Duration tu = 1'024us;  // IEEE 802.11
inline constexpr base::Duration window = 16 * tu;
inline constexpr int windows_in_slot = 4;  // "presence mode"
inline constexpr int slots_in_cycle = 16;
inline constexpr base::Duration slot = windows_in_slot * window;
inline constexpr base::Duration cycle = slots_in_cycle * slot;

// Where in its cycle a clock is that counted its first window at `origin`; before `origin` too.
[[nodiscard]] constexpr base::Duration in_cycle(base::Instant origin, base::Instant t) {
  const base::Duration since = (t - origin) % cycle;
  return since < base::Duration{0} ? since + cycle : since;
}
[[nodiscard]] constexpr int slot_of_window(std::int64_t counter) {
  return static_cast<int>(counter / windows_in_slot % slots_in_cycle);
}
[[nodiscard]] constexpr int slot_at(base::Instant origin, base::Instant t) {
  return static_cast<int>(in_cycle(origin, t) / slot);
}
// TU until the next slot begins, for a clock that shows `tus`: what a synchronisation frame announces.
[[nodiscard]] constexpr std::int64_t to_next_slot(std::int64_t tus) { return slot / tu - tus % (slot / tu); }

// The distance by which clock `b` is behind clock `a`, the short way round the cycle.
[[nodiscard]] constexpr base::Duration phase_between(base::Instant a, base::Instant b) {
  const base::Duration behind = in_cycle(a, b);
  return behind > cycle / 2 ? behind - cycle : behind;
}

}  // namespace nearsim::radio::awdl
