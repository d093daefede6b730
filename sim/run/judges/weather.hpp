// What weighs on devices and pairs from outside: which faults are open, and when something last happened to
// them.  A judge that wants to know whether a design failed by itself asks here.
//
//   fault |########|              user          ########|
//   quiet           |--------------|-------------|        from the end of one thing to the next
#pragma once

#include <memory_resource>
#include <vector>

#include "models/net/pair_map.hpp"
#include "sim/run/monitor.hpp"

namespace nearsim::run {

class Weather {
 public:
  Weather(std::size_t devices, std::pmr::memory_resource* memory)
      : open_(memory), touched_(devices, memory), pair_index_(memory), pairs_(memory) {}

  void intervened(const Intervention& i);
  // No fault is open that concerns one of the two, and none began or ended in [since, now].
  [[nodiscard]] bool quiet(Node a, Node b, base::Instant since) const;

 private:
  struct Open {
    std::uint32_t fault = 0;
    Node a = net::no_node, b = net::no_node;
  };
  [[nodiscard]] static bool concerns(Node x, Node y, Node a, Node b);

  std::pmr::vector<Open> open_;
  std::pmr::vector<base::Instant> touched_;  // by device named alone: the first instant after the last thing
  base::Instant everybody_{};
  net::PairMap pair_index_;
  std::pmr::vector<base::Instant> pairs_;
};

}  // namespace nearsim::run
