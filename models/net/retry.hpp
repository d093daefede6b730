// When a reliable sender tries again: after `initial`, the same a few times more, then doubling up to `cap`.
// With initial 1 s and steady 4 this is Darwin's SYN schedule: 0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 s.
#pragma once

#include "sim/base/time.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;

struct Retry {
  base::Duration initial = 200ms;  // Linux's and Darwin's practical minimum RTO; RFC 6298 itself says 1 s
  int steady = 0;                  // further retries at the initial interval before it doubles
  base::Duration cap = 60s;        // RFC 6298 (2.5): an upper bound, if any, is at least 60 s

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("initial", s.initial, "wait before the first retry");
    v("steady", s.steady, "further retries at that interval before it doubles");
    v("cap", s.cap, "longest interval");
  }
  bool operator==(const Retry&) const = default;
};

// The wait before retry number n (0 is the first retry).
[[nodiscard]] base::Duration interval(const Retry&, int n);

// One sender's place in its schedule.  It moves by arithmetic only, so a sender behind a dead way needs no
// events: when the way comes back, skip_to() says when the next retry would have been due anyway.
struct RetrySchedule {
  base::Instant next = base::never;
  int retries = 0;

  void start(const Retry&, base::Instant now);    // the first transmission, at `now`, failed
  void advance(const Retry&);                     // the retry at `next` failed too
  void skip_to(const Retry&, base::Instant now);  // pass over the retries before `now`
};

}  // namespace nearsim::net
