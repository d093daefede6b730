// A run retold: out of all its records the few that a person would draw on a whiteboard.  Decisions stand at
// their device, messages are arrows that arrive, keep-alives between two are one arrow for a whole stretch.
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/sinks.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::report {

struct Scene {
  enum class Kind : std::uint8_t {
    decision,  // the engine of `node` decided
    state,     // the framework told `node`
    arrow,     // something of `node` arrived at `peer`
    exchange,  // the same, many times, both ways
    outside,   // a fault or the user
  };
  Kind kind = Kind::decision;
  base::Instant at, until;  // `until`: of an exchange, its last arrival
  std::size_t node = 0, peer = 0;
  std::string label, why;
  std::string about;      // the peers a mark concerns, where there are more than two devices
  base::Duration took{};  // of an arrow; 0: unknown
  std::uint64_t count = 1;
};

[[nodiscard]] std::vector<Scene> story_of(const scenario::Scenario& scenario,
                                          const std::vector<kernel::StoredRecord>& records);

}  // namespace nearsim::report
