#include "sim/run/quic_fabric.hpp"

namespace nearsim::run {

QuicFabric::QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer)
    : FabricOf(world), wire_(world.network(), world.streams(), settings, &observer) {
  wire_.watch(*this);
}

Ledger::Truth QuicFabric::truth(Node a, Node b) const {
  Ledger::Truth truth;
  if (host(a) == nullptr || host(b) == nullptr) return truth;
  wire_.visit(a, b, [&](const quic::ConnectionView& connection) {
    if (connection.both_alive()) ++truth.live;
    if (connection.half_open()) ++truth.half_open;
  });
  const quic::ConnectionId of_a = host(a)->present(b), of_b = host(b)->present(a);
  truth.mismatched = of_a.number != 0 && of_b.number != 0 && of_a != of_b;
  return truth;
}

void QuicFabric::connection_changed(Node a, Node b) { world().link_changed(a, b); }

}  // namespace nearsim::run
