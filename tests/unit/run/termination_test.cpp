// I14: eight times the same cycle, and not one time less.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

struct Circle : CourtRoom {
  Circle() : CourtRoom(with_invariant(people(2), "I14")) { start().see(ana, bob).at(1s); }

  void turn() {  // a cycle of three decisions
    at(now.time_since_epoch() + 1s);
    decide("invite", ana, bob, "backoff_over");
    decide("suspect", ana, bob, "refusal_presumed");
    decide("retry", ana, bob, "backoff");
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) turn();
  }
};

}  // namespace

TEST_CASE("I14: seven turns are allowed, eight are not") {
  for (const int count : {7, 8}) {
    Circle r;
    r.turns(count);
    const Verdict v = r.invariant(100s);
    CHECK(v.held == (count == 7 ? Held::held : Held::violated));
    if (count == 8) {
      REQUIRE(v.violations.size() == 1);
      CHECK(v.violations[0].at == base::at(9s));
      CHECK(v.violations[0].record == 23);
      CHECK(v.violations[0].detail ==
            "Ana decides the same about Bob for the 8th time in a row: invite (backoff_over), suspect "
            "(refusal_presumed), retry (backoff)");
    }
  }
}

TEST_CASE("I14: something from outside begins the count again") {
  Circle r;
  r.turns(7);
  r.intervene(Outside::user, ana);
  r.turns(7);
  CHECK(r.invariant(100s).held == Held::held);
}

TEST_CASE("I14: another decision in between begins it again, too") {
  Circle r;
  r.turns(7);
  r.decide("decline", ana, bob, "busy");
  r.turns(7);
  CHECK(r.invariant(100s).held == Held::held);
}

TEST_CASE("I14: who cannot be reached may be tried for ever") {
  Circle r;
  r.isolate(bob);
  r.turns(20);
  CHECK(r.invariant(100s).held == Held::held);
}

TEST_CASE("I14: what is usable has arrived") {
  Circle r;
  r.join(ana, bob);
  r.turns(20);
  CHECK(r.invariant(100s).held == Held::held);
}

TEST_CASE("I14: connecting and dying in circles is a circle, although each turn is usable for a while") {
  Circle r;
  for (int i = 0; i < 9; ++i) {
    r.at(1s + i * 10s).decide("invite", ana, bob, "found");
    r.at(2s + i * 10s).join(ana, bob);
    r.at(5s + i * 10s).decide("leave_session", ana, bob, "silence").part(ana, bob);
  }
  CHECK(r.invariant(100s).held == Held::violated);
}

TEST_CASE("I14: doing nothing, again and again, is no cycle; messages and milestones are no decisions") {
  Circle r;
  for (int i = 0; i < 50; ++i)
    r.at(1s + i * 1s).decide("hold", ana, bob, "already_linked").decide("send", ana, bob, "beat_due");
  CHECK(r.invariant(100s).held == Held::held);
}
