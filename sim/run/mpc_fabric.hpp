// What the MultipeerConnectivity hosts of one run share.
#pragma once

#include "models/mpc/air.hpp"
#include "sim/run/fabric_of.hpp"
#include "sim/run/mpc_host.hpp"

namespace nearsim::run {

class MpcFabric final : public FabricOf<MpcHost>, private mpc::LinkWatcher {
 public:
  MpcFabric(World& world, const mpc::Settings& settings, net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override { return make_host(device, air_); }
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  void refuse(Node from, Node to) override { air_.refuse(from, to); }
  void stop_refusing(Node from, Node to) override { air_.stop_refusing(from, to); }
  void wedge(Node a, Node b) override { air_.block_channels(a, b); }
  void unwedge(Node a, Node b) override { air_.unblock_channels(a, b); }
  void sockets_broke(Node node, net::Errno why) override { air_.sockets_broke(node, why); }
  void address_changed(Node node) override;

 private:
  void link_changed(Node a, Node b, mpc::LinkId) override;

  mpc::Air air_;
};

}  // namespace nearsim::run
