// Why a decision was made: a code of a closed list and up to four figures.  Traces show the code, `explain`
// and dialogues the text; every code occurs in some dialogue.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "sim/base/time.hpp"

namespace nearsim::protocol {

#define NEARSIM_REASONS(X)                                                       \
  X(started, "started")                                                          \
  X(stopped, "stopped")                                                          \
  X(no_gate_objects, "no gate objects")                                          \
  X(i_invite, "election: I invite")                                              \
  X(peer_invites, "election: peer invites")                                      \
  X(tie, "election: keys are equal, nobody invites")                             \
  X(preempt, "arbitration: outbound is young, preempt it")                       \
  X(busy, "mutex: an operation is under way")                                    \
  X(too_soon, "mutex: an operation began moments ago")                           \
  X(not_pending, "pending: nobody entered this connection")                      \
  X(already_linked, "already linked or on the way")                              \
  X(ghost, "ghost filter: an older instance")                                    \
  X(twin, "ghost filter: this instance is linked under another peer object")     \
  X(unmapped, "ghost filter: no handshake yet, whose message is it?")            \
  X(superseded, "instance: a newer one was seen, the old link ends")             \
  X(new_instance, "instance: it started again, the cooldown is cleared")         \
  X(half_open, "half-open: we think connected, they invite: accept")             \
  X(late_invitation, "half-open: the invitation is older than the link")         \
  X(cooling, "cooldown: not over")                                               \
  X(impatient, "election: the peer's invitation does not come")                  \
  X(clone, "identity: a clone of our own node id")                               \
  X(goodbye, "goodbye: the peer leaves")                                         \
  X(itself, "discovery: that is ourselves")                                      \
  X(unseen, "discovery: who invites was not found")                              \
  X(rebrowse, "discovery: browse anew")                                          \
  X(own_sleep, "keep-alive: the silence was our own sleep")                      \
  X(found, "discovery: found")                                                   \
  X(lost, "discovery: lost")                                                     \
  X(not_found_again, "discovery: not found again")                               \
  X(not_yet_found_again, "discovery: browsed anew, and not found again yet")     \
  X(gossip, "gossip: a peer names it")                                           \
  X(stale_gossip, "gossip: what it says is old")                                 \
  X(partial_kept, "transcript: the sender is lost, its beginning is kept")       \
  X(connected, "session: connected")                                             \
  X(disconnected, "session: disconnected")                                       \
  X(old_session, "session: callback of an old session")                          \
  X(abandoned_outbound, "arbitration: the abandoned outbound invitation ended")  \
  X(invited_again, "invitation: another came before the last one was through")   \
  X(refusal_presumed, "invitation: no answer in time, presumed refused")         \
  X(backoff, "backoff")                                                          \
  X(backoff_over, "backoff: over")                                               \
  X(backoff_exhausted, "backoff: no attempts left")                              \
  X(stage, "stage")                                                              \
  X(handshake_sent, "handshake: hello")                                          \
  X(handshake_answered, "handshake: answered")                                   \
  X(handshake_rejected, "handshake: rejected")                                   \
  X(handshake_timeout, "handshake: not done in time")                            \
  X(stranger, "handshake: another design; whether it hears us, nobody can tell") \
  X(beat_due, "keep-alive: due")                                                 \
  X(beat_echo, "keep-alive: echo")                                               \
  X(silence, "keep-alive: silence")                                              \
  X(send_failed, "send: refused by the framework")                               \
  X(too_early, "remedy: too soon after the last")                                \
  X(others_connecting, "remedy: others are connecting")                          \
  X(poisoned, "remedy: poisoned")                                                \
  X(recreate, "remedy: recreate the session")                                    \
  X(drop, "remedy: drop the session")                                            \
  X(close, "remedy: close the peer")                                             \
  X(stable, "stability: failures forgotten")                                     \
  X(instance_counted, "identity: a new instance")                                \
  X(known, "registry: a known device")                                           \
  X(paired, "registry: paired")                                                  \
  X(not_paired, "registry: must be paired before connecting")                    \
  X(not_there, "registry: not connected, nothing to lose")                       \
  X(handle_dropped, "registry: the handle is dropped")                           \
  X(connection_replaced, "registry: a newer connection took its place")          \
  X(no_entry, "registry: no connection in the map")                              \
  X(unreliable, "registry: unreliable, not dialled any more")                    \
  X(said_goodbye, "registry: the peer said goodbye")                             \
  X(dialling, "redial: a loop runs already")                                     \
  X(redial, "redial")                                                            \
  X(periodic, "periodic: a known device is not there")                           \
  X(my_dial_stands, "simultaneous dial: mine stands")                            \
  X(check_due, "health check: due")                                              \
  X(unanswered, "health check: no answer")                                       \
  X(undecodable, "message: undecodable")                                         \
  X(path_disturbed, "path: no answer")                                           \
  X(path_failed, "path: given up")                                               \
  X(path_works, "path: works")                                                   \
  X(grace, "remedy: give the path time")                                         \
  X(in_vain, "remedy: waited in vain")                                           \
  X(ice_restart, "remedy: restart ICE")                                          \
  X(peer_restarts, "remedy: restarting ICE is the other end's")                  \
  X(renegotiate, "remedy: renegotiate the path")                                 \
  X(not_renegotiated, "remedy: no path to renegotiate, the detectors go on")     \
  X(path_stale, "path: nothing heard for a while")                               \
  X(interface_changed, "path: one of our interfaces came or went")               \
  X(heartbeat_due, "heartbeat: due")                                             \
  X(heartbeat_missed, "heartbeat: missed too often")                             \
  X(sample_due, "quality: sample")                                               \
  X(poor_quality, "quality: poor")                                               \
  X(left_behind, "quality: a timer that nobody stopped")                         \
  X(network_lost, "network: lost")                                               \
  X(network_back, "network: back")                                               \
  X(network_switched, "network: another one")                                    \
  X(signalling_due, "signalling: connect again")                                 \
  X(signalling_backoff, "signalling: backoff")                                   \
  X(signalling_stands, "signalling: stands already")                             \
  X(signalling_exhausted, "signalling: no attempts left")                        \
  X(awaits_signalling, "signalling: not connected, wait for it")                 \
  X(signalling_chain, "signalling: a failed attempt schedules none")             \
  X(not_stored, "storage: no room, the next process will not know")              \
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
      if (count_ < most) std::construct_at(&figures_[count_++], figure);
  }
  Reason(const Reason& other) noexcept : code_(other.code_), count_(other.count_) { take(other); }
  Reason& operator=(const Reason& other) noexcept {
    code_ = other.code_;
    count_ = other.count_;
    take(other);
    return *this;
  }
  ~Reason() = default;
  [[nodiscard]] Why code() const { return code_; }
  [[nodiscard]] std::span<const Figure> figures() const { return {figures_, count_}; }
  bool operator==(const Reason& other) const {
    return code_ == other.code_ && std::ranges::equal(figures(), other.figures());
  }

 private:
  static constexpr std::size_t most = 4;
  static_assert(std::is_trivially_destructible_v<Figure>);
  void take(const Reason& other) noexcept {
    for (std::size_t i = 0; i < count_; ++i) std::construct_at(&figures_[i], other.figures_[i]);
  }

  Why code_;
  std::uint8_t count_ = 0;
  union {  // what no figure says is never written: every gate gives a reason to pass, at every question
    Figure figures_[most];
  };
};

}  // namespace nearsim::protocol
