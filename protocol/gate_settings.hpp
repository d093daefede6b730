// Family 1, admission: may I invite, accept, keep?  Gates are asked in order; the first that does not pass
// decides. Here is what each can be told; what each does with it is in protocol/gates/.
#pragma once

#include <variant>

#include "protocol/identity.hpp"
#include "protocol/settings.hpp"

namespace nearsim::protocol {

enum class Winner : std::uint8_t { least, greatest };
[[nodiscard]] constexpr auto names_of(Winner) { return std::array<std::string_view, 2>{"least", "greatest"}; }

// Only connections that somebody entered in the pending set are kept.
struct RequirePending {
  static constexpr std::string_view name = "require_pending";
  Key key = Key::handle;
  bool acceptor_enters = true;
  bool operator==(const RequirePending&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what the pending set is keyed by");
    v("acceptor_enters", s.acceptor_enters,
      "accepting an invitation enters the peer too, not only inviting it");
  }
};

// A young outbound invitation yields to an inbound one from the same peer.
struct ArbitrationWindow {
  static constexpr std::string_view name = "arbitration_window";
  Duration window = 1200ms;
  bool remembers_abandoned = false;
  bool operator==(const ArbitrationWindow&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("window", s.window, "how long after its start an outbound invitation yields to an inbound one",
      any_time);
    v("remembers_abandoned", s.remembers_abandoned,
      "the end of the abandoned outbound invitation is expected and not taken for a failure of the accepted "
      "one");
  }
};

// Exactly one of two peers invites, by comparing keys; on a tie nobody does.
struct Election {
  static constexpr std::string_view name = "election";
  Key key = Key::display_name;
  Winner inviter = Winner::least;
  bool operator==(const Election&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what is compared");
    v("inviter", s.inviter, "which of the two keys invites");
  }
};

// One operation per peer at a time: the connection mutex.
struct OneOperation {
  static constexpr std::string_view name = "one_operation";
  Duration expires_after = base::forever;
  Duration spacing = 0ms;
  bool operator==(const OneOperation&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("expires_after", s.expires_after, "an operation older than this no longer refuses another",
      any_time_or_none);
    v("spacing", s.spacing,
      "refuse an operation this soon after the last one began, even if that one has ended", any_time);
  }
};

// Both dial at once: one of the two dials stands, by comparing keys; who is not dialling accepts.
struct SimultaneousDial {
  static constexpr std::string_view name = "simultaneous_dial";
  Key key = Key::node_id;
  Winner stands = Winner::least;
  bool operator==(const SimultaneousDial&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what is compared");
    v("stands", s.stands, "which of the two keys' dials stands");
  }
};

using Gate = std::variant<RequirePending, ArbitrationWindow, Election, OneOperation, SimultaneousDial>;

}  // namespace nearsim::protocol
