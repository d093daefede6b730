// Virtual time.  A Duration is a count of nanoseconds, an Instant is a point on a clock that nobody can read:
// the clock type is incomplete, so `VirtualClock::now()` does not compile and every function that needs the
// time must be handed it.  Bare numbers do not convert; write 1200ms.
#pragma once

#include <chrono>
#include <cstdint>

namespace nearsim::base {

using namespace std::chrono_literals;

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<struct VirtualClock, Duration>;

inline constexpr Instant never = Instant::max();  // a deadline that does not exist
inline constexpr Duration forever = Duration::max();

// t + d, where d may be `forever` and t may be `never`: saturates instead of overflowing.
[[nodiscard]] constexpr Instant later(Instant t, Duration d) { return d > never - t ? never : t + d; }

// Of several; a list would lie in memory first.
[[nodiscard]] constexpr Instant earliest(Instant first) { return first; }
template <class... More>
[[nodiscard]] constexpr Instant earliest(Instant first, Instant second, More... more) {
  return earliest(second < first ? second : first, more...);
}

[[nodiscard]] constexpr std::int64_t nanoseconds(Duration d) { return d.count(); }
[[nodiscard]] constexpr std::int64_t nanoseconds(Instant t) { return t.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant at(Duration since_start) { return Instant{since_start}; }

}  // namespace nearsim::base
