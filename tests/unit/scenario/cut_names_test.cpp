// Display names that are too long, and meters in a file.
#include <doctest/doctest.h>

#include <string>

#include "sim/scenario/load.hpp"
#include "sim/scenario/meters.hpp"
#include "sim/scenario/utf8.hpp"

using namespace nearsim;
using namespace nearsim::scenario;

namespace {

Loaded load(const std::string& device, const std::string& more = "") {
  return load_text("nearsim: 1\ndevices:\n  - {name: Ana, profile: meshred" + device +
                       "}\n  - {name: Bob, profile: meshred}\n" + more,
                   "test.yaml");
}

}  // namespace

TEST_CASE("utf8: a text is cut between two characters") {
  CHECK(cut_to("n\u00famero", 3) == "n\u00fa");
  CHECK(cut_to("n\u00famero", 2) == "n");
  CHECK(cut_to("abc", 3) == "abc");
  CHECK(cut_to("\u00e9", 1).empty());
}

TEST_CASE(
    "cut_name: 63 bytes fit, 64 are an error that says what becomes of the application, and cutting helps") {
  const std::string longest(63, 'x');
  CHECK(load(", display_name: " + longest).scenario.has_value());
  const Loaded longer = load(", display_name: " + longest + "y");
  REQUIRE(longer.diagnostics.size() == 1);
  CHECK(render(longer.diagnostics).find("end with an exception") != std::string::npos);
  const Loaded cut = load(", cut_name: 20B, display_name: " + longest + "y");
  REQUIRE(cut.scenario.has_value());
  CHECK(cut.scenario->devices[0].display_name == std::string(20, 'x'));
  CHECK_FALSE(load(", cut_name: 64B, display_name: x").scenario.has_value());
  CHECK_FALSE(load(", cut_name: 20B").scenario.has_value());
  CHECK_FALSE(load(", cut_name: 1B, display_name: \u00e9").scenario.has_value());
}

TEST_CASE("meters: an amount has the unit of its meter, and is written back with it") {
  const Loaded loaded = load("",
                             "expect:\n  - {at_most: 20kB, bytes_sent: {from: Ana, to: Bob, over: wifi}}\n"
                             "  - {at_most: 1.5s, queue_wait: {from: Ana, queue: main}, per: device}\n"
                             "  - {at_least: 3, queue_depth: any}\n");
  INFO(render(loaded.diagnostics));
  REQUIRE(loaded.scenario.has_value());
  CHECK(loaded.scenario->expectations[0].text ==
        "at_most 20kB, bytes_sent: {from: Ana, to: Bob, over: wifi}");
  CHECK(loaded.scenario->expectations[0].count == 20'000);
  CHECK(loaded.scenario->expectations[1].text ==
        "at_most 1.5s, queue_wait: {from: Ana, queue: main}, per device");
  CHECK(loaded.scenario->expectations[2].count == 3);
  CHECK(is_metered(*loaded.scenario));
  CHECK_FALSE(is_metered(*load("").scenario));
  CHECK(is_metered(*load("", "meters: true\n").scenario));
}
