// Family 1, admission: may I invite, accept, keep, deliver?  Gates are asked in order; the first that does
// not pass decides. Here is what each can be told; what each does with it is in protocol/gates/.
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
  bool own_session = false;
  bool operator==(const ArbitrationWindow&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("window", s.window, "how long after its start an outbound invitation yields to an inbound one",
      any_time);
    v("remembers_abandoned", s.remembers_abandoned,
      "the end of the abandoned outbound invitation is expected and not taken for a failure of the accepted "
      "one");
    v("own_session", s.own_session,
      "an accepted invitation gets another session than an abandoned one of ours, or one accepted before, so "
      "that only one can stay; needs a session for each attempt");
  }
};

enum class Refusal : std::uint8_t { never, while_inviting, always };
[[nodiscard]] constexpr auto names_of(Refusal) {
  return std::array<std::string_view, 3>{"never", "while_inviting", "always"};
}

// Exactly one of two peers invites, by comparing keys; on a tie nobody does.
struct Election {
  static constexpr std::string_view name = "election";
  Key key = Key::display_name;
  Winner inviter = Winner::least;
  Refusal refuses_inbound = Refusal::always;
  Duration patience = base::forever;
  bool operator==(const Election&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what is compared");
    v("inviter", s.inviter, "which of the two keys invites");
    v("refuses_inbound", s.refuses_inbound, "when the inviter by this rule declines the other's invitation");
    v("patience", s.patience, "who waits for an invitation that does not come invites after this long",
      any_time_or_none);
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

// What comes from an older instance of a node id was sent by a process that no longer exists.
enum class Twin : std::uint8_t { passes, refused, waits };
[[nodiscard]] constexpr auto names_of(Twin) {
  return std::array<std::string_view, 3>{"passes", "refused", "waits"};
}
enum class Callers : std::uint8_t { refused, believed };
[[nodiscard]] constexpr auto names_of(Callers) {
  return std::array<std::string_view, 2>{"refused", "believed"};
}
enum class Memory : std::uint8_t { while_process_lives, until_leave, while_seen };
[[nodiscard]] constexpr auto names_of(Memory) {
  return std::array<std::string_view, 3>{"while_process_lives", "until_leave", "while_seen"};
}

struct GhostFilter {
  static constexpr std::string_view name = "ghost_filter";
  Twin twin = Twin::passes;
  Memory remembers = Memory::while_process_lives;
  bool needs_handshake = false;
  Callers callers = Callers::refused;
  bool operator==(const GhostFilter&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("twin", s.twin,
      "an equal instance under another peer object, while the first is linked; `waits`: only what discovery "
      "shows is refused, and while an attempt is under way too");
    v("remembers", s.remembers, "for how long the newest instance of a node id is known");
    v("needs_handshake", s.needs_handshake,
      "messages of a peer object that has not said hello on this connection belong to nobody");
    v("callers", s.callers,
      "an older instance that invites while nothing is linked: a record may be old, but who calls is there");
  }
};

// We think we are connected, and they invite: they know better.
enum class Inbound : std::uint8_t { accepted, refused };
[[nodiscard]] constexpr auto names_of(Inbound) {
  return std::array<std::string_view, 2>{"accepted", "refused"};
}

struct HalfOpenRepair {
  static constexpr std::string_view name = "half_open_repair";
  Inbound inbound = Inbound::accepted;
  bool supersedes = true;
  bool refuses_older = false;
  bool operator==(const HalfOpenRepair&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("inbound", s.inbound, "what an invitation of a peer gets that we think connected");
    v("supersedes", s.supersedes, "the old link counts as ended; otherwise both stay");
    v("refuses_older", s.refuses_older,
      "an invitation that says it is older than the link's own hello, or than the one that is being "
      "accepted, "
      "was late, and knows nothing");
  }
};

// After a failure the peer is left alone for as long as its backoff says.
struct Cooldown {
  static constexpr std::string_view name = "cooldown";
  bool cleared_by_new_instance = true;
  bool refuses_inbound = false;
  bool operator==(const Cooldown&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("cleared_by_new_instance", s.cleared_by_new_instance, "a peer that started again gets a fresh chance");
    v("refuses_inbound", s.refuses_inbound, "its invitations are declined meanwhile, too");
  }
};

// Both dial at once: one of the two dials stands, by comparing keys; who is not dialling accepts.
struct SimultaneousDial {
  static constexpr std::string_view name = "simultaneous_dial";
  Key key = Key::node_id;
  Winner stands = Winner::least;
  Duration remembers{};
  bool operator==(const SimultaneousDial&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what is compared");
    v("stands", s.stands, "which of the two keys' dials stands");
    v("remembers", s.remembers,
      "a dial that stands and has connected crosses what arrives so soon after it, too", any_time);
  }
};

using Gate = std::variant<RequirePending, ArbitrationWindow, Election, OneOperation, GhostFilter,
                          HalfOpenRepair, Cooldown, SimultaneousDial>;

}  // namespace nearsim::protocol
