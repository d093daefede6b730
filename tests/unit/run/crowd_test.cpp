// A crowd is told of what comes next, see sim/kernel/outlook.hpp.  The hints go by labels, and look for
// pairs, links and invitations that may be gone by then: here they meet every fault, under the sanitizers
// too.
#include <doctest/doctest.h>

#include <string>

#include "sim/run/runner.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;

namespace {

run::Report crowd_of(const std::string& profile) {
  const scenario::Loaded loaded = scenario::load_text(
      "nearsim: 1\nrun_for: 12s\nlinks: {default: {delay: 20ms, jitter: 30ms, loss: 5%}}\n"
      "discovery: {default: {delay: 100ms, jitter: 500ms}}\n"
      "devices: [{name: phone, count: 66, profile: " +
          profile +
          "}]\nswarm: {kinds: all, of_each: 4, from: 2s, to: 10s, shortest: 500ms, longest: 3s}\n"
          "expect: [{at_least: 100, notify: any}]\n",
      "test");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), scenario::render(loaded.diagnostics));
  return run::run(*loaded.scenario, base::Seed{1});
}

}  // namespace

TEST_CASE("crowd: designs of each framework live through every fault among sixty-six") {
  for (const std::string profile :
       {"meshred", "recommended", "spacedrive_repaired", "socialstream_repaired"}) {
    CAPTURE(profile);
    const run::Report report = crowd_of(profile);
    CHECK_MESSAGE(report.ending == run::Ending::finished, report.error);
    CHECK(report.events > 20'000);
    CHECK(report.expectations.front().held == run::Held::held);
  }
}
