// Family 4, recovery: what do we try for this symptom?  Each symptom has a ladder of remedies, run from the
// top: a rung that acts at once (drop, recreate, reset) is followed by the next; a rung that waits
// (reconnect) ends the climb until it gives up.
#pragma once

#include <variant>

#include "protocol/names.hpp"
#include "protocol/settings.hpp"

namespace nearsim::protocol {

enum class Symptom : std::uint8_t {
  invite_failed,          // an attempt ended without a connection
  link_failed,            // a connection ended
  silent,                 // nothing heard for too long
  handshake_timeout,      // not usable in time
  send_failed,            // the framework refused to send
  unexpected_connection,  // a gate refused to keep a connection
  path_disturbed,         // the path of a connected peer stopped to answer
  path_failed,            // ... and was given up by the framework
  poor_quality,           // too much loss, or too long a round trip
  network_lost,           // the device itself has no network
  network_switched,       // the device moved to another network
};
[[nodiscard]] constexpr auto names_of(Symptom) {
  return std::array<std::string_view, 11>{"invite_failed",     "link_failed",     "silent",
                                          "handshake_timeout", "send_failed",     "unexpected_connection",
                                          "path_disturbed",    "path_failed",     "poor_quality",
                                          "network_lost",      "network_switched"};
}

enum class Success : std::uint8_t { connected, stable };
[[nodiscard]] constexpr auto names_of(Success) {
  return std::array<std::string_view, 2>{"connected", "stable"};
}

struct Reconnect {  // exponential backoff
  static constexpr std::string_view name = "reconnect";
  Duration base = 500ms;
  int factor = 2;
  Duration cap = 30s;
  Ratio jitter{};
  bool jitter_after_cap = false;
  int max_attempts = 0;
  Success counts_from = Success::stable;
  bool ends_when_lost = true;
  Duration after_recreation = 0ms;
  Duration recreation_recent = 0ms;
  bool operator==(const Reconnect&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("base", s.base, "delay before the first retry", any_time);
    v("factor", s.factor, "each further delay is this many times the last", limits(1, 10));
    v("cap", s.cap, "no delay is longer, before jitter", any_time);
    v("jitter", s.jitter, "uniform, plus or minus this share of the delay", limits(Ratio{0}, base::certain));
    v("jitter_after_cap", s.jitter_after_cap, "jitter may lift a delay above the cap");
    v("max_attempts", s.max_attempts, "give up after so many; 0: never", limits(0, 1'000'000));
    v("counts_from", s.counts_from,
      "attempts start again at one when the link is connected, or only when it is stable");
    v("ends_when_lost", s.ends_when_lost, "stop when discovery loses the peer");
    v("after_recreation", s.after_recreation, "added to a retry soon after a recreation of the session",
      any_time);
    v("recreation_recent", s.recreation_recent, "how soon is soon", any_time);
  }
};

struct RecreateSession {  // throw the whole session away and make a new one
  static constexpr std::string_view name = "recreate_session";
  Duration spacing = 5s;
  bool spares_connecting = true;
  bool operator==(const RecreateSession&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("spacing", s.spacing, "not again sooner than this", any_time);
    v("spares_connecting", s.spares_connecting, "not while any other peer is being accepted");
  }
};

struct DropSession {  // disconnect the session that the peer is in, with everybody in it
  static constexpr std::string_view name = "drop_session";
  bool operator==(const DropSession&) const = default;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct ClosePeer {  // ask the framework to let go of this one peer
  static constexpr std::string_view name = "close_peer";
  bool operator==(const ClosePeer&) const = default;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct Reset {  // poisoned: a new identity and everything from the beginning
  static constexpr std::string_view name = "reset";
  int after_failures = 5;
  Duration spacing = 0ms;
  bool advances_instance = true;
  bool operator==(const Reset&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("after_failures", s.after_failures, "consecutive failures that make a peer poisoned; 0: never",
      limits(0, 1'000'000));
    v("spacing", s.spacing, "not again sooner than this", any_time);
    v("advances_instance", s.advances_instance,
      "the new identity counts as a new instance, where instances are counted");
  }
};

struct Redial {  // a loop of dials at equal distances, beside whatever else goes on
  static constexpr std::string_view name = "redial";
  Duration after = 0ms;
  int tries = 10;
  Duration spacing = 5s;
  bool single_flight = true;
  bool operator==(const Redial&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("after", s.after, "from the symptom to the first dial; one that follows a loss waits 1 ms at least",
      any_time);
    v("tries", s.tries, "dials before the loop gives up", limits(1, 1'000'000));
    v("spacing", s.spacing, "from a failed dial to the next", period);
    v("single_flight", s.single_flight, "one loop at a time for each device");
  }
};

struct Periodic {  // every so often, all known devices that are not there
  static constexpr std::string_view name = "periodic";
  Duration every = 30s;
  Duration skips_recent = 0ms;
  bool operator==(const Periodic&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("every", s.every, "between ticks, counted from the engine's start", period);
    v("skips_recent", s.skips_recent, "leave out devices that were connected less than this ago", any_time);
  }
};

struct Grace {  // wait: the path may come back by itself
  static constexpr std::string_view name = "grace";
  Duration on_windows = 5s;
  Duration elsewhere = 5s;
  bool operator==(const Grace&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("on_windows", s.on_windows, "so long on this platform", any_time);
    v("elsewhere", s.elsewhere, "so long on every other", any_time);
  }
};

enum class Restart : std::uint8_t { flag_only, offer };
[[nodiscard]] constexpr auto names_of(Restart) {
  return std::array<std::string_view, 2>{"flag_only", "offer"};
}
enum class Restarter : std::uint8_t { both, inviter };
[[nodiscard]] constexpr auto names_of(Restarter) {
  return std::array<std::string_view, 2>{"both", "inviter"};
}

struct IceRestart {  // a new path while session and identity survive
  static constexpr std::string_view name = "ice_restart";
  Restart how = Restart::offer;
  Restarter by = Restarter::inviter;
  Duration within = base::forever;
  Duration spacing = 0ms;
  bool operator==(const IceRestart&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("how", s.how, "send an offer, or only set the flag that the next offer would obey");
    v("by", s.by, "both ends, or only the one that the election lets invite");
    v("within", s.within, "the path works again by then, else the next rung; none: wait for ever",
      any_time_or_none);
    v("spacing", s.spacing, "not again sooner than this", any_time);
  }
};

// What puts a path in doubt: an interface that comes or goes says nothing of the path that it leaves; silence
// says that the present one carries nothing, whatever it looks like.
enum class Doubt : std::uint8_t { interface, silence };
[[nodiscard]] constexpr auto names_of(Doubt) {
  return std::array<std::string_view, 2>{"interface", "silence"};
}

struct Renegotiate {  // another technology below a session that stays, with the peer that it has
  static constexpr std::string_view name = "renegotiate";
  Duration within = 10s;
  Duration spacing = 1s;
  bool operator==(const Renegotiate&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("within", s.within, "no answer by then: the session goes on as it is, and the next rung is tried",
      any_time);
    v("spacing", s.spacing, "not again sooner than this", any_time);
  }
};

using Remedy = std::variant<RecreateSession, DropSession, ClosePeer, Reset, Grace, IceRestart, Renegotiate,
                            Reconnect, Redial, Periodic>;

}  // namespace nearsim::protocol
