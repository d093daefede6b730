// The connection to a signalling server, where a design has one: how it is made again when it ends.
#pragma once

#include <array>
#include <string_view>

#include "protocol/settings.hpp"

namespace nearsim::protocol {

enum class Zeroed : std::uint8_t { by_signalling, by_any_peer };
[[nodiscard]] constexpr auto names_of(Zeroed) {
  return std::array<std::string_view, 2>{"by_signalling", "by_any_peer"};
}
enum class Kept : std::uint8_t { always, while_counting, never };
[[nodiscard]] constexpr auto names_of(Kept) {
  return std::array<std::string_view, 3>{"always", "while_counting", "never"};
}

struct SignallingPolicy {
  bool used = false;
  Duration base = 5s;
  int factor = 2;
  Duration cap = 30s;
  Ratio jitter{};
  int max_attempts = 0;
  bool survives_failed_attempt = true;
  bool counts_twice = false;
  bool closed_peer_schedules = false;
  Zeroed attempts = Zeroed::by_signalling;
  Kept identity = Kept::always;
  bool awaited = false;
  Duration ping{};
  bool operator==(const SignallingPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("used", s.used, "peers are met through a signalling server");
    v("base", s.base, "delay before the first attempt to connect again", any_time);
    v("factor", s.factor, "each further delay is this many times the last", limits(1, 10));
    v("cap", s.cap, "no delay is longer, before jitter", any_time);
    v("jitter", s.jitter, "uniform, plus or minus this share of the delay", limits(Ratio{0}, base::certain));
    v("max_attempts", s.max_attempts, "give up after so many; 0: never", limits(0, 1'000'000));
    v("survives_failed_attempt", s.survives_failed_attempt,
      "an attempt that fails is followed by another; otherwise only the end of a standing connection is");
    v("counts_twice", s.counts_twice, "two callbacks report one failure, and each schedules an attempt");
    v("closed_peer_schedules", s.closed_peer_schedules,
      "closing a peer schedules an attempt although the connection stands");
    v("attempts", s.attempts, "begin again at none when signalling stands, or when any peer connects");
    v("identity", s.identity,
      "the name at the server survives: always, while attempts are counted, or never");
    v("awaited", s.awaited,
      "invitations and restarts wait until the server is connected, and are sent then; otherwise they are "
      "lost");
    v("ping", s.ping,
      "the device looks this often whether the server still answers; 0: only when it has something to say",
      any_time);
  }
};

}  // namespace nearsim::protocol
