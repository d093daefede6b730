// What multicast DNS speaks over: some interfaces, on each of which a packet reaches some of the others, late
// or not at all.  Nothing is acknowledged and nothing is sent again.
#pragma once

#include <optional>
#include <vector>

#include "models/net/network.hpp"
#include "models/net/pair_map.hpp"

namespace nearsim::net::mdns {

using Interface = std::uint32_t;

class Link {
 public:
  virtual ~Link() = default;
  [[nodiscard]] virtual Interface interfaces() const = 0;
  [[nodiscard]] virtual bool up(Interface, Node) const = 0;
  virtual void used_by(Node) {}      // it publishes or browses from now on
  virtual void released_by(Node) {}  // it does neither any more
  [[nodiscard]] virtual bool peer_to_peer(Interface) const { return false; }  // past access points
  // Until the packet arrives there; nothing if it does not.
  [[nodiscard]] virtual std::optional<base::Duration> reach(Interface, Node from, Node to, base::Bytes) = 0;
};

// One interface over the ways of a network, each with its loss, once.
class NetworkLink final : public Link {
 public:
  NetworkLink(const Network& network, const base::Streams& streams) : network_(network), streams_(streams) {}
  [[nodiscard]] Interface interfaces() const override { return 1; }
  [[nodiscard]] bool up(Interface, Node) const override { return true; }
  [[nodiscard]] std::optional<base::Duration> reach(Interface, Node from, Node to, base::Bytes) override;

 private:
  const Network& network_;
  const base::Streams& streams_;
  PairMap index_;
  std::vector<base::Rng> random_;  // "mdns/3>5"
};

}  // namespace nearsim::net::mdns
