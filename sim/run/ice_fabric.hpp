// What the WebRTC hosts of one run share.
#pragma once

#include "models/ice/peering.hpp"
#include "sim/run/fabric_of.hpp"
#include "sim/run/ice_host.hpp"

namespace nearsim::run {

class IceFabric final : public FabricOf<IceHost>, private ice::ConnectionWatcher {
 public:
  IceFabric(World& world, const ice::Settings& settings, const ice::ServerSettings& server,
            net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override {
    return make_host(device, peering_);
  }
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  [[nodiscard]] bool reachable(Node from, Node to) const override;
  void refuse(Node from, Node to) override { peering_.refuse_all(from, to); }
  void stop_refusing(Node from, Node to) override { peering_.stop_refusing(from, to); }
  void address_changed(Node node) override { peering_.readdress(node); }
  void take_down(scenario::Outage how) override { peering_.signalling().take_down(down(how)); }
  void bring_up(scenario::Outage how) override { peering_.signalling().bring_up(down(how)); }
  void block(Node device, scenario::Blocked what) override {
    peering_.uplinks().block(device, service(what));
  }
  void unblock(Node device, scenario::Blocked what) override {
    peering_.uplinks().unblock(device, service(what));
  }

 private:
  void connection_changed(Node a, Node b) override;
  [[nodiscard]] static ice::Signalling::Down down(scenario::Outage how) {
    return how == scenario::Outage::killed ? ice::Signalling::Down::killed
                                           : ice::Signalling::Down::unreachable;
  }
  [[nodiscard]] static ice::Service service(scenario::Blocked what) {
    return static_cast<ice::Service>(what);
  }

  ice::Peering peering_;
};

}  // namespace nearsim::run
