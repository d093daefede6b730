// A Bluetooth LE connection: the two meet at every connection interval, and believe in each other until the
// supervision timeout has passed without a packet.
//
//     last packet ...|.x.|.x.|.x.|   interval 30 ms, supervision 720 ms: 24 missed meetings, then both know
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio::ble {

using namespace std::chrono_literals;

struct Connection {
  base::Duration interval = 30ms;      // widely quoted for iOS; from memory.  15 ms for input devices
  int latency = 0;                     // meetings the peripheral may skip
  base::Duration supervision = 720ms;  // widely quoted for iOS, and google/bumble's default
  int packets = 5;                     // in one meeting: Apple forum 773555; 4 on older systems
  base::Bytes payload{242};            // of one packet with an MTU of 244, the same source
  bool operator==(const Connection&) const = default;
};

// What Apple accepts from an accessory, by the time of its guidelines.
enum class Rules : std::uint8_t { old, later, newest };
[[nodiscard]] constexpr auto names_of(Rules) {
  return std::array<std::string_view, 3>{"old", "later", "newest"};
}
// In one sentence what is wrong with these parameters, if the range of intervals is least..most.
[[nodiscard]] std::optional<std::string_view> refused(const Connection&, base::Duration least,
                                                      base::Duration most, Rules);

// The most it can carry: packets a meeting.  5 of 242 bytes at 15 ms are 645 kbit/s; 300-400 were measured.
[[nodiscard]] base::BitRate ceiling(const Connection&);
// Until a message of this size is through, if it is given to the radio at a random instant: on average half
// an interval, and one more for every `packets`.  Exactly: from `offset` after the last meeting on.
[[nodiscard]] base::Duration transfer_time(const Connection&, base::Bytes, base::Duration offset);

[[nodiscard]] base::Instant noticed_lost(const Connection&, base::Instant last_packet);
[[nodiscard]] std::int64_t missed_meetings(const Connection&);

}  // namespace nearsim::radio::ble
