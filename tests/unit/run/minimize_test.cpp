// What is left of a failing run: the one fault that matters, the two devices, and the same violation.
#include "sim/run/minimize.hpp"

#include <doctest/doctest.h>

#include "sim/run/report.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;
using namespace std::chrono_literals;

namespace {

scenario::Scenario crowd(const std::string& expect) {
  const scenario::Loaded loaded = scenario::load_text(
      "nearsim: 1\nrun_for: 120s\n"
      "devices: [{name: Ana, profile: meshred}, {name: Bob, profile: meshred}, {name: Cyd, profile: "
      "meshred}]\n"
      "faults:\n"
      "  - {at: 5s, for: 1s, slow: {from: Cyd, to: Ana, delay: 50ms}}\n"
      "  - {at: 10s, kill: Bob}\n"
      "  - {at: 50s, clock_step: {device: Cyd, by: 1h}}\n"
      "do: [{at: 7s, send: {device: Cyd}}]\n" +
          expect,
      "test");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), scenario::render(loaded.diagnostics));
  return *loaded.scenario;
}

}  // namespace

TEST_CASE("minimize: one fault, two devices, and no second longer than needed") {
  const run::Minimized small = run::minimize(
      crowd("expect: [{always: {connected: {from: Ana, to: Bob}}, during: [5s, 120s]}]\n"), base::Seed{1});
  CHECK(small.violated == "always connected: {from: Ana, to: Bob}, during [5s, 120s]");
  REQUIRE(small.scenario.faults.size() == 1);
  CHECK(std::holds_alternative<scenario::Kill>(small.scenario.faults[0].kind));
  CHECK(small.scenario.devices.size() == 2);
  CHECK(small.scenario.steps.empty());
  CHECK(small.scenario.run_for < 40s);
  CHECK_FALSE(run::run(small.scenario, base::Seed{1}).passed());
}

TEST_CASE("minimize: what holds is left alone") {
  const run::Minimized same = run::minimize(crowd("expect: [{at_least: 1, invite: any}]\n"), base::Seed{1});
  CHECK(same.violated.empty());
  CHECK(same.scenario.faults.size() == 3);
}
