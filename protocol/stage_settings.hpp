// Family 2, establishment: the session says connected; when is it usable?  Stages run in order.
#pragma once

#include <variant>

#include "protocol/identity.hpp"
#include "protocol/settings.hpp"

namespace nearsim::protocol {

// What a link has reached.  `handshaken`: the hello exchange is done; `usable`: the application is told;
// `monitored`: keep-alives run.
enum class Milestone : std::uint8_t { handshaken, usable, monitored };
[[nodiscard]] constexpr auto names_of(Milestone) {
  return std::array<std::string_view, 3>{"handshaken", "usable", "monitored"};
}

enum class Awaited : std::uint8_t { hello, reply };
[[nodiscard]] constexpr auto names_of(Awaited) { return std::array<std::string_view, 2>{"hello", "reply"}; }

struct Settle {  // wait, because channels are not ready when the session says so
  static constexpr std::string_view name = "settle";
  Duration on_wifi = 0ms;
  Duration elsewhere = 0ms;
  bool survives_disconnect = false;
  bool operator==(const Settle&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("on_wifi", s.on_wifi, "wait while the device is on Wi-Fi", any_time);
    v("elsewhere", s.elsewhere, "wait while it is not", any_time);
    v("survives_disconnect", s.survives_disconnect,
      "the wait is a closure that nobody cancels: it goes on after the peer is gone, and acts on the next "
      "link");
  }
};

struct Within {  // a milestone must be reached in time, else the symptom handshake_timeout is raised
  static constexpr std::string_view name = "within";
  Duration limit = 10s;
  Milestone reach = Milestone::handshaken;
  bool operator==(const Within&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("limit", s.limit, "time allowed, from here", any_time);
    v("reach", s.reach, "the milestone that must be reached");
  }
};

struct SendHello {
  static constexpr std::string_view name = "send_hello";
  bool operator==(const SendHello&) const = default;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct AwaitHello {
  static constexpr std::string_view name = "await_hello";
  Awaited what = Awaited::hello;
  bool early_counts = false;
  bool spares_strangers = false;
  bool operator==(const AwaitHello&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("what", s.what, "the peer's own hello, or its reply to ours");
    v("spares_strangers", s.spares_strangers,
      "a peer that shows no node id follows another design, and may never say hello: do not wait for it");
    v("early_counts", s.early_counts, "a hello that came before this stage need not come again");
  }
};

struct Reach {
  static constexpr std::string_view name = "reach";
  Milestone milestone = Milestone::usable;
  bool operator==(const Reach&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("milestone", s.milestone, "what the link has reached here");
  }
};

struct Pairing {  // a first meeting: the registry remembers the device; nothing to do with one that it knows
  static constexpr std::string_view name = "pair";
  bool closes = true;
  bool operator==(const Pairing&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("closes", s.closes, "the connection that paired is closed; otherwise it goes on as an ordinary one");
  }
};

using Stage = std::variant<Settle, Within, SendHello, AwaitHello, Reach, Pairing>;

}  // namespace nearsim::protocol
