// The smallest scenario of which there is a run.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "sim/scenario/load.hpp"

namespace nearsim::run {

inline scenario::Scenario two_phones(const std::string& more = "", const std::string& profile = "meshred") {
  scenario::Loaded loaded = scenario::load_text(
      "# Question: a test?\nnearsim: 1\nrun_for: 20s\n"
      "devices:\n  - {name: Ana, profile: " +
          profile + "}\n  - {name: Bob, profile: " + profile + "}\n" + more,
      "test.yaml");
  REQUIRE(loaded.scenario.has_value());
  return *loaded.scenario;
}

}  // namespace nearsim::run
