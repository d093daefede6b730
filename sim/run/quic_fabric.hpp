// What the QUIC hosts of one run share.
#pragma once

#include "models/quic/wire.hpp"
#include "sim/run/fabric_of.hpp"
#include "sim/run/quic_host.hpp"

namespace nearsim::run {

class QuicFabric final : public FabricOf<QuicHost>, private quic::ConnectionWatcher {
 public:
  QuicFabric(World& world, const quic::Settings& settings, net::Observer& observer);

  [[nodiscard]] std::unique_ptr<Host> host_for(Device& device) override { return make_host(device, wire_); }
  [[nodiscard]] Ledger::Truth truth(Node a, Node b) const override;
  void refuse(Node from, Node to) override { wire_.refuse_all(from, to); }
  void stop_refusing(Node from, Node to) override { wire_.stop_refusing(from, to); }

 private:
  void connection_changed(Node a, Node b) override;
  [[nodiscard]] static Ledger::Truth truth(const quic::Wire::Joined& joined, quic::ConnectionId of_a,
                                           quic::ConnectionId of_b);

  quic::Wire wire_;
};

}  // namespace nearsim::run
