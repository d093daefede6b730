#include "models/radio/awdl/meeting.hpp"

#include <algorithm>
#include <vector>

namespace nearsim::radio::awdl {
namespace {

struct Span {
  base::Instant begin, end;
  [[nodiscard]] base::Duration length() const { return end - begin; }
};

base::Instant slot_begin(base::Instant origin, base::Instant t) { return t - in_cycle(origin, t) % slot; }

std::size_t index(base::Instant origin, base::Instant t) {
  return static_cast<std::size_t>(slot_at(origin, t));
}

// The part of the slot that holds `t` in which the radio is there: all of it but the time to change channel.
Span there(const Presence& p, base::Instant t, base::Duration switching) {
  const base::Instant begin = slot_begin(p.origin, t);
  const Channel here = p.channel_at(begin);
  const Channel before = p.channel_at(begin - base::Duration{1});
  const bool changes = before != here && before != off;  // from nothing a radio can change in good time
  return {changes ? begin + switching : begin, begin + slot};
}

// The same, without the edges in which a sender keeps quiet.  Empty if this slot carries no such frame.
Span may_send(const Presence& p, base::Instant t, const Guards& guards, Cast cast) {
  const Span whole = there(p, t, guards.switching);
  const std::size_t i = index(p.origin, t);
  const bool closed = cast == Cast::multicast && (guards.multicast_slots >> i & 1u) == 0;
  if (p.tuned[i] == off || closed) return {whole.end, whole.end};
  const base::Duration edge = cast == Cast::multicast ? guards.multicast_edge : guards.edge;
  return {whole.begin + edge, std::max(whole.begin + edge, whole.end - edge)};
}

// f(Span) for each piece of [from, from + a cycle and a slot) in which a can send and b hears, in order,
// until f says stop.  Two clocks cut the time into at most 34 pieces.
enum class Walk : std::uint8_t { on, stop };
template <class F>
void walk(const Presence& a, const Presence& b, base::Instant from, const Guards& guards, Cast cast, F f) {
  const base::Instant limit = from + cycle + slot;
  for (base::Instant t = from; t < limit;) {
    const Span sends = may_send(a, t, guards, cast);
    const Span hears = there(b, t, guards.switching);
    const base::Instant next = std::min(slot_begin(a.origin, t), slot_begin(b.origin, t)) + slot;
    if (a.channel_at(t) != off && a.channel_at(t) == b.channel_at(t)) {
      const Span both{std::max({sends.begin, hears.begin, t}), std::min(sends.end, next)};
      if (both.begin < both.end && f(both) == Walk::stop) return;
    }
    t = next;
  }
}

}  // namespace

base::Instant next_meeting(const Presence& a, const Presence& b, base::Instant from, base::Duration air_time,
                           const Guards& guards, Cast cast) {
  base::Instant found = base::never;
  base::Instant joined = base::never;  // where the piece before ended, if this one goes on from there
  base::Instant start = from;
  walk(a, b, from, guards, cast, [&](const Span& s) {
    if (s.begin != joined) start = s.begin;  // b may begin a slot amid one of a's: the frame does not mind
    joined = s.end;
    if (s.end - start < air_time) return Walk::on;
    found = start;
    return Walk::stop;
  });
  return found;
}

base::Instant next_sending(const Presence& a, base::Instant from, base::Duration air_time,
                           const Guards& guards, Cast cast) {
  return next_meeting(a, a, from, air_time, guards, cast);
}

base::Duration meeting_time(const Presence& a, const Presence& b, const Guards& guards) {
  base::Duration sum{};
  const base::Instant begin = a.origin;
  walk(a, b, begin, guards, Cast::unicast, [&](const Span& s) {
    const Span inside{s.begin, std::min(s.end, begin + cycle)};
    if (inside.begin < inside.end) sum += inside.length();
    return Walk::on;
  });
  return sum;
}

base::Duration mean_wait(const Presence& a, const Presence& b, const Guards& guards) {
  const base::Instant first = next_meeting(a, b, a.origin, base::Duration{1}, guards);
  if (first == base::never) return base::forever;
  std::vector<Span> pieces;
  walk(a, b, first, guards, Cast::unicast, [&](const Span& s) {
    pieces.push_back(s);
    return Walk::on;
  });
  double squares = 0;
  base::Instant covered = first;
  for (const Span& piece : pieces) {
    const base::Instant begin = std::min(piece.begin, first + cycle);
    if (begin > covered) {
      const auto gap = static_cast<double>((begin - covered).count());
      squares += gap * gap;
    }
    covered = std::max(covered, piece.end);
  }
  return base::Duration{static_cast<std::int64_t>(squares / (2.0 * static_cast<double>(cycle.count())))};
}

base::Duration longest_absence(const Sequence& tuned, Channel channel, base::Duration switching) {
  const int present = slots_on(tuned, channel);
  if (present == 0) return base::forever;
  if (present == slots_in_cycle) return base::Duration{0};
  int longest = 0, run = 0;
  for (int i = 0; i < 2 * slots_in_cycle; ++i) {  // twice round, for the run across the end
    run = tuned[static_cast<std::size_t>(i % slots_in_cycle)] == channel ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  return longest * slot + switching;
}

}  // namespace nearsim::radio::awdl
