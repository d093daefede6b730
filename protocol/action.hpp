// What an engine asks of its host, each with its reason.  A host performs the decisions of one call in order,
// after the call has returned; nothing ever calls up into an engine that is running.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/identity.hpp"
#include "protocol/message.hpp"
#include "protocol/profile.hpp"
#include "protocol/reason.hpp"

namespace nearsim::protocol {

enum class Switch : std::uint8_t { off, on };
[[nodiscard]] constexpr auto names_of(Switch) { return std::array<std::string_view, 2>{"off", "on"}; }

struct Browse {
  static constexpr std::string_view verb = "browse";
  Switch to = Switch::on;
};
struct Advertise {
  static constexpr std::string_view verb = "advertise";
  Switch to = Switch::on;
};
struct Invite {
  static constexpr std::string_view verb = "invite";
  Handle peer;
  SessionNumber session;
  base::Duration timeout{};
};
struct Accept {
  static constexpr std::string_view verb = "accept";
  Handle peer;
  InvitationNumber invitation;
  SessionNumber session;
};
struct Decline {
  static constexpr std::string_view verb = "decline";
  Handle peer;
  InvitationNumber invitation;
};
struct Send {
  static constexpr std::string_view verb = "send";
  Handle peer;
  SessionNumber session;
  Message message;
  Delivery delivery = Delivery::reliable;
};
struct LeaveSession {  // disconnect this session, with every peer in it; `peer` is the one for whose sake
  static constexpr std::string_view verb = "leave_session";
  Handle peer;
  SessionNumber session;
  Ending as = Ending::closed_by_peer;  // what the other side is told, where the framework can
};
struct CancelPeer {
  static constexpr std::string_view verb = "cancel_peer";
  Handle peer;
  SessionNumber session;
};
struct Probe {  // ask the peer for a sign of life; Probed is the answer
  static constexpr std::string_view verb = "probe";
  Handle peer;
  SessionNumber session;
  base::Duration timeout{};
  Over over = Over::stream;
};
struct ReplaceSession {  // disconnect `old`; from now on use `fresh`
  static constexpr std::string_view verb = "replace_session";
  Handle peer;
  SessionNumber old, fresh;
};
// Everything ends; the host takes a new peer object and starts the services again.  `peer` is the one for
// whose sake.
struct ResetIdentity {
  static constexpr std::string_view verb = "reset_identity";
  Handle peer;
};
struct Persist {
  static constexpr std::string_view verb = "persist";
  std::string key, value;
};
struct RestartIce {  // a new path for a session that stays as it is, and so does its peer
  static constexpr std::string_view verb = "restart_ice";
  Handle peer;
  SessionNumber session;
  Restart how = Restart::offer;
};
// The same where the session's path is one of several technologies: the two leave the present one for the
// best that joins them now.  The host answers with PathChanged, working or failed, or not at all.
struct RenegotiatePath {
  static constexpr std::string_view verb = "renegotiate_path";
  Handle peer;
  SessionNumber session;
  Doubt doubt = Doubt::interface;
};
struct SampleStats {  // the host answers with StatsSampled
  static constexpr std::string_view verb = "sample_stats";
  Handle peer;
  SessionNumber session;
};
struct OpenSignalling {  // connect to the signalling server; `self` is who we want to be there, 0: somebody
                         // new
  static constexpr std::string_view verb = "open_signalling";
  Handle self;
  base::Duration ping{};  // 0: as the library does by itself
};
struct CloseSignalling {
  static constexpr std::string_view verb = "close_signalling";
};

// The remaining actions ask nothing of the host beyond showing them.
struct Notify {  // what the application is told of a peer
  static constexpr std::string_view verb = "notify";
  Handle peer;
  Standing standing = Standing::disconnected;
};
struct Reached {
  static constexpr std::string_view verb = "reached";
  static constexpr bool only_shown = true;
  Handle peer;
  Milestone milestone = Milestone::usable;
};
struct Retry {  // the engine will try this peer again by itself
  static constexpr std::string_view verb = "retry";
  static constexpr bool only_shown = true;
  Handle peer;
  base::Duration in{};
  int attempt = 0;
};
struct Hold {  // deliberately nothing: the reason says why
  static constexpr std::string_view verb = "hold";
  static constexpr bool only_shown = true;
  Handle peer;
};
struct Ignore {  // something arrived and changes nothing
  static constexpr std::string_view verb = "ignore";
  static constexpr bool only_shown = true;
  Handle peer;
};
struct KeepPartial {  // the application shows what the lost peer had begun to say
  static constexpr std::string_view verb = "keep_partial";
  static constexpr bool only_shown = true;
  Handle peer;
  std::uint64_t size = 0;
};
struct Suspect {  // a detector raised a symptom
  static constexpr std::string_view verb = "suspect";
  static constexpr bool only_shown = true;
  Handle peer;
  Symptom symptom = Symptom::silent;
};

using Action =
    std::variant<Browse, Advertise, Invite, Accept, Decline, Send, LeaveSession, CancelPeer, Probe,
                 ReplaceSession, ResetIdentity, Persist, RestartIce, RenegotiatePath, SampleStats,
                 OpenSignalling, CloseSignalling, Notify, Reached, Retry, Hold, Ignore, KeepPartial, Suspect>;

struct Decision {
  // Of one kind of action, which is made where it stays: a decision is large, and most of it is unused.
  template <class A>
  Decision(A&& what, const Reason& because) : action(std::forward<A>(what)), why(because) {}

  Action action;
  Reason why;
};
using Decisions = std::vector<Decision>;

}  // namespace nearsim::protocol
