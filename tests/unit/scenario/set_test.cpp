// Changing a scenario by path.
#include "sim/scenario/set.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "sim/scenario/load.hpp"
#include "tests/unit/scenario/any_scenario.hpp"

using namespace nearsim;
using namespace nearsim::scenario;
using namespace std::chrono_literals;

namespace {

Scenario example() {
  return load_text(
             "nearsim: 1\nlinks: {between: [{from: Ana, to: Bob, loss: 5%}]}\n"
             "devices: [{name: Ana, profile: meshred}, {name: Bob, profile: meshred, without: "
             "[gates.election]}]\n"
             "faults: [{name: outage, at: 5s, partition: [Ana], for: 2s}, {at: 9s, kill: Ana}]\n"
             "do: [{name: talk, at: 1s, send: {device: Ana}, every: 1s}]\n",
             "t")
      .scenario.value();
}
std::string refused(std::string_view path, std::string_view value) {
  Scenario scenario = example();
  const std::vector<Diagnostic> diagnostics = set(scenario, path, value);
  REQUIRE(!diagnostics.empty());
  CHECK(scenario == example());
  return diagnostics[0].message + " | " + diagnostics[0].hint;
}

}  // namespace

TEST_CASE("every kind of path sets what it names") {
  Scenario scenario = example();
  CHECK(set(scenario, "run_for", "30s").empty());
  CHECK(scenario.run_for == 30s);
  CHECK(set(scenario, "links.default.delay", "1ms").empty());
  CHECK(set(scenario, "links.Ana>Bob.delay", "2ms").empty());
  CHECK(scenario.links.normal.delay == 1ms);
  CHECK(scenario.links.between[0].way == WaySpec{2ms, 0ms, base::percent(5)});
  CHECK(set(scenario, "mpc.invite_retry.steady", "9").empty());
  CHECK(scenario.mpc.invite_retry.steady == 9);
  CHECK(set(scenario, "devices.Ana.clock.drift", "-20ppm").empty());
  CHECK(scenario.devices[0].clock.drift == base::Drift{-20'000});
  CHECK(set(scenario, "devices.*.start", "3s").empty());
  CHECK((scenario.devices[0].start == 3s && scenario.devices[1].start == 3s));
  CHECK(set(scenario, "devices.*.profile.gates.election.inviter", "greatest").empty());  // only Ana has one
  CHECK(set(scenario, "devices.Ana.profile.remedies.link_failed.reconnect.base", "7s").empty());
  CHECK(set(scenario, "devices.Ana.profile.stages.reach.milestone", "handshaken").empty());
  CHECK(std::get<protocol::Reach>(scenario.devices[0].profile.stages[0]).milestone ==
        protocol::Milestone::handshaken);
  CHECK(set(scenario, "invariants.I3.bound", "20s").empty());
  CHECK(set(scenario, "faults.outage.for", "4s").empty());
  CHECK(scenario.faults[0].lasts == Duration(4s));
  CHECK(set(scenario, "do.talk.send.size", "4s").size() == 1);  // the verb is not part of the path
  CHECK(set(scenario, "do.talk.size", "2kB").empty());
  CHECK(std::get<SendText>(scenario.steps[0].kind).size.count == 2000);
}

TEST_CASE("what cannot be set says why, and leaves the scenario as it was") {
  CHECK(refused("mpc.conect_time", "1s") ==
        "the scenario has no setting 'mpc.conect_time' | did you mean 'mpc.connect_time'?");
  CHECK(refused("links.default.delay", "5") == "'5' has no unit | write 5s (units: ns, us, ms, s, min, h)");
  CHECK(refused("devices.Ann.start", "5s") ==
        "the scenario has no setting 'devices.Ann.start' | did you mean 'devices.Ana.start'?");
  CHECK(refused("devices.Bob.profile.gates.election.key", "node_id")
            .starts_with("the scenario has no setting"));
  CHECK(refused("devices.*.profile.gates.elction.key", "node_id") ==
        "no device has the setting 'profile.gates.elction.key' | did you mean "
        "'devices.Ana.profile.gates.election.key'?");
  CHECK(refused("devices.Ana", "x").starts_with("the scenario has no setting"));
  CHECK(refused("run_for", "4s") == "at: 5s is after the end of the run | run_for is 4s");
  CHECK(refused("", "").starts_with("the scenario has no setting ''"));
}

TEST_CASE("a stage that occurs several times must be numbered") {
  protocol::Profile profile = protocol::find_design("fixv2")->make();
  CHECK(set_in_profile(profile, "stages[0].settle.on_wifi", "9s") == std::nullopt);
  CHECK(std::get<protocol::Settle>(profile.stages[0]).on_wifi == 9s);
  const Outcome outcome = set_in_profile(profile, "stages.settle.on_wifi", "9s");
  REQUIRE(outcome.has_value());
  CHECK(outcome->hint.starts_with("say which: stages[0].settle.on_wifi"));
}

TEST_CASE("mechanisms are removed by the names they had before") {
  protocol::Profile profile = protocol::find_design("fixv2")->make();
  const std::vector<protocol::Stage> before = profile.stages;
  const std::size_t gates = profile.gates.size();
  const auto outcomes =
      remove_from_profile(profile, {"stages[0]", "stages[2].within", "gates.require_pending"});
  CHECK(std::none_of(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.has_value(); }));
  REQUIRE(profile.stages.size() == before.size() - 2);
  CHECK(profile.stages[0] == before[1]);
  CHECK(profile.stages[1] == before[3]);
  CHECK(profile.gates.size() == gates - 1);
}

TEST_CASE("every path that is listed can be set to the value that is listed") {
  CHECK(rc::check("paths and values", [] {
    const Scenario scenario = any::scenario();
    const std::vector<Setting> settings = settings_of(scenario);
    RC_ASSERT(settings.size() == paths(scenario).size());
    const Setting& setting = settings[any::below(settings.size())];
    Scenario same = scenario;
    const std::vector<Diagnostic> diagnostics = set(same, setting.path, setting.value);
    RC_LOG() << setting.path << "=" << setting.value << "\n" << render(diagnostics);
    RC_ASSERT(diagnostics.empty());
    RC_ASSERT(same == scenario);
    RC_ASSERT(!setting.doc.empty());
  }));
}

TEST_CASE("the air, and where a device stands in it, are settings, too") {
  Scenario scenario =
      load_text(
          "nearsim: 1\nradio: {preset: office, shadowing: 4dB}\n"
          "devices: [{name: Ana, profile: meshred, at: [1m, 1m], wander: {}}, {name: Bob, profile: "
          "meshred, at: [2m, 2m]}]\n",
          "t")
          .scenario.value();
  CHECK(scenario.radio->settings.shadowing == 4);
  CHECK(set(scenario, "radio.power", "20dBm").empty());
  CHECK(set(scenario, "radio.busy", "50%").empty());
  CHECK(set(scenario, "devices.Bob.at.x", "30m").empty());
  CHECK(set(scenario, "devices.Ana.wander.speed", "2m").empty());
  CHECK(scenario.radio->settings.power == 20);
  CHECK(scenario.radio->settings.busy == base::percent(50));
  CHECK(scenario.devices[1].at->x == base::Meters{30'000});
  CHECK(scenario.devices[0].wander->speed == base::Meters{2'000});
  CHECK(set(scenario, "radio.power", "20").at(0).hint == "write 20dBm");
  CHECK(set(scenario, "radio.power", "20dB").at(0).message == "'20dB' is not a whole number of dBm");
  CHECK(set(scenario, "radio.power", "99dBm").at(0).hint == "from 0dBm to 30dBm");
  CHECK(!set(scenario, "devices.Bob.at.x", "900m").empty());  // outside the area
}
