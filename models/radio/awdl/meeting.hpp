// When two radios are on one channel.  A frame goes out only where both sequences name the same channel, and
// not near the edges of the sender's slot: clocks differ by up to the guard, and a radio that changes channel
// needs time to.  Everything else waits, for up to a cycle.
//
//     sender    |g ############# g|      p      |g ...
//     receiver   | p (switching) ####|   off    |
//                      ^^^^^^^^^^ usable
#pragma once

#include "models/radio/awdl/sequence.hpp"

namespace nearsim::radio::awdl {

struct Presence {  // of one radio: its sequence, and when its clock counted the first window
  base::Instant origin{};
  Sequence tuned{};
  [[nodiscard]] Channel channel_at(base::Instant t) const {
    return tuned[static_cast<std::size_t>(slot_at(origin, t))];
  }
};

struct Guards {
  base::Duration edge = 3 * tu;             // OWL: nothing is sent this close to either edge of a slot
  base::Duration switching = 8 * tu;        // MobiCom 2018: a change of channel takes 8 ms and more
  base::Duration multicast_edge = 16 * tu;  // OWL
  std::uint16_t multicast_slots = 1u << 0 | 1u << 10;  // OWL: slots 0 and 10 only

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("edge", s.edge, "of a slot, in which nothing is sent");
    v("switching", s.switching, "to another channel");
    v("multicast_edge", s.multicast_edge, "of a slot, in which no multicast is sent");
  }
  bool operator==(const Guards&) const = default;
};

// The first instant from `from` on at which a frame of this length can be sent by `a` and is heard by `b`;
// never if their sequences do not meet.
[[nodiscard]] base::Instant next_meeting(const Presence& a, const Presence& b, base::Instant from,
                                         base::Duration air_time, const Guards&, Cast = Cast::unicast);
// ... at which a frame can be sent at all, heard or not.
[[nodiscard]] base::Instant next_sending(const Presence& a, base::Instant from, base::Duration air_time,
                                         const Guards&, Cast);

// Of one cycle, the time in which a can send to b.
[[nodiscard]] base::Duration meeting_time(const Presence& a, const Presence& b, const Guards&);
// The mean wait of a frame that comes at a random time: the sum of squared gaps over twice the cycle.
[[nodiscard]] base::Duration mean_wait(const Presence& a, const Presence& b, const Guards&);
// The longest time in a cycle during which the radio is not on this channel: what an access point's traffic
// waits.
[[nodiscard]] base::Duration longest_absence(const Sequence& tuned, Channel, base::Duration switching);

}  // namespace nearsim::radio::awdl
