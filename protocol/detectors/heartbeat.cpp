#include "protocol/detectors/heartbeat.hpp"

namespace nearsim::protocol {

bool runs(const Heartbeat& settings, Platform platform) {
  return settings.runs_on == RunsOn::everything || platform == Platform::ios || platform == Platform::macos;
}

Pulse start_pulse(const Heartbeat& settings, Instant now) { return {.next = now + settings.interval}; }

bool period_ended(const Heartbeat& settings, Pulse& pulse, Instant now) {
  // A timer that fires late fires once.
  pulse.next += ((now - pulse.next) / settings.interval + 1) * settings.interval;
  if (settings.counts == Misses::silence) pulse.misses = pulse.heard ? 0 : pulse.misses + 1;
  else if (!pulse.missed) pulse.misses = 0;  // the last send went well
  pulse.heard = pulse.missed = false;
  return settings.counts == Misses::silence && pulse.misses >= settings.misses;
}

bool send_refused(const Heartbeat& settings, Pulse& pulse) {
  if (settings.counts != Misses::thrown_sends || pulse.next == base::never) return false;
  pulse.missed = true;
  return ++pulse.misses >= settings.misses;
}

}  // namespace nearsim::protocol
