#include "models/radio/awdl/election.hpp"

#include <algorithm>

namespace nearsim::radio::awdl {

Verdict verdict(Station self, const Claim& claim) {
  if (claim.height() + 1 > max_height) return Verdict::too_high;
  const bool loop = std::find(claim.path.begin(), claim.path.end(), self) != claim.path.end();
  return loop ? Verdict::follows_us : Verdict::eligible;
}

bool better(const Heard& a, const Heard& b, Order order) {
  const Claim& x = a.claim;
  const Claim& y = b.claim;
  if (order == Order::counter_first && x.counter != y.counter) return x.counter > y.counter;
  if (x.metric != y.metric) return x.metric > y.metric;
  if (order == Order::metric_first && x.counter != y.counter) return x.counter > y.counter;
  if (x.height() != y.height()) return x.height() < y.height();
  return a.address > b.address;
}

std::optional<std::size_t> elect(const Heard& own, const std::vector<Heard>& neighbours, Order order) {
  std::optional<std::size_t> choice;
  const Heard* best = &own;
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    const Heard& n = neighbours[i];
    if (verdict(own.node, n.claim) != Verdict::eligible || !better(n, *best, order)) continue;
    best = &n;
    choice = i;
  }
  return choice;
}

Claim following(const Heard& neighbour) {
  Claim claim = neighbour.claim;
  claim.path.insert(claim.path.begin(), neighbour.node);
  return claim;
}

}  // namespace nearsim::radio::awdl
