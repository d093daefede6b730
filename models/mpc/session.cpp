#include "models/mpc/session.hpp"

#include <algorithm>
#include <utility>

namespace nearsim::mpc {

const Member* Session::member(Identity id) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [id](const Member& m) { return m.peer->id == id; });
  return found == members.end() ? nullptr : &*found;
}

Member* Session::member(Identity id) { return const_cast<Member*>(std::as_const(*this).member(id)); }

void Session::enter(const PeerId& peer, net::Node node) {
  if (Member* m = member(peer.id)) m->node = node;  // a clone of the peer may have taken its place
  else members.push_back({&peer, node});
}

}  // namespace nearsim::mpc
