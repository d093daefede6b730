// The frameworks that a run can have.
#pragma once

#include <memory>

#include "models/net/observer.hpp"
#include "protocol/profile.hpp"
#include "sim/run/host.hpp"

namespace nearsim::run {

class World;

[[nodiscard]] FabricHeld make_fabric(protocol::Framework framework, World& world, net::Observer& observer);

}  // namespace nearsim::run
