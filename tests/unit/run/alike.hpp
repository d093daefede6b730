// For properties: what can be read is run to an end by nearsim's own checks, and again in the same way.
#pragma once

#include <rapidcheck.h>

#include "sim/run/report.hpp"

namespace nearsim::run {

inline void check_alike(const scenario::Scenario& one, const scenario::Scenario& other, base::Seed seed,
                        std::uint64_t event_budget) {
  const RunOptions options{.sinks = {}, .event_budget = event_budget};
  const Report once = run(one, seed, options);
  RC_ASSERT(once.ending != Ending::check_failed);
  RC_ASSERT(run(other, seed, options).fingerprint == once.fingerprint);
}

}  // namespace nearsim::run
