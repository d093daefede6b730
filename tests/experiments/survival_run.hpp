// One run of survival: what was violated, and when everybody was usable to everybody again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace nearsim::experiments {

struct One {                   // run
  std::vector<bool> violated;  // by the scenario's invariants
  double usable_after = -1;    // seconds after the swarm; negative: never
  std::uint64_t events = 0;
  bool storm = false;
  std::string error;
};

// A run of a large room costs as much as hundreds of a small one.
[[nodiscard]] inline bool is_large(const scenario::Scenario& room) { return room.devices.size() > 10; }

// Ends before the scenario says when everybody has been usable to everybody for so long after the swarm; 0 s:
// it never does.  In a storm it ends, too.
[[nodiscard]] One run_one(const scenario::Scenario& scenario, std::uint64_t seed, base::Duration watch);

}  // namespace nearsim::experiments
