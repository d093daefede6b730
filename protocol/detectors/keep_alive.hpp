// Keep-alive.  Two independent halves: beats that we send on a timer, and the verdict when the peer has been
// silent for too long.  The trap is in their meeting: the first beat of the peer must come before our
// patience ends, and with delays on the way to the first beat it does not.
//
//     heard ---- timeout ----|            verdict at the first poll after this
//                    first beat would have been here --->|
#pragma once

#include "protocol/detector_settings.hpp"
#include "protocol/link.hpp"
#include "protocol/message.hpp"
#include "sim/base/random.hpp"

namespace nearsim::protocol {

// The device's time as the detector needs it.  The wall clock is the monotonic one plus an offset that can
// step.
struct Now {
  Instant monotonic;
  Duration wall_offset{};
  Instant wall_stepped;  // when the offset last changed
  Instant started;       // polls are counted from here
};

[[nodiscard]] Instant read(const KeepAlive& settings, const Now& now);  // the detector's clock

// Does this message show that the peer lives?  A beat that was sent long ago does not.
[[nodiscard]] bool sign_of_life(const KeepAlive& settings, const Message& message, const Now& now);

// The period is drawn once, when the beats start, and kept.
[[nodiscard]] Beats start_beats(const KeepAlive& settings, Instant now, base::Rng& rng);

// Beats of a timer that has run since `started`, whoever is connected.
[[nodiscard]] Beats join_beats(const KeepAlive& settings, Instant now, Instant started);

// After the tick that was due at `due` and happens now.
[[nodiscard]] Instant next_beat(const KeepAlive& settings, Instant due, Duration period, Instant now);

// When silence will be noticed if nothing more is heard; never, if the link is not watched.  Silence must be
// strictly longer than the timeout.
[[nodiscard]] Instant verdict(const KeepAlive& settings, const Link& link, const Now& now);

}  // namespace nearsim::protocol
