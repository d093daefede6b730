// From text to a scenario: what each key means, and that what is left out is the default.
#include "sim/scenario/load.hpp"

#include <doctest/doctest.h>

#include "sim/scenario/invariants.hpp"

using namespace nearsim;
using namespace nearsim::scenario;
using namespace std::chrono_literals;

namespace {

Scenario load(const std::string& text) {
  Loaded loaded = load_text("nearsim: 1\n" + text, "test.yaml");
  INFO(render(loaded.diagnostics));
  REQUIRE(loaded.scenario.has_value());
  return std::move(*loaded.scenario);
}
const std::string two = "devices: [{name: Ana, profile: meshred}, {name: Bob, profile: meshred}]\n";

template <class T>
const T& only(const std::vector<T>& list) {
  REQUIRE(list.size() == 1);
  return list[0];
}
const protocol::ArbitrationWindow& window_of(const DeviceSpec& device) {
  for (const protocol::Gate& gate : device.profile.gates)
    if (const auto* window = std::get_if<protocol::ArbitrationWindow>(&gate)) return *window;
  FAIL("no arbitration window");
  throw 0;
}

}  // namespace

TEST_CASE("a minimal scenario is all defaults") {
  const Scenario scenario = load(two);
  CHECK(scenario.run_for == 60s);
  CHECK(scenario.seeds == SeedRange{1, 1});
  CHECK(scenario.links == Links{});
  CHECK(scenario.mpc == mpc::Settings{});
  CHECK(scenario.devices.size() == 2);
  CHECK(scenario.devices[0].display_name == "Ana");
  CHECK(scenario.devices[0].node_id == "Ana");
  CHECK(scenario.devices[0].profile == protocol::find_design("meshred")->make());
  CHECK(scenario.invariants == default_invariants());
  CHECK(scenario.question.empty());
}

TEST_CASE("the question is the comment of the first line") {
  CHECK(load_text("# Question:  who wins?  \nnearsim: 1\n" + two, "t").scenario->question == "who wins?");
  CHECK(load_text("# who wins?\nnearsim: 1\n" + two, "t").scenario->question.empty());
}

TEST_CASE("links: later entries build on earlier ones, and all stands for each") {
  const Links links = load(two +
                           "links: {default: {delay: 10ms}, between: [{from: Ana, to: Bob, delay: 20ms}, "
                           "{pair: [Ana, Bob], loss: 5%}, {from: all, to: Ana, jitter: 1ms}]}\n")
                          .links;
  CHECK(links.normal.delay == 10ms);
  REQUIRE(links.between.size() == 2);
  CHECK(links.between[0] == WayOverride{"Ana", "Bob", {20ms, 0ms, base::percent(5)}});
  CHECK(links.between[1] == WayOverride{"Bob", "Ana", {10ms, 1ms, base::percent(5)}});
}

TEST_CASE("count makes numbered devices that share only what was given") {
  const Scenario scenario = load(
      "devices: [{name: P, profile: meshred, count: 3, display_name: iPhone}, {name: Q, profile: meshred, "
      "count: 2}]");
  REQUIRE(scenario.devices.size() == 5);
  CHECK(scenario.devices[2].name == "P3");
  CHECK(scenario.devices[2].display_name == "iPhone");
  CHECK(scenario.devices[2].node_id == "P3");
  CHECK(scenario.devices[4].display_name == "Q2");
}

TEST_CASE("a profile is changed in the order without, with, set") {
  const Scenario scenario = load(
      "devices:\n  - name: Ana\n    profile: meshred\n    without: [gates.election, remedies.invite_failed]\n"
      "    with: {gates: [{arbitration_window: {remembers_abandoned: true}}, require_pending], stages: "
      "[send_hello]}\n"
      "    set: {gates.arbitration_window.window: 2s, gates.require_pending.key: display_name}\n");
  const protocol::Profile& profile = only(scenario.devices).profile;
  CHECK(profile.name == "meshred");
  CHECK(window_of(scenario.devices[0]) == protocol::ArbitrationWindow{2s, true});
  for (const protocol::Gate& gate : profile.gates) CHECK(!std::holds_alternative<protocol::Election>(gate));
  CHECK(std::get<protocol::RequirePending>(profile.gates.back()).key == protocol::Key::display_name);
  CHECK(std::holds_alternative<protocol::SendHello>(only(profile.stages)));
  CHECK(only(profile.remedies).symptom == protocol::Symptom::link_failed);
}

TEST_CASE("profiles of the file: derived, derived twice, and written out") {
  const Scenario scenario = load(
      "profiles:\n  b: {base: a, set: {gates.arbitration_window.window: 3s}}\n"
      "  a: {base: meshred, stability: 7s}\n  c: {name: whole, stages: [{reach: {milestone: usable}}]}\n"
      "devices: [{name: A, profile: a}, {name: B, profile: b}, {name: C, profile: c}]\n");
  CHECK(scenario.devices[0].profile.name == "a");
  CHECK(scenario.devices[1].profile.name == "b");
  CHECK(scenario.devices[1].profile.stability == 7s);
  CHECK(window_of(scenario.devices[1]).window == 3s);
  CHECK(scenario.devices[2].profile.name == "whole");
  CHECK(scenario.devices[2].profile.gates.empty());
}

TEST_CASE("faults and steps") {
  const Scenario scenario = load(two +
                                 "faults:\n  - {at: 20s, partition: [Ana], for: 5s}\n"
                                 "  - {name: h, when: {usable: [Ana, Bob]}, by: 1s, pause: Bob, for: 2s}\n"
                                 "  - {after: h, duplicate: {finder: Ana, found: all, count: 9}}\n"
                                 "do: [{at: 5s, send: {device: Ana, size: 2kB}, every: 3s, times: 10}]\n");
  REQUIRE(scenario.faults.size() == 3);
  CHECK(scenario.faults[0].trigger.at == Duration(20s));
  CHECK(scenario.faults[0].lasts == Duration(5s));
  CHECK(std::get<Partition>(scenario.faults[0].kind).group == std::vector<std::string>{"Ana"});
  CHECK(scenario.faults[1].trigger.when == Subject{"usable", {"Ana", "Bob"}, "", "", {}});
  CHECK(scenario.faults[1].trigger.by == 1s);
  CHECK(scenario.faults[2].trigger.after == "h");
  CHECK(std::get<Duplicate>(scenario.faults[2].kind) == Duplicate{"Ana", "", 9, 5ms});
  CHECK(std::get<SendText>(only(scenario.steps).kind) == SendText{"Ana", "chat", base::Bytes{2000}});
  CHECK(only(scenario.steps).times == 10);
}

TEST_CASE("expectations and their one-line text") {
  const Scenario scenario =
      load(two +
           "expect:\n  - {within: 5s, usable: all}\n  - {never: dual_session}\n"
           "  - {at_most: 3, invite: {from: Ana, why: found}, during: [0s, 5s], per: link}\n"
           "  - {always: {connected: [Ana, Bob]}, during: [5s, none]}\n"
           "  - {sometimes: {visible: {from: Ana, to: Bob}}}\n  - {must_fail: I8}\n");
  REQUIRE(scenario.expectations.size() == 5);
  CHECK(scenario.expectations[0].text == "within 5s, usable: all");
  CHECK(scenario.expectations[0].bound == 5s);
  CHECK(scenario.expectations[0].position.line == 4);
  CHECK(scenario.expectations[1].text == "never dual_session");
  CHECK(scenario.expectations[2].text ==
        "at_most 3, invite: {from: Ana, why: found}, during [0s, 5s], per link");
  CHECK(scenario.expectations[2].per == Per::link);
  CHECK(scenario.expectations[3].text == "always connected: [Ana, Bob], during [5s, none]");
  CHECK(scenario.expectations[3].during->to == base::forever);
  CHECK(scenario.expectations[4].text == "sometimes visible: {from: Ana, to: Bob}");
  CHECK(only(scenario.must_fail) == "I8");
}

TEST_CASE("invariants keep their defaults but for what is written") {
  const Scenario scenario = load(two + "invariants: {I8: off, I3: {bound: 20s}, I7: {limit: 50}}\n");
  for (const NamedInvariant& named : scenario.invariants) {
    const Invariant& known = *find_invariant(named.name);
    CHECK(named.settings.judged == (named.name != "I8"));
    CHECK(named.settings.bound == (named.name == "I3" ? 20s : known.bound));
    CHECK(named.settings.limit == (named.name == "I7" ? 50 : known.limit));
  }
}

TEST_CASE("a file that is not there, or is a folder") {
  CHECK(render(load_file("no/such/file.yaml").diagnostics) ==
        "no/such/file.yaml: error: cannot be opened: No such file or directory\n");
  CHECK(render(load_file(".").diagnostics) == ".: error: is a folder, not a scenario\n");
}
