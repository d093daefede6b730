// The visitor's side of every settings struct.  A struct lists its fields once:
//
//   template <class Self, class V> static void fields(Self& s, V& v) {
//     v("window", s.window, "how long an outbound invite yields to an inbound one", limits(0ms, 1h)); }
//
// Loader, dumper, differ, sweep paths, JSON Schema, Python attributes and the reference manual are visitors
// of that one list; nothing else repeats a field's name.  `v(name, member, doc)` or `v(name, member, doc,
// limits(lo, hi))`.
#pragma once

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::protocol {

using base::Duration;
using base::Instant;
using base::Ratio;
using namespace std::chrono_literals;

template <class T>
struct Limits {
  T lo, hi;  // both allowed
};
[[nodiscard]] constexpr Limits<Duration> limits(Duration lo, Duration hi) { return {lo, hi}; }
[[nodiscard]] constexpr Limits<int> limits(int lo, int hi) { return {lo, hi}; }
[[nodiscard]] constexpr Limits<Ratio> limits(Ratio lo, Ratio hi) { return {lo, hi}; }

inline constexpr Duration longest_setting =
    24h;  // ours: far above any time-out of the field, far below overflow

// A duration field whose limit is `forever` may be switched off: `none` in a file reads as base::forever.
inline constexpr Limits<Duration> any_time{0ns, longest_setting};
inline constexpr Limits<Duration> any_time_or_none{0ns, base::forever};
// What is done again and again.  Ours: no timer of an application ticks faster, and one of a nanosecond would
// keep a run busy without end.
inline constexpr Duration shortest_period = 1ms;
inline constexpr Limits<Duration> period{shortest_period, longest_setting};
inline constexpr Limits<Duration> period_or_none{shortest_period, base::forever};

}  // namespace nearsim::protocol
