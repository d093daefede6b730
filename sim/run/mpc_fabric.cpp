#include "sim/run/mpc_fabric.hpp"

#include "sim/run/device.hpp"
#include "sim/run/mpc_host.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

MpcFabric::MpcFabric(World& world, const mpc::Settings& settings, net::Observer& observer)
    : world_(world),
      air_(world.network(), world.bonjour(), world.streams(), settings, &observer),
      hosts_(world.scenario().devices.size()) {
  air_.watch_links(*this);
}

std::unique_ptr<Host> MpcFabric::host_for(Device& device) {
  auto host = std::make_unique<MpcHost>(device, air_);
  hosts_[device.node()] = host.get();
  return host;
}

Ledger::Truth MpcFabric::truth(Node a, Node b) const {
  bool a_connected = false, b_connected = false, joined = false;
  const auto present = [this](const mpc::LinkEnd& end, const mpc::LinkEnd& other) {
    return hosts_[end.node]->present_session(other.self->id) == end.session;
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

void MpcFabric::link_changed(Node a, Node b, mpc::LinkId) { world_.link_changed(a, b); }

}  // namespace nearsim::run
