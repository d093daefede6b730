// An MCSession: whom it ever had to do with.  What the session believes about each of them is in its links.
#pragma once

#include <memory_resource>
#include <vector>

#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/net/node.hpp"
#include "sim/base/place_table.hpp"

namespace nearsim::mpc {

struct Member {
  const PeerId* peer;
  net::Node node;
};

struct Session {
  SessionId id;
  const PeerId* self;
  Encryption encryption;
  std::uint32_t peers = 0;           // members with a link that is connecting or connected
  std::pmr::vector<Member> members;  // in the order in which they came, which is the order of a disconnect
  base::PlaceTable by_identity;

  [[nodiscard]] Member* member(Identity);
  [[nodiscard]] const Member* member(Identity) const;
  void enter(const PeerId&, net::Node);
};

[[nodiscard]] constexpr bool compatible(Encryption a, Encryption b) {
  return !((a == Encryption::none && b == Encryption::required) ||
           (a == Encryption::required && b == Encryption::none));
}

}  // namespace nearsim::mpc
