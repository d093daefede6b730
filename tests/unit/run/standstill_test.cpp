// Time that does not go on: who answers at once over links that take no time is told from a crowd that is
// busy at one instant.
#include <doctest/doctest.h>

#include "sim/run/minimize.hpp"
#include "sim/run/regression.hpp"
#include "sim/run/runner.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;

namespace {

scenario::Scenario at_once(const std::string& devices) {
  const scenario::Loaded loaded = scenario::load_text(
      "nearsim: 1\nrun_for: 20s\nlinks: {default: {delay: 0ms}}\ndiscovery: {default: {delay: 0ms}}\n"
      "devices: [" +
          devices + "]\nexpect: [{at_least: 1, invite: any}]\n",
      "test");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), scenario::render(loaded.diagnostics));
  return *loaded.scenario;
}

scenario::Scenario echoes() {
  return at_once("{name: phone, count: 2, profile: fixv2_repaired, set: {detectors.keep_alive.echo: true}}");
}

}  // namespace

TEST_CASE("standstill: beats that are echoed at once fail the run, and are no defect of ours") {
  const run::Outcome outcome = run::run_seeds(echoes());
  REQUIRE(outcome.failures.size() == 1);
  const run::Report& report = outcome.failures.front();
  CHECK(report.ending == run::Ending::zeno);
  CHECK(report.error.find("received, deliver, received") != std::string::npos);
  CHECK(report.ended < base::at(std::chrono::seconds{20}));
  CHECK(run::first_violated(report) == "I7");
  CHECK(outcome.exit() == run::Exit::failed);
}

TEST_CASE("standstill: such a run is not made smaller, because it could not be recorded") {
  const run::Minimized same = run::minimize(echoes(), base::Seed{1});
  CHECK(same.ending == run::Ending::zeno);
  CHECK_FALSE(same.error.empty());
  CHECK(same.runs == 1);
}

TEST_CASE("standstill: a crowd of which everybody finds everybody at one instant is only busy") {
  const run::Report report = run::run(at_once("{name: phone, count: 150, profile: fixv2_repaired}"),
                                      base::Seed{1}, {.sinks = {}, .event_budget = 200'000});
  CHECK(report.ending == run::Ending::budget);  // which is more than the 100,000 of a small room
}
