#include "models/mpc/session.hpp"

#include <utility>

namespace nearsim::mpc {

const Member* Session::member(Identity id) const {
  const std::uint32_t place =
      by_identity.find(id, [&](std::uint32_t i) { return members[i].peer->id == id; });
  return place == base::PlaceTable::none ? nullptr : &members[place];
}

Member* Session::member(Identity id) { return const_cast<Member*>(std::as_const(*this).member(id)); }

void Session::enter(const PeerId& peer, net::Node node) {
  if (Member* m = member(peer.id)) {
    m->node = node;  // a clone of the peer may have taken its place
    return;
  }
  members.push_back({&peer, node});
  by_identity.added([this](std::uint32_t i) { return members[i].peer->id; });
}

}  // namespace nearsim::mpc
