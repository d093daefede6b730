// What is left of a failing run: the one fault that matters, the two devices, and the same violation.
#include "sim/run/minimize.hpp"

#include <doctest/doctest.h>

#include "sim/run/regression.hpp"
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

// What is left as a file: it can be read, and shows the same.
void check_as_file(const run::Minimized& small, base::Seed seed) {
  const run::Report report = run::run(small.scenario, seed);
  const run::Regression file = run::regression_of(small.scenario, report, "1.2.3");
  const scenario::Loaded again = scenario::load_text(file.text, file.name);
  REQUIRE_MESSAGE(again.scenario.has_value(), scenario::render(again.diagnostics));
  const run::Replay shown = run::replay(*again.scenario);
  CHECK(shown.violated == small.violated);
  CHECK(shown.same_fingerprint);
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

TEST_CASE(
    "minimize: what else is expected goes, so that it neither forbids a shorter run nor needs a fault") {
  const run::Minimized small =
      run::minimize(crowd("expect:\n"
                          "  - {after_heal: 30s, usable: all}\n"
                          "  - {within: 100s, usable: {from: Ana, to: Cyd}}\n"
                          "  - {always: {connected: {from: Ana, to: Bob}}, during: [5s, 120s]}\n"
                          "  - {never: dual_session}\n"
                          "  - {must_fail: never dual_session}\n"
                          "  - {must_fail: I13}\n"),
                    base::Seed{1});
  CHECK(small.violated == "always connected: {from: Ana, to: Bob}, during [5s, 120s]");
  CHECK(small.scenario.expectations.size() == 1);
  CHECK(small.scenario.must_fail.empty());
  CHECK(small.scenario.devices.size() == 2);
  CHECK(small.scenario.run_for < 40s);
  check_as_file(small, base::Seed{1});
}

TEST_CASE("minimize: of a swarm, whatever is violated, what is left can be read and shows it again") {
  for (const char* design : {"fixv2", "attable", "meshred", "spacedrive", "socialstream"})
    for (const std::uint64_t seed : {1u, 2u}) {
      const scenario::Loaded loaded =
          scenario::load_text(std::string("nearsim: 1\nrun_for: 240s\n"
                                          "links: {default: {delay: 20ms, jitter: 30ms, loss: 1%}}\n"
                                          "devices: [{name: phone, count: 4, profile: ") +
                                  design +
                                  "}]\n"
                                  "swarm: {kinds: all, of_each: 2, chance: 30%, from: 20s, to: 110s, "
                                  "shortest: 1s, longest: 25s}\n"
                                  "expect: [{after_heal: 60s, usable: all}]\n",
                              "swarm");
      REQUIRE_MESSAGE(loaded.scenario.has_value(), scenario::render(loaded.diagnostics));
      const run::Minimized small = run::minimize(*loaded.scenario, base::Seed{seed});
      CAPTURE(design);
      CAPTURE(seed);
      if (!small.violated.empty()) check_as_file(small, base::Seed{seed});
    }
}
