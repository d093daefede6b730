// What all frameworks of one run share: who is who, which links there really are, and the faults that concern
// pairs. The frameworks know only what reached them; the air knows both ends, and is what checkers ask.
#pragma once

#include <deque>
#include <map>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "models/mpc/invitations.hpp"
#include "models/mpc/links.hpp"
#include "models/mpc/settings.hpp"
#include "models/mpc/verbs.hpp"
#include "models/net/courier.hpp"
#include "models/net/discovery_service.hpp"
#include "models/net/network.hpp"
#include "sim/base/random.hpp"

namespace nearsim::mpc {

class Framework;

class Air {
 public:
  // The network and the discovery outlive the air.  The observer may be null.
  Air(net::Network&, net::DiscoveryService&, const base::Streams&, Settings, net::Observer* = nullptr);
  Air(const Air&) = delete;
  Air& operator=(const Air&) = delete;

  // --- who is who
  // The run's own copy of a MCPeerID object, new, archived or cloned.
  [[nodiscard]] const PeerId& know(Identity, std::string_view display_name);
  [[nodiscard]] const PeerId* peer(Identity) const;
  [[nodiscard]] Framework* framework(net::Node) const;

  // --- faults, counted
  void refuse(net::Node from, net::Node to);  // every invitation from -> to is refused with 61
  void stop_refusing(net::Node from, net::Node to);
  // UDP between the two is blocked: accepted, then never connected.  What is connected stays.
  void block_channels(net::Node a, net::Node b);
  void unblock_channels(net::Node a, net::Node b);
  // ... of one lane of the network: matters with a channel for each interface.
  void block_lane(net::Node a, net::Node b, std::size_t lane);
  void unblock_lane(net::Node a, net::Node b, std::size_t lane);

  // The device lost its last interface: what it had connected ends there with this errno.
  void sockets_broke(net::Node node, net::Errno why) { links_.sockets_broke(node, why); }

  // --- the truth, for checkers
  [[nodiscard]] std::uint32_t outstanding_invitations(net::Node from, net::Node to) const;
  // Hints: the invitations and links of the two.
  void prefetch(net::Node from, net::Node to, kernel::Approach how) const;
  [[nodiscard]] std::uint32_t live_links(net::Node a, net::Node b) const { return links_.both_alive(a, b); }
  [[nodiscard]] std::uint32_t half_open_links(net::Node a, net::Node b) const {
    return links_.half_open(a, b);
  }
  // f(const LinkView&) for every link that is not over: of one pair by number, of all in no useful order.
  template <class F>
  void visit_links(net::Node a, net::Node b, F f) const {
    links_.visit(a, b, f);
  }
  template <class F>
  void visit_links(F f) const {
    links_.visit(f);
  }
  void watch_links(LinkWatcher& w) { links_.watch(w); }
  void watch_invitations(InvitationWatcher& w) { invitations_.watch(w); }

  [[nodiscard]] net::Network& network() { return network_; }
  [[nodiscard]] net::DiscoveryService& discovery() { return discovery_; }
  [[nodiscard]] kernel::Scheduler& scheduler() { return network_.scheduler(); }
  [[nodiscard]] const Settings& settings() const { return settings_; }

 private:
  friend class Framework;
  friend class Invitations;
  friend class Links;

  void report(net::Node, const Says& verb, net::Node peer, std::initializer_list<kernel::Field>);
  [[nodiscard]] net::Buffer buffer(net::BytesView);  // a copy in a recycled buffer
  void recycle(net::Buffer&&);
  [[nodiscard]] bool refused(net::Node from, net::Node to) const { return counted(refusals_, from, to); }
  [[nodiscard]] bool blocked(net::Node a, net::Node b) const;
  [[nodiscard]] bool blocked(net::Node a, net::Node b, std::size_t lane) const;
  [[nodiscard]] base::Rng& random(net::Node);  // "mpc/<node>": the framework's own timing
  [[nodiscard]] static bool counted(const net::PairMap&, net::Node, net::Node);
  static void count(net::PairMap&, net::Node, net::Node, int change);

  net::Network& network_;
  net::DiscoveryService& discovery_;
  const base::Streams& streams_;
  Settings settings_;
  net::Observer* observer_;
  net::Courier courier_;
  std::pmr::memory_resource* memory_ = network_.scheduler().memory();
  std::pmr::deque<PeerId> peers_{memory_};
  net::PairMap peer_index_{memory_};
  std::vector<Framework*> frameworks_;             // by node
  std::vector<std::optional<base::Rng>> randoms_;  // by node, from the first draw on
  net::PairMap refusals_{memory_}, blocks_{memory_}, waiting_{memory_};
  std::map<std::size_t, net::PairMap> lane_blocks_;  // by lane
  std::vector<net::Buffer> spare_;
  Links links_;
  Invitations invitations_;
};

}  // namespace nearsim::mpc
