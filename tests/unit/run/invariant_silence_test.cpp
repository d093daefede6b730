// I5, I9, I18: verdicts of silence, each with its true and its false reasons.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

// Ana and Bob are connected from 1 s on; Ana's patience is 12 s.
struct Connected : CourtRoom {
  explicit Connected(std::string_view invariant, scenario::Scenario s = people(2))
      : CourtRoom(with_invariant(std::move(s), invariant)) {
    happen("device", "start", ana, net::no_node).happen("device", "start", bob, net::no_node);
    start().at(1s).join(ana, bob);
  }
  Connected& hear(base::Duration when) {
    at(when).happen("mpc", "deliver", ana, bob);
    return *this;
  }
  Connected& suspect(base::Duration when, base::Duration gap) {
    at(when).happen("engine", "suspect", ana, bob,
                    {{"why", std::string_view{"silence"}},
                     {"symptom", std::string_view{"silent"}},
                     {"gap", gap},
                     {"timeout", base::Duration{12s}}});
    return *this;
  }
  void sleep(base::Duration from, base::Duration to) {
    at(from).happen("device", "pause", ana, net::no_node).presence(ana, {.suspended = true});
    at(to).happen("device", "resume", ana, net::no_node).start(ana);
  }
};

scenario::Scenario watched() {
  scenario::Scenario s = people(2);
  s.devices[ana].profile.detectors = {protocol::KeepAlive{.timeout = 12s, .poll = 1s}};
  return s;
}

}  // namespace

TEST_CASE("I5: a peer that was heard within the patience is not silent") {
  Connected r{"I5"};
  r.hear(20s).suspect(30s, 13s);
  const Verdict v = r.invariant(60s);
  REQUIRE(v.violations.size() == 1);
  CHECK(v.violations[0].detail ==
        "Ana gives Bob up for silence, but heard of it 10.000s ago; its patience is 12.000s");
}

TEST_CASE("I5: a peer that ran, was in reach and lost nothing is given up falsely") {
  Connected r{"I5"};
  SUBCASE("so it is") {
    r.suspect(30s, 13s);
    CHECK(r.invariant(60s).violations.at(0).detail ==
          "Ana gives Bob up after 13.000s of silence, but it ran, was in reach and lost nothing");
    return;
  }
  SUBCASE("something was lost") { r.at(25s).happen("net", "lost", bob, ana), r.suspect(30s, 13s); }
  SUBCASE("out of reach for a moment") {
    r.at(20s).isolate(bob).at(21s).isolate(std::nullopt), r.suspect(30s, 13s);
  }
  SUBCASE("it slept") { r.at(20s).presence(bob, {.suspended = true}), r.suspect(30s, 13s); }
  SUBCASE("a fault weighs on it") {
    r.at(2s).jury.intervened({r.now, Outside::fault_begins, bob, net::no_node, 0, Lasts::yes});
    r.suspect(30s, 13s);
  }
  SUBCASE("a fault weighed on it a moment ago") {
    r.at(20s).intervene(Outside::fault_begins, bob), r.suspect(30s, 13s);
  }
  SUBCASE("it is about who it was before") {
    r.at(12s).happen("device", "new_identity", bob, net::no_node);
    r.of_earlier = true;
    r.suspect(30s, 13s);
  }
  SUBCASE("it is dead") { r.at(15s).truth(ana, bob, {.half_open = 1}), r.suspect(30s, 13s); }
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I5: what does not excuse") {
  Connected r{"I5"};
  SUBCASE("that the peer began anew a while ago, when the verdict is on who it is") {
    r.at(12s).happen("device", "new_identity", bob, net::no_node);
    r.suspect(30s, 13s);
  }
  SUBCASE("that the judging device slept, when the peer was heard within the patience") {
    r.hear(20s).sleep(21s, 22s);
    r.suspect(30s, 13s);
  }
  SUBCASE("that a fault weighs on the two, when the peer was heard within the patience") {
    r.at(2s).jury.intervened({r.now, Outside::fault_begins, bob, net::no_node, 0, Lasts::yes});
    r.hear(20s).suspect(30s, 13s);
  }
  CHECK(r.invariant(60s).violations.size() == 1);
}

TEST_CASE("I5: a patience of 100 s is allowed the 20 ms by which a phone's crystal is off, and no more") {
  for (const base::Duration heard : {100s + 19ms, 100s + 21ms}) {
    Connected r{"I5"};
    r.hear(heard).at(150s).happen("net", "lost", bob, ana);
    r.at(200s).happen("engine", "suspect", ana, bob,
                      {{"symptom", std::string_view{"silent"}},
                       {"gap", base::Duration{101s}},
                       {"timeout", base::Duration{100s}}});
    CHECK(r.invariant(300s).held == (heard == 100s + 19ms ? Held::held : Held::violated));
  }
}

TEST_CASE("I5: no answer within three seconds is no refusal") {
  CourtRoom r{with_invariant(people(2), "I5")};
  r.start().see(ana, bob).at(4s).happen("engine", "suspect", ana, bob,
                                        {{"why", std::string_view{"refusal_presumed"}},
                                         {"symptom", std::string_view{"invite_failed"}},
                                         {"after", base::Duration{3s}}});
  CHECK(r.invariant(60s).held == Held::violated);
}

TEST_CASE("I9: one's own sleep is no evidence") {
  Connected r{"I9"};
  SUBCASE("awake silence alone would not have been enough") {
    r.hear(20s).sleep(22s, 34s);
    r.suspect(34s, 14s);
    CHECK(r.invariant(60s).violations.at(0).detail ==
          "Ana gives Bob up after 14.000s of silence, but slept itself for 12.000s of them; its patience is "
          "12.000s");
  }
  SUBCASE("a clock that was set forward does not hide the sleep") {
    r.hear(20s).sleep(22s, 34s);
    r.suspect(35s, 115s);
    CHECK(r.invariant(60s).held == Held::violated);
  }
  SUBCASE("it would have been") {
    r.hear(20s).sleep(22s, 24s);
    r.suspect(36s, 16s);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("it did not sleep") {
    r.suspect(34s, 14s);
    CHECK(r.invariant(60s).held == Held::held);
  }
}

TEST_CASE("I18: a clock that is set forward makes silence of nothing") {
  Connected r{"I18", watched()};
  r.hear(20s);
  SUBCASE("set") {
    r.at(21s).happen("fault", "clock_step", ana, net::no_node);
    r.suspect(22s, 3602s);
    CHECK(r.invariant(60s).violations.size() == 1);
  }
  SUBCASE("set before the last sign of life") {
    r.at(19s).happen("fault", "clock_step", ana, net::no_node);
    r.hear(20s).suspect(22s, 3602s);
    CHECK(r.invariant(30s).held == Held::held);
  }
  SUBCASE("the other's clock") {
    r.at(21s).happen("fault", "clock_step", bob, net::no_node);
    r.suspect(22s, 3602s);
    CHECK(r.invariant(30s).held == Held::held);
  }
}

TEST_CASE("I18: a clock that is set back hides silence") {
  Connected r{"I18", watched()};
  r.hear(20s).at(21s).happen("fault", "clock_step", ana, net::no_node);
  SUBCASE("it ends in time") { r.hear(38s), r.at(39s).part(ana, bob); }  // 12 s, a poll, and the bound of 5 s
  SUBCASE("a verdict comes in time") { r.suspect(33s, 13s).at(33s).part(ana, bob); }
  SUBCASE("something is heard too late") {
    r.hear(39s);
    CHECK(r.invariant(50s).violations.at(0).at == base::at(38s));
    return;
  }
  SUBCASE("another step, when it was too late already, hides nothing") {
    r.at(45s).happen("fault", "clock_step", ana, net::no_node);
    CHECK(r.invariant(50s).held == Held::violated);
    return;
  }
  SUBCASE("a sleep of its own is added, and no more") {
    r.sleep(22s, 26s);  // so a verdict is due at 37 s, and by the bound at 42 s
    r.hear(41s).at(42s).part(ana, bob);
  }
  SUBCASE("a sleep of its own excuses nothing else") {
    r.sleep(22s, 26s);
    r.hear(43s);
    CHECK(r.invariant(50s).held == Held::violated);
    return;
  }
  SUBCASE("nothing is heard to the end") {
    CHECK(r.invariant(50s).held == Held::violated);
    return;
  }
  CHECK(r.invariant(50s).held == Held::held);
}
