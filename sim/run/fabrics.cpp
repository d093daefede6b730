#include "sim/run/fabrics.hpp"

#include "sim/run/ice_fabric.hpp"
#include "sim/run/mpc_fabric.hpp"
#include "sim/run/quic_fabric.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

FabricHeld make_fabric(protocol::Framework framework, World& world, net::Observer& observer) {
  base::Arena& memory = world.memory();
  const scenario::Scenario& scenario = world.scenario();
  switch (framework) {
    case protocol::Framework::mpc: return FabricHeld{memory.make<MpcFabric>(world, scenario.mpc, observer)};
    case protocol::Framework::quic:
      return FabricHeld{memory.make<QuicFabric>(world, scenario.quic, observer)};
    case protocol::Framework::ice: break;
  }
  return FabricHeld{memory.make<IceFabric>(world, scenario.ice, scenario.signalling, observer)};
}

}  // namespace nearsim::run
