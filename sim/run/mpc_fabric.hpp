// What the MultipeerConnectivity hosts of one run share.
#pragma once

#include "models/mpc/air.hpp"
#include "sim/run/fabric_of.hpp"
#include "sim/run/mpc_host.hpp"

namespace nearsim::run {

class MpcFabric final : public FabricOf<MpcHost>, private mpc::LinkWatcher, private mpc::InvitationWatcher {
 public:
  MpcFabric(World& world, const mpc::Settings& settings, net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override {
    return make_host(device, air_, cards_);
  }
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  void refuse(Node from, Node to) override { air_.refuse(from, to); }
  void stop_refusing(Node from, Node to) override { air_.stop_refusing(from, to); }
  void wedge(Node a, Node b, scenario::Over over) override {
    if (over == scenario::Over::any) air_.block_channels(a, b);
    else air_.block_lane(a, b, lane(over));
  }
  void unwedge(Node a, Node b, scenario::Over over) override {
    if (over == scenario::Over::any) air_.unblock_channels(a, b);
    else air_.unblock_lane(a, b, lane(over));
  }
  void sockets_broke(Node node, net::Errno why) override { air_.sockets_broke(node, why); }
  void address_changed(Node node) override;

 private:
  void link_changed(Node a, Node b, mpc::LinkId) override;
  void invitations_changed(Node from, Node to) override;
  // Wi-Fi, AWDL, Bluetooth, as models/net/airwaves.hpp prefers them.
  [[nodiscard]] static std::size_t lane(scenario::Over over) { return static_cast<std::size_t>(over) - 1; }

  mpc::Air air_;
  VisitingCards cards_;
};

}  // namespace nearsim::run
