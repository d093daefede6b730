#include "sim/run/quic_fabric.hpp"

#include "sim/run/device.hpp"
#include "sim/run/quic_host.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

QuicFabric::QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer)
    : world_(world),
      wire_(world.network(), world.streams(), settings, &observer),
      hosts_(world.scenario().devices.size()) {
  wire_.watch(*this);
}

std::unique_ptr<Host> QuicFabric::host_for(Device& device) {
  auto host = std::make_unique<QuicHost>(device, wire_);
  hosts_[device.node()] = host.get();
  return host;
}

Ledger::Truth QuicFabric::truth(Node a, Node b) const {
  Ledger::Truth truth;
  if (hosts_[a] == nullptr || hosts_[b] == nullptr) return truth;
  wire_.visit(a, b, [&](const quic::ConnectionView& connection) {
    if (connection.both_alive()) ++truth.live;
    if (connection.half_open()) ++truth.half_open;
  });
  const quic::ConnectionId of_a = hosts_[a]->present(b), of_b = hosts_[b]->present(a);
  truth.mismatched = of_a.number != 0 && of_b.number != 0 && of_a != of_b;
  return truth;
}

void QuicFabric::connection_changed(Node a, Node b) { world_.link_changed(a, b); }

}  // namespace nearsim::run
