#include "models/mpc/air.hpp"

#include <algorithm>
#include <utility>

#include "models/mpc/framework.hpp"
#include "models/net/stream_name.hpp"
#include "sim/base/check.hpp"

namespace nearsim::mpc {

Air::Air(net::Network& network, net::DiscoveryService& discovery, const base::Streams& streams,
         Settings settings, net::Observer* observer)
    : network_(network),
      discovery_(discovery),
      streams_(streams),
      settings_(settings),
      observer_(observer),
      courier_(network),
      links_(*this, memory_),
      invitations_(*this, memory_) {}

// --- who is who

const PeerId& Air::know(Identity id, std::string_view display_name) {
  std::uint32_t& slot = peer_index_.at(id);
  if (slot == net::PairMap::absent) {
    slot = static_cast<std::uint32_t>(peers_.size());
    peers_.push_back({id, std::string{display_name}});
  } else if (peers_[slot].display_name != display_name) {
    peers_[slot].display_name = display_name;  // its service was renamed
  }
  return peers_[slot];
}

const PeerId* Air::peer(Identity id) const {
  const std::uint32_t slot = peer_index_.find(id);
  return slot == net::PairMap::absent ? nullptr : &peers_[slot];
}

Framework* Air::framework(net::Node node) const {
  return node < frameworks_.size() ? frameworks_[node] : nullptr;
}

// --- faults

void Air::count(net::PairMap& map, net::Node from, net::Node to, int change) {
  std::uint32_t& slot = map.at(net::PairMap::key(from, to));
  if (slot == net::PairMap::absent) slot = 0;
  NEARSIM_CHECK(change > 0 || slot > 0, "a fault is undone that is not active");
  slot = change > 0 ? slot + 1 : slot - 1;
  if (slot == 0) map.erase(net::PairMap::key(from, to));  // the table holds what is active, and stays small
}

bool Air::counted(const net::PairMap& map, net::Node from, net::Node to) {
  const std::uint32_t n = map.find(net::PairMap::key(from, to));
  return n != net::PairMap::absent && n > 0;
}

std::uint32_t Air::outstanding_invitations(net::Node from, net::Node to) const {
  const std::uint32_t count = waiting_.find(net::PairMap::key(from, to));
  if (count == net::PairMap::absent || count <= 1) return count == 1 ? 1 : 0;
  const Framework* target = framework(to);  // several: which of them are for what it is now?
  return target == nullptr ? count : invitations_.waiting(from, target->peer_id().id);
}

void Air::refuse(net::Node from, net::Node to) { count(refusals_, from, to, 1); }
void Air::stop_refusing(net::Node from, net::Node to) { count(refusals_, from, to, -1); }
void Air::block_channels(net::Node a, net::Node b) { count(blocks_, std::min(a, b), std::max(a, b), 1); }
void Air::unblock_channels(net::Node a, net::Node b) { count(blocks_, std::min(a, b), std::max(a, b), -1); }
bool Air::blocked(net::Node a, net::Node b) const { return counted(blocks_, std::min(a, b), std::max(a, b)); }

void Air::block_lane(net::Node a, net::Node b, std::size_t lane) {
  count(lane_blocks_[lane], std::min(a, b), std::max(a, b), 1);
}
void Air::unblock_lane(net::Node a, net::Node b, std::size_t lane) {
  count(lane_blocks_[lane], std::min(a, b), std::max(a, b), -1);
}
bool Air::blocked(net::Node a, net::Node b, std::size_t lane) const {
  const auto it = lane_blocks_.find(lane);
  return blocked(a, b) || (it != lane_blocks_.end() && counted(it->second, std::min(a, b), std::max(a, b)));
}

// --- for the parts

base::Rng& Air::random(net::Node node) {
  if (randoms_.size() <= node) randoms_.resize(node + 1);
  if (!randoms_[node]) randoms_[node] = net::stream(streams_, net::StreamName{} << "mpc/" << node);
  return *randoms_[node];
}

void Air::report(net::Node node, const Says& verb, net::Node peer,
                 std::initializer_list<kernel::Field> fields) {
  if (observer_ != nullptr) observer_->event(network_.scheduler().now(), node, verb, peer, fields);
}

void Air::prefetch(net::Node from, net::Node to, kernel::Approach how) const {
  if (how == kernel::Approach::near) waiting_.prefetch(net::PairMap::key(from, to));
  links_.prefetch(from, to, how);
}

net::Buffer Air::buffer(net::BytesView bytes) {
  net::Buffer b;
  if (!spare_.empty()) {
    b = std::move(spare_.back());
    spare_.pop_back();
  }
  b.assign(bytes.begin(), bytes.end());
  return b;
}

void Air::recycle(net::Buffer&& b) {
  constexpr std::size_t kept = 64;  // ours: enough for the messages of one instant in a small room
  if (spare_.size() < kept && b.capacity() > 0) spare_.push_back(std::move(b));
}

}  // namespace nearsim::mpc
