// Empty arrays with room, for what lives only while an event is handled.  All devices of a run share them,
// and the one returned last is lent first: its memory is still in the cache, where an array of each device's
// own would be far away in a crowd.
#pragma once

#include <memory_resource>
#include <utility>
#include <vector>

#include "protocol/action.hpp"

namespace nearsim::run {

class Scratch {
 public:
  explicit Scratch(std::pmr::memory_resource* memory) : spare_(memory) {}
  [[nodiscard]] protocol::Decisions decisions() {
    if (spare_.empty()) return {};
    protocol::Decisions lent = std::move(spare_.back());
    spare_.pop_back();
    return lent;
  }
  void give_back(protocol::Decisions&& lent) {
    if (lent.capacity() == 0 || spare_.size() == kept) return;
    spare_.push_back(std::move(lent));
    spare_.back().clear();  // not before: its end would be moved right after it was written
  }

 private:
  static constexpr std::size_t kept = 64;  // ours: more than are ever lent at one instant, but in a crowd

  std::pmr::vector<protocol::Decisions> spare_;
};

}  // namespace nearsim::run
