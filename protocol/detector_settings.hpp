// Family 3, liveness: is it still alive?  All detectors run; each may raise a symptom.
#pragma once

#include <variant>

#include "protocol/settings.hpp"
#include "protocol/stage_settings.hpp"

namespace nearsim::protocol {

enum class Clock : std::uint8_t { monotonic, wall };
[[nodiscard]] constexpr auto names_of(Clock) { return std::array<std::string_view, 2>{"monotonic", "wall"}; }

// Beats sent on a timer, and a verdict of silence when nothing was heard for too long.
struct KeepAlive {
  static constexpr std::string_view name = "keep_alive";
  Duration interval = 2s;
  Duration jitter_min = 0ms;
  Duration jitter_max = 0ms;
  Duration send_delay = 0ms;
  Duration timeout = 6s;
  Duration poll = 1s;
  Clock clock = Clock::monotonic;
  Milestone from = Milestone::usable;
  bool watch_from_connected = true;
  bool echo = false;
  bool gossip = false;
  bool send_survives_disconnect = false;
  bool operator==(const KeepAlive&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("interval", s.interval, "period between beats", any_time);
    v("jitter_min", s.jitter_min, "least addition to the period, drawn once when the beats start", any_time);
    v("jitter_max", s.jitter_max, "greatest addition to the period", any_time);
    v("send_delay", s.send_delay, "from the timer's firing to the send", any_time);
    v("timeout", s.timeout, "silence longer than this raises the symptom silent", any_time_or_none);
    v("poll", s.poll, "silence is looked for this often, counted from the engine's start; 0: at once",
      any_time);
    v("clock", s.clock, "the clock that silence is measured on");
    v("from", s.from, "the milestone at which beats start");
    v("watch_from_connected", s.watch_from_connected,
      "silence counts from the connection; otherwise only from the first thing heard or the handshake");
    v("echo", s.echo, "answer every beat with a beat");
    v("gossip", s.gossip, "a beat carries the peers that its sender is connected to");
    v("send_survives_disconnect", s.send_survives_disconnect,
      "a delayed send goes on after the peer is gone");
  }
};

enum class Over : std::uint8_t { stream, new_connection };
[[nodiscard]] constexpr auto names_of(Over) {
  return std::array<std::string_view, 2>{"stream", "new_connection"};
}

// A question to each connected peer at every tick of one clock, and a verdict after several without answer.
struct HealthCheck {
  static constexpr std::string_view name = "health_check";
  Duration interval = 60s;
  Duration timeout = 10s;
  int failures = 3;
  Over over = Over::stream;
  bool needs_entry = false;
  bool operator==(const HealthCheck&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("interval", s.interval, "between ticks, counted from the engine's start", limits(1ms, longest_setting));
    v("timeout", s.timeout, "how long an answer may take", any_time);
    v("failures", s.failures, "so many in a row raise the symptom silent", limits(1, 1'000'000));
    v("over", s.over,
      "ask on the link itself, or on a connection made for the question and dropped after it");
    v("needs_entry", s.needs_entry, "a peer whose connection is not in the registry's map is lost at once");
  }
};

using Detector = std::variant<KeepAlive, HealthCheck>;

}  // namespace nearsim::protocol
