// Empty arrays with room, for what lives only while an event is handled.  All devices of a run share them,
// and the one returned last is lent first: its memory is still in the cache, where an array of each device's
// own would be far away in a crowd.
#pragma once

#include <memory_resource>
#include <utility>
#include <vector>

#include "models/net/node.hpp"
#include "protocol/action.hpp"

namespace nearsim::run {

class Scratch {
 public:
  explicit Scratch(std::pmr::memory_resource* memory) : decisions_(memory), nodes_(memory) {}
  [[nodiscard]] protocol::Decisions decisions() { return lend(decisions_); }
  [[nodiscard]] std::vector<net::Node> nodes() { return lend(nodes_); }
  void give_back(protocol::Decisions&& lent) { take_back(decisions_, std::move(lent)); }
  void give_back(std::vector<net::Node>&& lent) { take_back(nodes_, std::move(lent)); }

 private:
  static constexpr std::size_t kept = 64;  // ours: more than are ever lent at one instant, but in a crowd

  template <class Array>
  [[nodiscard]] static Array lend(std::pmr::vector<Array>& spare) {
    if (spare.empty()) return {};
    Array array = std::move(spare.back());
    spare.pop_back();
    return array;
  }
  template <class Array>
  static void take_back(std::pmr::vector<Array>& spare, Array&& lent) {
    if (lent.capacity() == 0 || spare.size() == kept) return;
    spare.push_back(std::move(lent));
    spare.back().clear();  // not before: its end would be moved right after it was written
  }

  std::pmr::vector<protocol::Decisions> decisions_;
  std::pmr::vector<std::vector<net::Node>> nodes_;
};

}  // namespace nearsim::run
