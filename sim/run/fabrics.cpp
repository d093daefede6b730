#include "sim/run/fabrics.hpp"

#include "sim/run/ice_fabric.hpp"
#include "sim/run/mpc_fabric.hpp"
#include "sim/run/quic_fabric.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

std::unique_ptr<Fabric> make_fabric(protocol::Framework framework, World& world, net::Observer& observer) {
  switch (framework) {
    case protocol::Framework::mpc: return std::make_unique<MpcFabric>(world, world.scenario().mpc, observer);
    case protocol::Framework::quic:
      return std::make_unique<QuicFabric>(world, world.scenario().quic, observer);
    case protocol::Framework::ice: break;
  }
  return std::make_unique<IceFabric>(world, world.scenario().ice, world.scenario().signalling, observer);
}

}  // namespace nearsim::run
