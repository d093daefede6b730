// A link: one accepted invitation, and the channel that comes of it, with an opinion at each end.
//
//     inviter   pending -- connecting -- connected -- gone      (pending: the acceptance is still on its way)
//     invitee              connecting -- connected -- gone
//
// The ends change on their own: each is connected when its own checks came back, and each notices a dead peer
// by its own silence.  A link with one end gone is half-open; with both gone it is over.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/net/errno.hpp"
#include "models/net/pipe.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::mpc {

enum class EndState : std::uint8_t { pending, connecting, connected, gone };
[[nodiscard]] std::string_view name(EndState);

enum class Side : std::uint8_t { inviter = 0, invitee = 1 };
[[nodiscard]] constexpr Side other(Side s) { return s == Side::inviter ? Side::invitee : Side::inviter; }

// What a checker sees of one end.
struct LinkEnd {
  net::Node node = net::no_node;
  SessionId session;
  const PeerId* self = nullptr;  // the id under which this end takes part
  EndState state = EndState::pending;
};

// What a checker sees of a link.
struct LinkView {
  LinkId id;
  LinkEnd inviter;
  LinkEnd invitee;

  [[nodiscard]] bool both_alive() const {
    return inviter.state != EndState::gone && invitee.state != EndState::gone;
  }
  [[nodiscard]] bool half_open() const {
    return (inviter.state == EndState::gone) != (invitee.state == EndState::gone);
  }
  // The end of a device; it must be one of the two.
  [[nodiscard]] const LinkEnd& end(net::Node n) const { return inviter.node == n ? inviter : invitee; }
};

}  // namespace nearsim::mpc
