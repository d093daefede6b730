// A fabric that knows the hosts of its framework by their node.
#pragma once

#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

template <class HostOf>
class FabricOf : public Fabric {
 public:
  explicit FabricOf(World& world) : world_(world), hosts_(world.scenario().devices.size(), &world.memory()) {}

  [[nodiscard]] bool reachable(Node from, Node to) const override { return world_.network().up(from, to); }

 protected:
  template <class... Shared>
  [[nodiscard]] std::unique_ptr<Host> make_host(Device& device, Shared&... shared) {
    auto host = std::make_unique<HostOf>(device, shared...);
    hosts_[device.node()] = host.get();
    return host;
  }
  [[nodiscard]] const HostOf* host(Node node) const { return hosts_[node]; }  // null: on another framework
  [[nodiscard]] World& world() const { return world_; }

 private:
  World& world_;
  std::pmr::vector<const HostOf*> hosts_;  // by node
};

}  // namespace nearsim::run
