// Lanes and sequence diagrams, from a story told by hand.
#include "sim/report/lanes.hpp"

#include <doctest/doctest.h>

#include "sim/report/formats.hpp"
#include "tests/unit/report/sample.hpp"

using namespace nearsim;
using namespace nearsim::report;

namespace {

struct Told {
  std::vector<kernel::StoredRecord> records;

  Told& at(base::Duration t) {
    now = base::at(t);
    return *this;
  }
  Told& say(std::string_view node, std::string_view topic, std::string_view verb, std::string_view peer = {},
            std::vector<kernel::Field> fields = {}) {
    const kernel::Record record{now, node, topic, verb, peer, fields};
    records.emplace_back(record, records.size());
    return *this;
  }
  base::Instant now{};
};

Told short_story() {
  Told told;
  told.at(100ms).say("Ana", "engine", "invite", "Bob", {{"why", std::string_view{"found"}}});
  told.say("Ana", "mpc", "invite_sent", "Bob").at(220ms).say("Bob", "mpc", "invite_delivered", "Ana");
  told.say("Bob", "engine", "accept", "Ana", {{"why", std::string_view{"not_pending"}}});
  told.at(300ms);
  for (int i = 0; i < 3; ++i) {
    told.at(5s + i * 100ms).say("Bob", "engine", "send", "Ana", {{"type", std::string_view{"keep_alive"}}});
    told.at(5s + i * 100ms + 30ms).say("Ana", "mpc", "deliver", "Bob");
  }
  told.at(6s).say("", "fault", "partition", "", {{"group", std::string_view{"Ana"}}});
  told.say("Ana", "engine", "hold", "Bob", {{"why", std::string_view{"stable"}}});
  return told;
}

}  // namespace

TEST_CASE("lanes: decisions at their device, arrows where they arrive, silence on one row") {
  const Sample sample;
  CHECK(lanes_of(sample.scenario, short_story().records, Palette{}) ==
        "            Ana                                     Bob\n"
        "            │                                       │\n"
        "    0.100s  ● invite (found)                        │\n"
        "    0.220s  ├──────────── invite 120ms ────────────▶│\n"
        "    0.220s  │                                       ● accept (not_pending)\n"
        "  + 4.810s  ┊                                       ┊\n"
        "    5.030s  │◀────── keep alive ×3 to 5.230s ──────▶│\n"
        "    6.000s  ═════════ fault: partition Ana ══════════\n");
}

TEST_CASE("lanes: too many devices are said to be too many") {
  Sample sample;
  for (int i = 0; i < 9; ++i) sample.scenario.devices.emplace_back();
  CHECK(lanes_of(sample.scenario, {}, Palette{}) ==
        "lanes are drawn for up to 6 devices, and there are 11\n");
}

TEST_CASE("mermaid: the same story as a sequence diagram") {
  const Sample sample;
  CHECK(mermaid_of(sample.scenario, short_story().records) ==
        "sequenceDiagram\n"
        "  participant d0 as Ana\n"
        "  participant d1 as Bob\n"
        "  Note over d0: 0.100s invite (found)\n"
        "  d0->>d1: 0.220s invite\n"
        "  Note over d1: 0.220s accept (not_pending)\n"
        "  d1->>d0: 5.030s keep alive x3 to 5.230s\n"
        "  Note over d0,d1: 6.000s fault: partition Ana\n");
}

TEST_CASE("lanes: of three devices, one mark says about whom; the same about two peers is said once") {
  Sample sample;
  sample.scenario.devices.push_back(sample.scenario.devices.front());
  sample.scenario.devices.back().name = "Cyd";
  sample.scenario.devices.back().display_name = "iPhone";
  Told told;
  told.at(2s).say("Ana", "engine", "leave_session", "Bob", {{"why", std::string_view{"drop"}}});
  told.say("Ana", "mpc", "not_connected", "Bob").say("Bob", "mpc", "not_connected", "Ana");
  told.say("Ana", "engine", "suspect", "Bob",
           {{"symptom", std::string_view{"link_failed"}}, {"why", std::string_view{"disconnected"}}});
  told.say("Ana", "mpc", "not_connected", "Cyd");
  CHECK(lanes_of(sample.scenario, told.records, Palette{}) ==
        "            Ana                             Bob                             Cyd \"iPhone\"\n"
        "            │                               │                               │\n"
        "    2.000s  ● leave session Bob (drop)      │                               │\n"
        "    2.000s  ○ not connected Bob, Cyd        │                               │\n"
        "    2.000s  │                               ○ not connected Ana             │\n");
}
