#include "sim/run/mpc_fabric.hpp"

#include "sim/run/airspace.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

MpcFabric::MpcFabric(World& world, const mpc::Settings& settings, net::Observer& observer)
    : FabricOf(world),
      air_(world.network(), world.bonjour(), world.streams(), settings, &observer),
      cards_(static_cast<Node>(world.scenario().devices.size()), &world.memory()) {
  air_.watch_links(*this);
  air_.watch_invitations(*this);
}

Ledger::Truth MpcFabric::truth(Node a, Node b) const {
  bool a_connected = false, b_connected = false, joined = false;
  const auto present = [this](const mpc::LinkEnd& end, const mpc::LinkEnd& other) {
    return host(end.node)->present_session(other.self->id) == end.session;
  };
  air_.visit_links(a, b, [&](const mpc::LinkView& link) {
    a_connected |= link.end(a).state == mpc::EndState::connected;
    b_connected |= link.end(b).state == mpc::EndState::connected;
    joined |= link.both_alive() && present(link.inviter, link.invitee) && present(link.invitee, link.inviter);
  });
  return {.live = static_cast<std::uint16_t>(air_.live_links(a, b)),
          .half_open = static_cast<std::uint16_t>(air_.half_open_links(a, b)),
          .mismatched = a_connected && b_connected && !joined};
}

// The addresses of AWDL and Bluetooth are their own: with one of them on, the session goes on over it.
void MpcFabric::address_changed(Node node) {
  const Airspace* air = world().airspace();
  if (air == nullptr || !air->falls_back(node)) air_.sockets_broke(node, net::Errno::no_address);
}

void MpcFabric::link_changed(Node a, Node b, mpc::LinkId) { world().link_changed(a, b); }
void MpcFabric::invitations_changed(Node from, Node to) { world().view_changed(from, to); }

}  // namespace nearsim::run
