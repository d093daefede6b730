// What must hold in every run, at every event, without being asked for.  Each has a bound or a limit that a
// scenario may change or switch off: `invariants: {I8: off, I3: {bound: 20s}}`.
#pragma once

#include <span>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

struct Invariant {
  std::string_view name;       // "I1"
  std::string_view word;       // "UNIQ"
  std::string_view statement;  // uses `bound` and `limit` as words
  Duration bound;              // 0: the invariant has none
  std::int64_t limit;          // 0: the invariant has none
};
[[nodiscard]] std::span<const Invariant> invariants();
[[nodiscard]] const Invariant* find_invariant(std::string_view name);

// All of them, with their defaults.
[[nodiscard]] std::vector<NamedInvariant> default_invariants();

}  // namespace nearsim::scenario
