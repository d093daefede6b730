// Family 3, liveness: is it still alive?  All detectors run; each may raise a symptom.
#pragma once

#include <variant>

#include "protocol/settings.hpp"
#include "protocol/stage_settings.hpp"

namespace nearsim::protocol {

enum class Clock : std::uint8_t { monotonic, wall };
[[nodiscard]] constexpr auto names_of(Clock) { return std::array<std::string_view, 2>{"monotonic", "wall"}; }

// Ticks that were missed in a sleep: as tokio's MissedTickBehavior has them.
enum class Missed : std::uint8_t { skip, delay, burst };
[[nodiscard]] constexpr auto names_of(Missed) {
  return std::array<std::string_view, 3>{"skip", "delay", "burst"};
}

// Beats sent on a timer, and a verdict of silence when nothing was heard for too long.
struct KeepAlive {
  static constexpr std::string_view name = "keep_alive";
  Duration interval = 2s;
  Duration jitter_min = 0ms;
  Duration jitter_max = 0ms;
  Duration send_delay = 0ms;
  Duration timeout = 6s;
  Duration poll = 1s;
  Missed missed = Missed::skip;
  Clock clock = Clock::monotonic;
  Milestone from = Milestone::usable;
  bool watch_from_connected = true;
  bool echo = false;
  bool gossip = false;
  bool one_timer = false;
  Duration own_sleep = base::forever;
  bool spares_mute = false;
  bool send_survives_disconnect = false;
  bool send_refreshes = false;
  Duration oldest = base::forever;
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
    v("missed", s.missed,
      "what becomes of beats that were slept through: none, and the old rhythm; none, and a new rhythm from "
      "now; or all of them at once");
    v("clock", s.clock, "the clock that silence is measured on");
    v("from", s.from, "the milestone at which beats start");
    v("watch_from_connected", s.watch_from_connected,
      "silence counts from the connection; otherwise only from the first thing heard or the handshake");
    v("echo", s.echo, "answer every beat with a beat");
    v("gossip", s.gossip, "a beat carries the peers that its sender is connected to");
    v("one_timer", s.one_timer,
      "one timer from the engine's start beats to every connected peer, handshaken or not; otherwise one a "
      "link");
    v("own_sleep", s.own_sleep, "woken so much later than planned, silence is counted anew: it was our own",
      any_time_or_none);
    v("spares_mute", s.spares_mute,
      "a peer that has not said hello on this connection may have no beats: its silence says nothing");
    v("send_survives_disconnect", s.send_survives_disconnect,
      "a delayed send goes on after the peer is gone");
    v("send_refreshes", s.send_refreshes, "sending a beat counts as having heard the peer");
    v("oldest", s.oldest,
      "a beat whose timestamp is older than this on arrival is no sign of life; supposes clocks that agree",
      any_time_or_none);
  }
};

enum class Over : std::uint8_t { stream, new_connection };
[[nodiscard]] constexpr auto names_of(Over) {
  return std::array<std::string_view, 2>{"stream", "new_connection"};
}

// One task for each question; one that asks in turn and awaits each answer; or such a one that meanwhile
// holds the lock of the connection map, so that nothing can be entered or taken out.
enum class Awaits : std::uint8_t { apart, in_turn, holding_lock };
[[nodiscard]] constexpr auto names_of(Awaits) {
  return std::array<std::string_view, 3>{"apart", "in_turn", "holding_lock"};
}

// A question to each connected peer at every tick of one clock, and a verdict after several without answer.
struct HealthCheck {
  static constexpr std::string_view name = "health_check";
  Duration interval = 60s;
  Duration timeout = 10s;
  int failures = 3;
  Over over = Over::stream;
  bool needs_entry = false;
  Awaits awaits = Awaits::apart;
  bool operator==(const HealthCheck&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("interval", s.interval, "between ticks, counted from the engine's start", period);
    v("timeout", s.timeout, "how long an answer may take", any_time);
    v("failures", s.failures, "so many in a row raise the symptom silent", limits(1, 1'000'000));
    v("over", s.over,
      "ask on the link itself, or on a connection made for the question and dropped after it");
    v("needs_entry", s.needs_entry, "a peer whose connection is not in the registry's map is lost at once");
    v("awaits", s.awaits,
      "all are asked at once; or one after the other, each for as long as its answer takes; or so, with the "
      "connection map locked until the last has answered");
  }
};

enum class Misses : std::uint8_t { silence, thrown_sends };
[[nodiscard]] constexpr auto names_of(Misses) {
  return std::array<std::string_view, 2>{"silence", "thrown_sends"};
}
enum class RunsOn : std::uint8_t { everything, apple };
[[nodiscard]] constexpr auto names_of(RunsOn) {
  return std::array<std::string_view, 2>{"everything", "apple"};
}

// Beats at a fixed period, and a verdict after so many misses in a row.
struct Heartbeat {
  static constexpr std::string_view name = "heartbeat";
  Duration interval = 5s;
  int misses = 3;
  Misses counts = Misses::silence;
  RunsOn runs_on = RunsOn::everything;
  Milestone from = Milestone::usable;
  bool operator==(const Heartbeat&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("interval", s.interval, "period between beats", period);
    v("misses", s.misses, "so many in a row raise the symptom silent", limits(1, 1'000));
    v("counts", s.counts, "a miss is a period in which nothing was heard, or a send that was refused");
    v("runs_on", s.runs_on, "the platforms that beat and watch");
    v("from", s.from, "the milestone at which beats start");
  }
};

// Asks the framework for its statistics now and then.
struct QualityMonitor {
  static constexpr std::string_view name = "quality_monitor";
  Duration interval = 10s;
  Ratio loss = base::percent(10);
  Duration rtt = 500ms;
  bool cumulative = false;
  bool shared_timer = false;
  Milestone from = Milestone::usable;
  bool operator==(const QualityMonitor&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("interval", s.interval, "period between samples", period);
    v("loss", s.loss, "a greater share of lost packets raises the symptom poor_quality",
      limits(Ratio{0}, base::certain));
    v("rtt", s.rtt, "so does a longer round trip", any_time);
    v("cumulative", s.cumulative,
      "the share of all packets since the session began, not since the last sample");
    v("shared_timer", s.shared_timer,
      "one variable holds the timer for all peers: only the latest one's is stopped when its link ends");
    v("from", s.from, "the milestone at which it starts");
  }
};

enum class Restored : std::uint8_t { nothing, schedule, reopen, renew };
[[nodiscard]] constexpr auto names_of(Restored) {
  return std::array<std::string_view, 4>{"nothing", "schedule", "reopen", "renew"};
}

// Watches the device's own network.
struct NetworkWatch {
  static constexpr std::string_view name = "network_watch";
  bool suspects_all = true;
  bool restore_clears = true;
  Restored signalling = Restored::reopen;
  bool sees_switches = true;
  bool operator==(const NetworkWatch&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("suspects_all", s.suspects_all, "no network raises the symptom network_lost for every connected peer");
    v("restore_clears", s.restore_clears, "a network that is back ends what network_lost began");
    v("signalling", s.signalling,
      "what a network that is back does for a signalling connection that does not stand; `renew`: also for "
      "one that is believed to");
    v("sees_switches", s.sees_switches,
      "another network opens the signalling connection anew and raises network_switched for every connected "
      "peer");
  }
};

// Watches the path below each session, where the framework has several and says nothing of them: this
// device's own interfaces, and beats that are overdue.  No verdict on the peer: it raises path_disturbed.
struct PathWatch {
  static constexpr std::string_view name = "path_watch";
  bool sees_interfaces = true;
  Duration stale = 8s;
  bool operator==(const PathWatch&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("sees_interfaces", s.sees_interfaces,
      "an interface of this device that comes or goes raises network_switched for every connected peer");
    v("stale", s.stale,
      "nothing heard for so long raises path_disturbed, and again after as long; supposes keep_alive",
      period_or_none);
  }
};

using Detector = std::variant<KeepAlive, HealthCheck, Heartbeat, QualityMonitor, NetworkWatch, PathWatch>;

}  // namespace nearsim::protocol
