// Why a decision was made: a code of a closed list and up to four figures.  Traces show the code, `explain`
// and dialogues the text; every code occurs in some dialogue.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

#include "sim/base/time.hpp"

namespace nearsim::protocol {

#define NEARSIM_REASONS(X)                                                      \
  X(started, "started")                                                         \
  X(stopped, "stopped")                                                         \
  X(no_gate_objects, "no gate objects")                                         \
  X(i_invite, "election: I invite")                                             \
  X(peer_invites, "election: peer invites")                                     \
  X(tie, "election: keys are equal, nobody invites")                            \
  X(preempt, "arbitration: outbound is young, preempt it")                      \
  X(busy, "mutex: an operation is under way")                                   \
  X(too_soon, "mutex: an operation began moments ago")                          \
  X(not_pending, "pending: nobody entered this connection")                     \
  X(already_linked, "already linked or on the way")                             \
  X(found, "discovery: found")                                                  \
  X(lost, "discovery: lost")                                                    \
  X(gossip, "gossip: a peer names it")                                          \
  X(connected, "session: connected")                                            \
  X(disconnected, "session: disconnected")                                      \
  X(old_session, "session: callback of an old session")                         \
  X(abandoned_outbound, "arbitration: the abandoned outbound invitation ended") \
  X(refusal_presumed, "invitation: no answer in time, presumed refused")        \
  X(backoff, "backoff")                                                         \
  X(backoff_over, "backoff: over")                                              \
  X(backoff_exhausted, "backoff: no attempts left")                             \
  X(stage, "stage")                                                             \
  X(handshake_sent, "handshake: hello")                                         \
  X(handshake_answered, "handshake: answered")                                  \
  X(handshake_rejected, "handshake: rejected")                                  \
  X(handshake_timeout, "handshake: not done in time")                           \
  X(beat_due, "keep-alive: due")                                                \
  X(beat_echo, "keep-alive: echo")                                              \
  X(silence, "keep-alive: silence")                                             \
  X(send_failed, "send: refused by the framework")                              \
  X(too_early, "remedy: too soon after the last")                               \
  X(others_connecting, "remedy: others are connecting")                         \
  X(poisoned, "remedy: poisoned")                                               \
  X(recreate, "remedy: recreate the session")                                   \
  X(drop, "remedy: drop the session")                                           \
  X(close, "remedy: close the peer")                                            \
  X(stable, "stability: failures forgotten")                                    \
  X(instance_counted, "identity: a new instance")                               \
  X(undecodable, "message: undecodable")                                        \
  X(not_stored, "storage: no room, the next process will not know")             \
  X(user, "user")

enum class Why : std::uint8_t {
#define X(code, text) code,
  NEARSIM_REASONS(X)
#undef X
};
[[nodiscard]] constexpr auto names_of(Why) {  // short codes, for traces and filters
  return std::array{
#define X(code, text) std::string_view{#code},
      NEARSIM_REASONS(X)
#undef X
  };
}
[[nodiscard]] constexpr auto texts_of_why() {  // for people
  return std::array{
#define X(code, text) std::string_view{text},
      NEARSIM_REASONS(X)
#undef X
  };
}
[[nodiscard]] constexpr std::string_view text(Why code) {
  return texts_of_why()[static_cast<std::size_t>(code)];
}

struct Figure {          // one number that the decision turned on
  std::string_view key;  // a literal
  std::variant<std::int64_t, base::Duration> value;
  bool operator==(const Figure&) const = default;
};

class Reason {
 public:
  Reason(Why code) : code_(code) {}  // NOLINT: a bare code is a whole reason
  Reason(Why code, std::initializer_list<Figure> figures) : code_(code) {
    for (const Figure& figure : figures)
      if (count_ < figures_.size()) figures_[count_++] = figure;
  }
  [[nodiscard]] Why code() const { return code_; }
  [[nodiscard]] std::span<const Figure> figures() const { return {figures_.data(), count_}; }
  bool operator==(const Reason&) const = default;

 private:
  Why code_;
  std::uint8_t count_ = 0;
  std::array<Figure, 4> figures_{};
};

}  // namespace nearsim::protocol
