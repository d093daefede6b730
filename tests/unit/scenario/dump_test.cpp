// A scenario that is written reads back as the same value, whatever is in it.
#include "sim/scenario/dump.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "sim/scenario/load.hpp"
#include "sim/scenario/yaml_text.hpp"
#include "tests/unit/scenario/any_scenario.hpp"

using namespace nearsim;
using namespace nearsim::scenario;

TEST_CASE("words are quoted wherever some YAML would take them for something else") {
  CHECK(yaml_word("Ana") == "Ana");
  CHECK(yaml_word("node-1.b") == "node-1.b");
  for (const std::string_view word :
       {"", "no", "Yes", "null", "5", "-a", "a b", "a:b", "#a", "all", "0x1f", "~"})
    CHECK_MESSAGE(yaml_word(word).front() == '"', word);
  CHECK(yaml_word("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(yaml_word("\xE2\x80\xA8") == "\"\\U00002028\"");
  CHECK(yaml_word("\n") == "\"\\U0000000A\"");
}

TEST_CASE("equal profiles are written once, unlike ones of one name apart") {
  const std::string text =
      "nearsim: 1\ndevices: [{name: A, profile: meshred}, {name: B, profile: meshred}, "
      "{name: C, profile: meshred, set: {stability: 1s}}]\n";
  const std::string out = dump(*load_text(text, "t").scenario);
  CHECK(out.find("  meshred:\n    name: meshred\n") != std::string::npos);
  CHECK(out.find("  meshred_2:\n    name: meshred\n") != std::string::npos);
  CHECK(out.find("meshred_3") == std::string::npos);
}

TEST_CASE("every shipped profile is written in full and reads back") {
  for (const protocol::Design& design : protocol::designs()) {
    Scenario scenario;
    scenario.devices.push_back({});
    scenario.devices[0].name = scenario.devices[0].display_name = scenario.devices[0].node_id = "A";
    scenario.devices[0].stream = "A";
    scenario.devices[0].profile = design.make();
    scenario.invariants = default_invariants();
    const Loaded loaded = load_text(dump(scenario), "dump");
    INFO(render(loaded.diagnostics));
    REQUIRE(loaded.scenario.has_value());
    CHECK(*loaded.scenario == scenario);
  }
}

TEST_CASE("dump, then load, gives the same scenario") {
  CHECK(rc::check("round trip", [] {
    const Scenario scenario = any::scenario();
    const std::string text = dump(scenario);
    const Loaded loaded = load_text(text, "dump.yaml");
    if (!loaded.scenario) RC_LOG() << render(loaded.diagnostics) << text;
    RC_ASSERT(loaded.scenario.has_value());
    if (!(*loaded.scenario == scenario)) RC_LOG() << text << "\n--- again:\n" << dump(*loaded.scenario);
    RC_ASSERT(*loaded.scenario == scenario);
    RC_ASSERT(dump(*loaded.scenario) == text);
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i)
      RC_ASSERT(loaded.scenario->expectations[i].text == scenario.expectations[i].text);
  }));
}
