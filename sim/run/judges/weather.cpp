#include "sim/run/judges/weather.hpp"

#include <algorithm>

namespace nearsim::run {

// Does something that names x and y (or x alone, or nobody: everybody) concern the pair (a, b)?
bool Weather::concerns(Node x, Node y, Node a, Node b) {
  if (x == net::no_node && y == net::no_node) return true;
  if (x != net::no_node && y != net::no_node) return (x == a && y == b) || (x == b && y == a);
  const Node one = x != net::no_node ? x : y;
  return one == a || one == b;
}

void Weather::intervened(const Intervention& i) {
  if (i.fault != no_fault) {
    if (i.what == Outside::fault_ends)
      std::erase_if(open_, [&](const Open& o) { return o.fault == i.fault; });
    else if (i.lasts == Lasts::yes) open_.push_back({i.fault, i.a, i.b});
  }
  if (i.a == net::no_node && i.b == net::no_node) {
    everybody_ = i.at + base::Duration{1};
  } else if (i.a != net::no_node && i.b != net::no_node) {
    std::uint32_t& index = pair_index_.at(net::PairMap::key(std::min(i.a, i.b), std::max(i.a, i.b)));
    if (index == net::PairMap::absent) {
      index = static_cast<std::uint32_t>(pairs_.size());
      pairs_.emplace_back();
    }
    pairs_[index] = i.at + base::Duration{1};
  } else {
    touched_[i.a != net::no_node ? i.a : i.b] = i.at + base::Duration{1};
  }
}

bool Weather::quiet(Node a, Node b, base::Instant since) const {
  if (everybody_ > since || touched_[a] > since || touched_[b] > since) return false;
  const std::uint32_t pair = pair_index_.find(net::PairMap::key(std::min(a, b), std::max(a, b)));
  if (pair != net::PairMap::absent && pairs_[pair] > since) return false;
  return std::none_of(open_.begin(), open_.end(), [&](const Open& o) { return concerns(o.a, o.b, a, b); });
}

}  // namespace nearsim::run
