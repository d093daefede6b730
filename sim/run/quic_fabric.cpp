#include "sim/run/quic_fabric.hpp"

namespace nearsim::run {

QuicFabric::QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer)
    : FabricOf(world), wire_(world.network(), world.streams(), settings, &observer) {
  wire_.watch(*this);
}

Ledger::Truth QuicFabric::truth(Node a, Node b) const {
  if (host(a) == nullptr || host(b) == nullptr) return {};
  return truth(wire_.joined(a, b), host(a)->present(b), host(b)->present(a));
}

Ledger::Truth QuicFabric::truth(const quic::Wire::Joined& joined, quic::ConnectionId of_a,
                                quic::ConnectionId of_b) {
  return {.live = static_cast<std::uint16_t>(joined.alive),
          .half_open = static_cast<std::uint16_t>(joined.half_open),
          .mismatched = of_a.number != 0 && of_b.number != 0 && of_a != of_b};
}

// After every step of every dial; most leave both ends with what they had.
void QuicFabric::connection_changed(Node a, Node b) {
  if (!world().ledger().is_watched()) return;
  const quic::ConnectionId of_a = host(a)->present(b), of_b = host(b)->present(a);
  world().link_changed(a, b, truth(wire_.joined(a, b), of_a, of_b), host(a)->show(b, of_a),
                       host(b)->show(a, of_b));
}

}  // namespace nearsim::run
