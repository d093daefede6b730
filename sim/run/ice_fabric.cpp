#include "sim/run/ice_fabric.hpp"

namespace nearsim::run {

IceFabric::IceFabric(World& world, const ice::Settings& settings, const ice::ServerSettings& server,
                     net::Observer& observer)
    : FabricOf(world),
      peering_(world.network(), world.streams(), settings, server,
               static_cast<Node>(world.scenario().devices.size()), &observer) {
  world.network().wired_from(peering_.uplinks().signalling());
  peering_.watch(*this);
}

Ledger::Truth IceFabric::truth(Node a, Node b) const {
  Ledger::Truth truth;
  if (host(a) == nullptr || host(b) == nullptr) return truth;
  // A device that started again has another name, and its peer may still hold the link to the old one.
  bool a_uses = false, b_uses = false, joined = false;
  peering_.visit(a, b, [&](const ice::ConnectionView& connection) {
    if (connection.works()) ++truth.live;
    if (connection.half_open()) ++truth.half_open;
    const bool of_a = host(a)->uses(connection.id), of_b = host(b)->uses(connection.id);
    a_uses |= of_a;
    b_uses |= of_b;
    joined |= of_a && of_b;
  });
  truth.mismatched = a_uses && b_uses && !joined;
  return truth;
}

bool IceFabric::reachable(Node from, Node to) const {
  return host(to) == nullptr ? world().network().up(from, to) : peering_.uplinks().reachable(from, to);
}

void IceFabric::connection_changed(Node a, Node b) { world().link_changed(a, b); }

}  // namespace nearsim::run
