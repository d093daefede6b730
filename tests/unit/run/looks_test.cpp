// When somebody looks at how pairs stand: once, when the instant is over; at once for a trigger; else never.
#include <doctest/doctest.h>

#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "protocol/profile.hpp"
#include "sim/run/device.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/report.hpp"
#include "sim/run/world.hpp"
#include "sim/scenario/swarm.hpp"
#include "tests/unit/run/two_phones.hpp"

using namespace nearsim;
using namespace nearsim::run;
using namespace std::chrono_literals;

namespace {

class Pairs final : public Monitor {  // how the last one stood that changed
 public:
  void pair_changed(base::Instant, const Ledger::Pair& pair) override {
    usable = pair.ab.usable && pair.ba.usable;
  }
  void finish(base::Instant) override {}
  bool usable = false;
};

class Beats final : public Monitor {
 public:
  void happened(const Happening& h) override {
    if (h.record.topic == "engine" && h.record.verb == "send" && says(h.record, "type", "keep_alive"))
      ++count;
  }
  void finish(base::Instant) override {}
  std::uint64_t count = 0;
};

std::vector<std::pair<Node, Node>> taken(Ledger& ledger) {
  std::vector<std::pair<Node, Node>> out;
  ledger.take_asked([&](Ledger::Half half) { out.emplace_back(half.of(), half.about()); });
  return out;
}

// A bad minute of all faults there are, for those of one design.
scenario::Scenario bad_minute(const protocol::Design& design, std::initializer_list<const char*> devices) {
  std::string text =
      "# Question: a test?\nnearsim: 1\nrun_for: 90s\nlinks: {default: {delay: 20ms, jitter: 30ms, loss: "
      "1%}}\ndevices:\n";
  for (const std::string device : devices)
    text += "  - {" + device + ", profile: " + std::string(design.name) + "}\n";
  text += "swarm: {kinds: all, of_each: 1, chance: 50%, from: 5s, to: 60s, shortest: 1s, longest: 15s}\n";
  scenario::Loaded loaded = scenario::load_text(text, "test.yaml");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), design.name);
  return *loaded.scenario;
}

// Whoever looks again, at any second, sees what is written.
void check_views(const scenario::Scenario& scenario, std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    const scenario::Scenario drawn = scenario::drawn(scenario, base::Seed{seed});
    World world(drawn, base::Seed{seed}, {});
    Pairs pairs;
    world.attach(pairs);
    std::size_t compared = 0;
    world.run([&](base::Instant now) {
      Ledger& ledger = world.ledger();
      for (std::size_t i = 0; i < ledger.pairs(); ++i) {
        const Ledger::Pair written = ledger.pair(i);
        const Node a = written.a, b = written.b;
        world.device(a).look(ledger.half(a, b));
        world.device(b).look(ledger.half(b, a));
        INFO("second " << now.time_since_epoch().count() / 1'000'000'000 << ", " << a << " and " << b);
        CHECK(std::bit_cast<std::uint32_t>(ledger.pair(i).ab) == std::bit_cast<std::uint32_t>(written.ab));
        CHECK(std::bit_cast<std::uint32_t>(ledger.pair(i).ba) == std::bit_cast<std::uint32_t>(written.ba));
        world.link_changed(a, b);
        CHECK(ledger.pair(i).truth == written.truth);
        ++compared;
      }
      return false;
    });
    CHECK(compared >= 50);
  }
}

}  // namespace

TEST_CASE("ledger: each view that is asked for is looked at once, in the order of asking") {
  Ledger ledger(3);
  for (int i = 0; i < 2; ++i) {
    ledger.ask_for_view(ledger.half(2, 0));
    ledger.ask_for_view(ledger.half(0, 2));
    ledger.ask_for_view(ledger.half(1, 0));
    ledger.ask_for_view(ledger.half(2, 0));
    CHECK(taken(ledger) == std::vector<std::pair<Node, Node>>{{2, 0}, {0, 2}, {1, 0}});
    CHECK(taken(ledger).empty());
  }
}

TEST_CASE("looks: nobody watches, so nothing is written, and the run is the same") {
  const scenario::Scenario scenario = two_phones();
  World alone(scenario, base::Seed{1}, {});
  alone.run();
  CHECK(alone.ledger().pairs() == 0);

  Pairs pairs;
  World watched(scenario, base::Seed{1}, {});
  watched.attach(pairs);
  watched.run();
  CHECK(watched.ledger().pairs() == 1);
  CHECK(pairs.usable);
  CHECK(watched.tracer().fingerprint() == alone.tracer().fingerprint());
}

// A trigger acts, so it must see a fact at the moment at which it comes to hold, and the run that it changes
// is the same however many watch.
TEST_CASE("looks: a trigger is told at once, and a judge beside it changes nothing") {
  const scenario::Scenario scenario = two_phones("faults:\n  - {when: {usable: all}, pause: Ana, for: 2s}\n");
  World alone(scenario, base::Seed{1}, {});
  alone.run();
  CHECK(alone.ledger().pairs() == 1);
  CHECK(run::run(scenario, base::Seed{1}).fingerprint == alone.tracer().fingerprint());
}

// Both say again and again that they are there: nothing to look at, for as long as nothing turns.
TEST_CASE("looks: a beat that leaves its link as it was is no reason to look") {
  const scenario::Scenario scenario = two_phones("", "recommended");
  World world(scenario, base::Seed{1}, {});
  Beats beats;
  world.attach(beats);
  std::vector<std::uint64_t> turns, sent;
  world.run([&](base::Instant) {
    turns.push_back(world.device(0).engine()->turns());
    sent.push_back(beats.count);
    return false;
  });
  CHECK(turns.front() > 0);  // it connected
  CHECK(turns.at(9) == turns.back());
  CHECK(sent.at(9) < sent.back());
}

// What is not worth a look to whoever makes it happen must have left all views as they were: a step of a
// dial, a beat, an answer to somebody else.
TEST_CASE("looks: whoever looks again, at any second of a bad minute, sees what is written") {
  for (const protocol::Design& design : protocol::designs()) {
    CAPTURE(design.name);
    check_views(bad_minute(design, {"name: ios, count: 2", "name: mac, platform: macos",
                                    "name: droid, platform: android", "name: other"}),
                60);
  }
}

// One link stands for several devices: what happens to one of them changes how all are seen.
TEST_CASE("looks: ... and where devices bear one name, or one node id") {
  for (const protocol::Design& design : protocol::designs()) {
    CAPTURE(design.name);
    check_views(bad_minute(design, {"name: a, display_name: iPhone", "name: b, display_name: iPhone",
                                    "name: c, node_id: same", "name: d, node_id: same",
                                    "name: e, display_name: iPhone, node_id: same"}),
                10);
  }
}

// Ana takes the end of an invitation for that of her link, and invites anew while Bob does not look: no link
// changes, and of the one that lives she no longer knows.
TEST_CASE("looks: ... and where an engine leaves a link that its framework has not left") {
  const scenario::Loaded loaded = scenario::load_text(
      "# Question: a test?\nnearsim: 1\nrun_for: 60s\ndevices:\n"
      "  - {name: Ana, profile: recommended, set: {gates.arbitration_window.own_session: false}}\n"
      "  - {name: Bob, profile: recommended}\nfaults:\n"
      "  - {at: 50ms, for: 18s, busy: {device: Ana, queue: main}}\n"
      "  - {at: 10s, rotate_identity: Bob}\n"
      "  - {at: 37s, for: 5s, busy: {device: Bob, queue: main}}\n",
      "test.yaml");
  REQUIRE(loaded.scenario.has_value());
  check_views(*loaded.scenario, 1);
  World world(*loaded.scenario, base::Seed{1}, {});
  Pairs pairs;
  world.attach(pairs);
  base::Duration mismatched{};
  world.run([&](base::Instant) {
    if (world.ledger().pair(0).truth.mismatched) mismatched += 1s;
    return false;
  });
  CHECK(mismatched >= 3s);
}
