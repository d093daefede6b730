// within, never, always, sometimes and after_heal over facts.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;
using scenario::Expectation;
using scenario::Quantifier;

namespace {

Expectation expect(Quantifier quantifier, std::string fact, base::Duration bound = 0s) {
  Expectation e;
  e.quantifier = quantifier;
  e.bound = bound;
  e.subject.name = std::move(fact);
  e.text = "the text";
  return e;
}
Expectation during(Expectation e, base::Duration from, base::Duration to) {
  e.during = scenario::Window{from, to};
  return e;
}
Expectation among(Expectation e, std::vector<std::string> devices) {
  e.subject.devices = std::move(devices);
  return e;
}

}  // namespace

TEST_CASE("within: all pairs, by the bound") {
  CourtRoom r{people(3, {expect(Quantifier::within, "usable", 5s)})};
  r.start().at(1s).join(ana, bob).at(2s).join(ana, cyd);
  SUBCASE("in time") {
    r.at(5s).join(bob, cyd);
    const Verdict v = r.expectation(60s);
    CHECK(v.held == Held::held);
    CHECK(v.text == "the text");
    CHECK(v.measured == "held at 5.000s");
  }
  SUBCASE("too late") {
    r.at(6s).join(bob, cyd);
    const Verdict v = r.expectation(60s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(5s));
    CHECK(v.violations[0].a == bob);
    CHECK(v.violations[0].b == cyd);
    CHECK(v.measured == "first held at 6.000s");
  }
  SUBCASE("not at all") {
    const Verdict v = r.expectation(60s);
    CHECK(v.measured == "not once in 60.000s");
    CHECK(v.violations.at(0).detail ==
          "it did not hold at any time: Bob-Cyd is missing, held together by Ana");
  }
}

TEST_CASE("within: nobody there is not everybody connected") {
  CourtRoom r{people(2, {expect(Quantifier::within, "usable", 5s)})};
  r.start(ana).at(6s).start(bob);
  CHECK(r.expectation(60s).held == Held::violated);
}

TEST_CASE("all means those who are there; a list means the list") {
  CourtRoom all{people(3, {expect(Quantifier::within, "usable", 5s)})};
  all.start(ana).start(bob).join(ana, bob);
  CHECK(all.expectation(60s).held == Held::held);
  CourtRoom list{people(3, {among(expect(Quantifier::within, "usable", 5s), {"Ana", "Cyd"})})};
  list.start(ana).start(bob).join(ana, bob);
  CHECK(list.expectation(60s).held == Held::violated);
}

TEST_CASE("usable needs both sides and a live link") {
  CourtRoom r{people(2, {expect(Quantifier::within, "usable", 5s)})};
  r.start().at(1s).both(ana, bob, [](View& v) { v.usable = v.connected = true; });
  CHECK(r.expectation(60s).held == Held::violated);
}

TEST_CASE("never: any pair, at the end of any instant") {
  CourtRoom r{people(3, {expect(Quantifier::never, "dual_session")})};
  r.start().at(1s).truth(bob, cyd, {.live = 2});
  SUBCASE("gone within the instant") {
    r.truth(bob, cyd, {.live = 1});
    const Verdict v = r.expectation(60s);
    CHECK(v.held == Held::held);
    CHECK(v.measured == "never");
  }
  SUBCASE("for a moment") {
    r.at(1001ms).truth(bob, cyd, {.live = 1});
    const Verdict v = r.expectation(60s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(1s));
    CHECK(v.violations[0].b == cyd);
    CHECK(v.measured == "so once, 0.001s in all, first at 1.000s Bob-Cyd");
  }
  SUBCASE("to the end") { CHECK(r.expectation(60s).held == Held::violated); }
}

TEST_CASE("always during a window: nothing before it or after it counts") {
  CourtRoom r{people(2, {during(expect(Quantifier::always, "connected"), 5s, 10s)})};
  r.start();
  SUBCASE("held") {
    r.at(5s).join(ana, bob).at(11s).part(ana, bob);
    const Verdict v = r.expectation(60s);
    CHECK(v.held == Held::held);
    CHECK(v.measured == "throughout");
  }
  SUBCASE("not yet at its beginning") {
    r.at(5001ms).join(ana, bob);
    const Verdict v = r.expectation(60s);
    CHECK(v.violations.at(0).at == base::at(5s));
    CHECK(v.violations.at(0).b == bob);
  }
  SUBCASE("broken at its very end") {
    r.at(5s).join(ana, bob).at(10s).part(ana, bob);
    CHECK(r.expectation(60s).violations.at(0).at == base::at(10s));
  }
}

TEST_CASE("always to the end of the run") {
  CourtRoom r{people(2, {during(expect(Quantifier::always, "connected"), 5s, base::forever)})};
  r.start().at(2s).join(ana, bob).at(50s).part(ana, bob);
  const Verdict v = r.expectation(60s);
  CHECK(v.violations.at(0).at == base::at(50s));
  CHECK(v.measured == "broken once, 10.000s in all, first at 50.000s Ana-Bob");
}

TEST_CASE("one_sided is one side and not two; visible and reachable can be asked one way") {
  CourtRoom r{people(2, {expect(Quantifier::sometimes, "one_sided")})};
  r.start().join(ana, bob);
  CHECK(r.expectation(60s).held == Held::not_reached);

  Expectation e = expect(Quantifier::within, "visible", 5s);
  e.subject.from = "Bob";
  e.subject.to = "Ana";
  for (const Node finder : {ana, bob}) {
    CourtRoom one_way{people(2, {e})};
    one_way.start().at(1s).view(finder, finder == ana ? bob : ana, [](View& v) { v.visible = true; });
    CHECK(one_way.expectation(60s).held == (finder == bob ? Held::held : Held::violated));
  }
}

TEST_CASE("reachable holds of pairs that nothing ever happened to") {
  CourtRoom r{people(3, {expect(Quantifier::always, "reachable")})};
  r.start();
  SUBCASE("always") { CHECK(r.expectation(60s).held == Held::held); }
  SUBCASE("until a partition") {
    r.at(7s).isolate(cyd).at(8s).isolate(std::nullopt);
    CHECK(r.expectation(60s).violations.at(0).at == base::at(7s));
  }
}

TEST_CASE("sometimes: reached or not, never a violation") {
  CourtRoom r{people(2, {expect(Quantifier::sometimes, "dual_session")})};
  r.start();
  SUBCASE("not reached") {
    const Verdict v = r.expectation(60s);
    CHECK(v.held == Held::not_reached);
    CHECK(v.violations.empty());
  }
  SUBCASE("reached") {
    r.at(3s).truth(ana, bob, {.live = 2});
    const Verdict v = r.expectation(60s);
    CHECK(v.held == Held::reached);
    CHECK(v.measured == "first at 3.000s Ana-Bob");
  }
}

namespace {
struct Healing : CourtRoom {
  Healing() : CourtRoom(people(2, {expect(Quantifier::after_heal, "usable", 30s)})) {
    start().at(1s).join(ana, bob).at(20s).intervene(Outside::fault_begins).at(22s).part(ana, bob);
    at(35s).intervene(Outside::fault_ends);
  }
};
}  // namespace

TEST_CASE("after_heal: back within the bound") {
  Healing r;
  SUBCASE("in time") {
    r.at(36500ms).join(ana, bob);
    const Verdict v = r.expectation(100s);
    CHECK(v.held == Held::held);
    CHECK(v.measured == "held 1.500s after the heal at 35.000s");
  }
  SUBCASE("too late") {
    r.at(65s + 1ns).join(ana, bob);
    const Verdict v = r.expectation(100s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].at == base::at(65s));
    CHECK(v.violations[0].b == bob);
  }
  SUBCASE("back, and gone again after the bound") {
    r.at(36s).join(ana, bob).at(80s).part(ana, bob).at(81s).join(ana, bob);
    CHECK(r.expectation(100s).violations.at(0).at == base::at(80s));
  }
  SUBCASE("not back, and the next fault comes after the bound") {
    r.at(70s).intervene(Outside::fault_begins);
    CHECK(r.expectation(100s).violations.at(0).at == base::at(65s));
  }
  SUBCASE("not back when the run ends before the bound") {
    const Verdict v = r.expectation(50s);
    CHECK(v.held == Held::violated);
    CHECK(v.violations.at(0).detail ==
          "the run ended 15.000s after the heal at 35.000s, and it did not hold yet");
  }
  SUBCASE("back when the run ends before the bound") {
    r.at(40s).join(ana, bob);
    CHECK(r.expectation(50s).held == Held::held);
  }
  SUBCASE("the last heal counts") {
    r.at(60s).intervene(Outside::fault_ends).at(80s).join(ana, bob);
    CHECK(r.expectation(100s).held == Held::held);
  }
  SUBCASE("a fault that begins in time leaves nothing to judge") {
    r.at(40s).intervene(Outside::fault_begins);
    const Verdict v = r.expectation(100s);
    CHECK(v.held == Held::violated);
    CHECK(v.measured == "interrupted each time");
  }
}

TEST_CASE("after_heal: a run in which nothing healed proves nothing") {
  CourtRoom r{people(2, {expect(Quantifier::after_heal, "usable", 30s)})};
  r.start().join(ana, bob);
  CHECK(r.expectation(60s).held == Held::violated);
}

TEST_CASE("after_heal: a device that starts later has its own bound") {
  CourtRoom r{people(3, {expect(Quantifier::after_heal, "usable", 10s)})};
  r.start(ana)
      .start(bob)
      .join(ana, bob)
      .at(20s)
      .intervene(Outside::fault_begins)
      .at(25s)
      .intervene(Outside::fault_ends);
  r.at(50s).start(cyd).at(58s).join(ana, cyd).join(bob, cyd);
  CHECK(r.expectation(100s).held == Held::held);
}
