#include "models/net/mdns/link.hpp"

#include "models/net/stream_name.hpp"

namespace nearsim::net::mdns {

std::optional<base::Duration> NetworkLink::reach(Interface, Node from, Node to, base::Bytes) {
  const Way way = network_.way(from, to);
  if (!way.up) return std::nullopt;
  if (way.loss == base::none && way.jitter == base::Duration{0}) return way.delay;
  std::uint32_t& slot = index_.at(PairMap::key(from, to));
  if (slot == PairMap::absent) {
    slot = static_cast<std::uint32_t>(random_.size());
    random_.push_back(stream(streams_, StreamName{} << "mdns/" << from << ">" << to));
  }
  base::Rng& random = random_[slot];
  if (random.chance(way.loss)) return std::nullopt;
  return way.delay + random.between(base::Duration{0}, way.jitter);
}

}  // namespace nearsim::net::mdns
