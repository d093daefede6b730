// What the QUIC hosts of one run share.
#pragma once

#include <vector>

#include "models/quic/wire.hpp"
#include "sim/run/host.hpp"

namespace nearsim::run {

class QuicHost;
class World;

class QuicFabric final : public Fabric, private quic::ConnectionWatcher {
 public:
  QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override;
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  void refuse(Node from, Node to) override { wire_.refuse_all(from, to); }
  void stop_refusing(Node from, Node to) override { wire_.stop_refusing(from, to); }

 private:
  void connection_changed(Node a, Node b) override;

  World& world_;
  quic::Wire wire_;
  std::vector<const QuicHost*> hosts_;  // by node; null: on another framework
};

}  // namespace nearsim::run
