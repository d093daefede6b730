// I1, I2, I3, I12, I19: so long is allowed, a nanosecond longer is not.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

TEST_CASE("I1: two links for the settling time are allowed") {
  CourtRoom r{with_invariant(people(2), "I1")};
  r.start().at(1s).truth(ana, bob, {.live = 2}).at(6s).truth(ana, bob, {.live = 1});
  const Verdict v = r.invariant(60s);
  CHECK(v.held == Held::held);
  CHECK(v.text == "I1 UNIQ");
  CHECK(v.measured == "longest 5.000s Ana-Bob, bound 5.000s");
}

TEST_CASE("I1: two links for longer are not, and neither are two ends on different links") {
  for (const Ledger::Truth bad : {Ledger::Truth{.live = 2}, Ledger::Truth{.live = 1, .mismatched = true}}) {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start().at(1s).truth(ana, bob, bad).at(6s + 1ns).truth(ana, bob, {.live = 1});
    const Verdict v = r.invariant(60s);
    CHECK(v.held == Held::violated);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].of == "I1");
    CHECK(v.violations[0].at == base::at(6s));
    CHECK(v.violations[0].a == ana);
    CHECK(v.violations[0].b == bob);
  }
}

TEST_CASE("I1: ends on different links settle when both can speak; two live links are two at any time") {
  SUBCASE("ends on different links, and out of reach until the end") {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start().at(1s).truth(ana, bob, {.live = 1, .mismatched = true}).isolate(bob);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("... in reach again: the time for settling begins, and is over") {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start()
        .at(1s)
        .truth(ana, bob, {.live = 1, .mismatched = true})
        .isolate(bob)
        .at(20s)
        .isolate(std::nullopt);
    const Verdict v = r.invariant(60s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(25s));
  }
  SUBCASE("... one of them suspended") {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start().at(1s).truth(ana, bob, {.live = 1, .mismatched = true}).presence(bob, {.suspended = true});
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("... and both dead: words reach nobody, and what the two believe is I19's") {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start().at(1s).truth(ana, bob, {.live = 0, .mismatched = true});
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("two live links, whoever reaches whom") {
    CourtRoom r{with_invariant(people(2), "I1")};
    r.start().at(1s).truth(ana, bob, {.live = 2}).isolate(bob);
    CHECK(r.invariant(60s).held == Held::violated);
  }
}

TEST_CASE("what began and ended at one instant was never there") {
  scenario::Scenario s = with_invariant(people(2), "I1");
  s.invariants[0].settings.bound = 0ns;
  CourtRoom r{s};
  r.start().at(1s).truth(ana, bob, {.live = 2}).truth(ana, bob, {.live = 1});
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I2: within reach and seen, so connected within the bound") {
  SUBCASE("connected at the last moment") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start().at(1s).view(ana, bob, [](View& v) { v.visible = true; }).at(61s).join(ana, bob);
    CHECK(r.invariant(100s).held == Held::held);
  }
  SUBCASE("too late, seen from one side only") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start().at(1s).view(ana, bob, [](View& v) { v.visible = true; }).at(61s + 1ns).join(ana, bob);
    const Verdict v = r.invariant(100s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(61s));
    CHECK(v.violations[0].detail ==
          "within reach and seen, but not connected from 1.000s to 61.000s, longer than 60.000s");
  }
  SUBCASE("out of reach for a while: the bound begins again") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start().see(ana, bob).at(50s).isolate(bob).at(60s).isolate(std::nullopt);
    CHECK(r.invariant(120s).held == Held::held);
  }
  SUBCASE("one of them suspended for a while") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start().see(ana, bob).at(50s).presence(bob, {.suspended = true}).at(51s).start(bob);
    CHECK(r.invariant(111s).held == Held::held);
  }
  SUBCASE("never, and the run ends") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start().see(ana, bob);
    CHECK(r.invariant(60s + 1ns).held == Held::violated);
  }
  SUBCASE("never seen") {
    CourtRoom r{with_invariant(people(2), "I2")};
    r.start();
    CHECK(r.invariant(200s).held == Held::held);
  }
}

TEST_CASE("I3: one side may believe alone for the bound") {
  for (const auto extra : {0ns, 1ns}) {
    CourtRoom r{with_invariant(people(2), "I3")};
    r.start()
        .at(2s)
        .view(bob, ana, [](View& v) { v.connected = true; })
        .at(63s + extra)
        .view(bob, ana, [](View& v) { v.connected = false; });
    CHECK(r.invariant(100s).held == (extra == 0ns ? Held::held : Held::violated));
  }
}

TEST_CASE("I12: while two could connect and do not, somebody tries") {
  SUBCASE("nobody does") {
    CourtRoom r{with_invariant(people(2), "I12")};
    r.start().see(ana, bob);
    const Verdict v = r.invariant(6s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(5s));
  }
  SUBCASE("one of them does") {
    CourtRoom r{with_invariant(people(2), "I12")};
    r.start().see(ana, bob).at(5s).view(bob, ana, [](View& v) { v.trying = true; });
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("a side that believes in a connection is I3's matter") {
    CourtRoom r{with_invariant(people(2), "I12")};
    r.start().see(ana, bob).view(ana, bob, [](View& v) { v.connected = true; });
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("gave up after a connection") {
    CourtRoom r{with_invariant(people(2), "I12")};
    r.start().join(ana, bob).at(20s).part(ana, bob);
    CHECK(r.invariant(60s).violations.at(0).at == base::at(25s));
  }
}

TEST_CASE("I19: who is told connected has a link, or is told otherwise in time") {
  SUBCASE("in time") {
    CourtRoom r{with_invariant(people(2), "I19")};
    r.start().join(ana, bob).at(10s).truth(ana, bob, {.half_open = 1}).at(71s).part(ana, bob);
    CHECK(r.invariant(100s).held == Held::held);
  }
  SUBCASE("too late") {
    CourtRoom r{with_invariant(people(2), "I19")};
    r.start().join(ana, bob).at(10s).truth(ana, bob, {.half_open = 1}).at(72s).part(ana, bob);
    CHECK(r.invariant(100s).violations.at(0).at == base::at(71s));
  }
  SUBCASE("a suspended application believes nothing") {
    CourtRoom r{with_invariant(people(2), "I19")};
    r.start().join(ana, bob).at(10s).truth(ana, bob, {}).view(bob, ana, [](View& v) { v.told = false; });
    r.presence(ana, {.suspended = true});
    CHECK(r.invariant(100s).held == Held::held);
  }
}

TEST_CASE("I4: a device that is gone may be shown for the bound") {
  for (const auto extra : {0ns, 1ns}) {
    CourtRoom r{with_invariant(people(2), "I4")};
    r.start().at(1s).join(ana, bob).at(10s).presence(bob, {}).at(70s + extra).part(ana, bob);
    CHECK(r.invariant(100s).held == (extra == 0ns ? Held::held : Held::violated));
  }
  SUBCASE("a sleeper is not gone, and a sleeper shows nothing") {
    CourtRoom r{with_invariant(people(2), "I4")};
    r.start().at(1s).join(ana, bob).at(10s).presence(bob, {.suspended = true});
    CHECK(r.invariant(100s).held == Held::held);
  }
}

TEST_CASE("I22: each waits for the other's answer") {
  for (const auto extra : {0ns, 1ns}) {
    CourtRoom r{with_invariant(people(2), "I22")};
    const auto invites = [](View& v) { v.invites = 1; };
    const auto ends = [](View& v) { v.invites = 0; };
    r.start().at(1s).both(ana, bob, invites).at(16s + extra).view(ana, bob, ends);
    CHECK(r.invariant(100s).held == (extra == 0ns ? Held::held : Held::violated));
  }
}
