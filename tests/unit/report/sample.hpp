// Results written by hand, so that reports can be compared whole.
#pragma once

#include "sim/report/ran.hpp"

namespace nearsim::report {

using namespace std::chrono_literals;

struct Sample {
  scenario::Scenario scenario;
  Ran ran;

  Sample() {
    scenario.file = "scenarios/race/sample.yaml";
    scenario.question = "Who yields?";
    for (const char* name : {"Ana", "Bob"}) {
      scenario::DeviceSpec device;
      device.name = name;
      scenario.devices.push_back(device);
    }
    scenario::Expectation expectation;
    expectation.subject.name = "dual_session";
    expectation.position = {"scenarios/race/sample.yaml", 9, 5};
    scenario.expectations = {expectation, expectation};
  }

  // Two expectations, one of which fails in every second seed, and one invariant that must fail and does.
  run::Report report(std::uint64_t seed) const {
    run::Report r;
    r.seed = {seed};
    r.fingerprint = "0123456789abcdef";
    r.ended = base::at(60s);
    r.records = 38;
    r.events = 1029;
    r.must_fail = {"I13"};
    r.expectations = {{"within 5s, usable: all", run::Held::held, "held at 0.700s", {}},
                      {"never dual_session", run::Held::held, "never", {}}};
    r.invariants = {
        {"I8 CAUSE", run::Held::held, "", {}},
        {"I13 TIEB", run::Held::violated, "once", {{"I13", base::at(100ms), 0, 1, "both invite", 4}}}};
    r.counts = {{"invite", 2}, {"mpc.connected", 2}};
    if (seed % 2 == 0) {
      r.expectations[1].held = run::Held::violated;
      r.expectations[1].measured = "so once";
      r.expectations[1].violations = {
          {"never dual_session", base::at(1500ms), 0, 1, "it was so for <1s & more", {}}};
    }
    return r;
  }
};

// The same fold that run_seeds does, over reports made by hand.
[[nodiscard]] run::Outcome outcome_of(const Sample& sample, std::uint64_t first, std::uint64_t last);

}  // namespace nearsim::report
