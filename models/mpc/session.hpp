// An MCSession: who is in it, as the app was last told.  The truth about each peer is in its links.
#pragma once

#include <vector>

#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/net/node.hpp"

namespace nearsim::mpc {

struct Member {
  const PeerId* peer;
  net::Node node;
  State told = State::not_connected;
};

struct Session {
  SessionId id;
  const PeerId* self;
  Encryption encryption;
  std::vector<Member> members;

  [[nodiscard]] Member* member(Identity);
  [[nodiscard]] const Member* member(Identity) const;
  [[nodiscard]] Member& enter(const PeerId&, net::Node);
};

[[nodiscard]] constexpr bool compatible(Encryption a, Encryption b) {
  return !((a == Encryption::none && b == Encryption::required) ||
           (a == Encryption::required && b == Encryption::none));
}

}  // namespace nearsim::mpc
