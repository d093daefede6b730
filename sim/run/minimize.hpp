// A failing run made small: what else is expected, faults, steps, devices and seconds are left out one by
// one, as long as the same thing is violated in the same seed, and what is left is a scenario that can be
// read.
//
//   12 faults, 9 devices, 120 s  --->  2 faults, 3 devices, 47 s, and the same invariant
#pragma once

#include <string>

#include "sim/base/random.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

struct Minimized {
  scenario::Scenario scenario;       // its swarm drawn and written out
  std::string violated{};            // what it is about; empty: the run is as demanded
  int runs = 0;                      // how many it took
  Ending ending = Ending::finished;  // else the run broke off, which cannot be recorded
  std::string error{};               // of that ending
};
[[nodiscard]] Minimized minimize(const scenario::Scenario& scenario, base::Seed seed);

}  // namespace nearsim::run
