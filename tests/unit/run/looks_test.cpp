// When somebody looks at how pairs stand: once, when the instant is over; at once for a trigger; else never.
#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "sim/run/device.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/report.hpp"
#include "sim/run/world.hpp"
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
