// What the MultipeerConnectivity hosts of one run share.
#pragma once

#include <vector>

#include "models/mpc/air.hpp"
#include "sim/run/host.hpp"

namespace nearsim::run {

class MpcHost;
class World;

class MpcFabric final : public Fabric, private mpc::LinkWatcher {
 public:
  MpcFabric(World& world, const mpc::Settings& settings, net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override;
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  void refuse(Node from, Node to) override { air_.refuse(from, to); }
  void stop_refusing(Node from, Node to) override { air_.stop_refusing(from, to); }
  void wedge(Node a, Node b) override { air_.block_channels(a, b); }
  void unwedge(Node a, Node b) override { air_.unblock_channels(a, b); }
  void sockets_broke(Node node, net::Errno why) override { air_.sockets_broke(node, why); }

 private:
  void link_changed(Node a, Node b, mpc::LinkId) override;

  World& world_;
  mpc::Air air_;
  std::vector<const MpcHost*> hosts_;  // by node; null: on another framework
};

}  // namespace nearsim::run
