#include "sim/run/quic_fabric.hpp"

namespace nearsim::run {

QuicFabric::QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer)
    : FabricOf(world), wire_(world.network(), world.streams(), settings, &observer) {
  wire_.watch(*this);
}

Ledger::Truth QuicFabric::truth(Node a, Node b) const {
  if (host(a) == nullptr || host(b) == nullptr) return {};
  const quic::Wire::Joined joined = wire_.joined(a, b);
  Ledger::Truth truth;
  truth.live = static_cast<std::uint16_t>(joined.alive);
  truth.half_open = static_cast<std::uint16_t>(joined.half_open);
  const quic::ConnectionId of_a = host(a)->present(b);
  if (of_a.number == 0) return truth;
  const quic::ConnectionId of_b = host(b)->present(a);
  truth.mismatched = of_b.number != 0 && of_a != of_b;
  return truth;
}

void QuicFabric::connection_changed(Node a, Node b) { world().link_changed(a, b); }

}  // namespace nearsim::run
