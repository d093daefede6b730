#include "protocol/detectors/keep_alive.hpp"

#include <algorithm>

namespace nearsim::protocol {

Instant read(const KeepAlive& settings, const Now& now) {
  return settings.clock == Clock::wall ? now.monotonic + now.wall_offset : now.monotonic;
}

bool sign_of_life(const KeepAlive& settings, const Message& message, const Now& now) {
  const auto* beat = std::get_if<Beat>(&message);
  if (beat == nullptr || settings.oldest > base::forever / 2) return true;
  const std::int64_t wall = base::nanoseconds(now.monotonic + now.wall_offset);
  return wall - beat->timestamp_ns <= settings.oldest.count();
}

Beats start_beats(const KeepAlive& settings, Instant now, base::Rng& rng) {
  const Duration lo = std::min(settings.jitter_min, settings.jitter_max);
  const Duration hi = std::max(settings.jitter_min, settings.jitter_max);
  const Duration period = settings.interval + (hi > 0ns ? rng.between(lo, hi) : 0ns);
  return {.next = now + std::max(period, Duration{1ms}), .period = std::max(period, Duration{1ms})};
}

Beats join_beats(const KeepAlive& settings, Instant now, Instant started) {
  const Duration period = std::max(settings.interval, Duration{1ms});
  return {.next = started + ((now - started) / period + 1) * period, .period = period};
}

Instant verdict(const KeepAlive& settings, const Link& link, const Now& now) {
  if (!link.connected || !link.contact->heard || settings.timeout > base::forever / 2) return base::never;
  if (settings.spares_mute && !link.contact->greeted) return base::never;
  Instant limit = *link.contact->heard + settings.timeout;
  // Who knows of its own sleep by late timers alone does not see one that lies between two of them.
  if (settings.own_sleep <= longest_setting) limit += settings.interval + settings.own_sleep;
  if (settings.clock == Clock::wall) limit = std::max(limit - now.wall_offset, now.wall_stepped);
  if (settings.poll == 0ns) return limit + 1ns;
  const auto polls = (limit - now.started) / settings.poll + 1;  // the first poll after the limit
  return now.started + polls * settings.poll;
}

Instant next_beat(const KeepAlive& settings, Instant due, Duration period, Instant now) {
  switch (settings.missed) {
    case Missed::skip: return due + ((now - due) / period + 1) * period;  // missed ones are not made up for
    case Missed::delay: return now + period;
    case Missed::burst: break;  // what was missed is due at once, tick by tick
  }
  return due + period;
}

}  // namespace nearsim::protocol
