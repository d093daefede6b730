// Heartbeat.  A beat each period, and a count of misses in a row.  What is a miss decides everything: a send
// that only enqueues is never refused, so who counts refused sends waits for ever; who counts periods without
// a word from the peer needs the peer to beat as well.
#pragma once

#include "protocol/detector_settings.hpp"
#include "protocol/link.hpp"

namespace nearsim::protocol {

[[nodiscard]] bool runs(const Heartbeat& settings, Platform platform);
[[nodiscard]] Pulse start_pulse(const Heartbeat& settings, Instant now);

// A period ends (before its beat is sent), or a send was refused.  True: too many misses in a row.
[[nodiscard]] bool period_ended(const Heartbeat& settings, Pulse& pulse, Instant now);
[[nodiscard]] bool send_refused(const Heartbeat& settings, Pulse& pulse);

}  // namespace nearsim::protocol
