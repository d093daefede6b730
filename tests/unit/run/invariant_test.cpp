// I6, I7, I8, I10, I13, I16: each holds in its ordinary case and fails for the reason it names.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

struct SharedSession : CourtRoom {  // Ana is connected to Bob and to Cyd
  SharedSession() : CourtRoom(with_invariant(people(3), "I6")) {
    start().join(ana, bob).join(ana, cyd).join(bob, cyd).at(30s);
  }
};

void send_control(CourtRoom& r, int count, base::Duration every, std::string_view type = "keep_alive") {
  for (int i = 0; i < count; ++i, r.now += every)
    r.happen("engine", "send", ana, bob, {{"why", std::string_view{"beat_due"}}, {"type", type}});
}

}  // namespace

TEST_CASE("I6: a session left for Bob's sake takes Cyd with it") {
  SharedSession r;
  r.decide("leave_session", ana, bob, "silence").part(ana, bob).part(ana, cyd);
  const Verdict v = r.invariant(60s);
  REQUIRE(v.violations.size() == 1);
  CHECK(v.violations[0].a == ana);
  CHECK(v.violations[0].b == cyd);
  CHECK(v.violations[0].record == 0);
  CHECK(v.violations[0].detail ==
        "Ana left its session for the sake of Bob at 30.000s, and that ended its connection to Cyd");
}

TEST_CASE("I6: the same, a moment later through a queue, and with a replaced session") {
  SharedSession r;
  r.decide("replace_session", ana, bob, "recreate").at(30500ms).part(ana, cyd);
  CHECK(r.invariant(60s).held == Held::violated);
}

TEST_CASE("I6: losing only Bob is what leaving Bob means") {
  SharedSession r;
  r.decide("leave_session", ana, bob, "silence").part(ana, bob);
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I6: what has another cause is no blast") {
  SharedSession r;
  SUBCASE("Cyd was given up, too") { r.decide("suspect", ana, cyd, "silence"); }
  SUBCASE("a fault between the two") { r.intervene(Outside::fault_begins, cyd, ana); }
  SUBCASE("Ana woke up, and finds what she has slept through") { r.intervene(Outside::fault_ends, ana); }
  SUBCASE("Cyd's user left") { r.intervene(Outside::user, cyd); }
  SUBCASE("everybody was partitioned") { r.intervene(Outside::fault_begins); }
  SUBCASE("Cyd is out of reach") { r.isolate(cyd); }
  r.decide("leave_session", ana, bob, "silence").part(ana, bob).part(ana, cyd);
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I6: what only looks like another cause does not excuse") {
  SharedSession r;
  SUBCASE("letting Cyd go afterwards is what leaving Bob made of it") {
    r.decide("leave_session", ana, bob, "silence").decide("cancel_peer", ana, cyd, "close");
  }
  SUBCASE("so is a send that fails because the session is gone") {
    r.decide("replace_session", ana, bob, "recreate");
    r.happen("engine", "suspect", ana, cyd,
             {{"why", std::string_view{"send_failed"}}, {"symptom", std::string_view{"send_failed"}}});
  }
  SUBCASE("a path in doubt is no verdict") {
    r.happen("engine", "suspect", ana, cyd,
             {{"why", std::string_view{"path_stale"}}, {"symptom", std::string_view{"path_disturbed"}}});
    r.decide("leave_session", ana, bob, "silence");
  }
  SUBCASE("everybody's fault that ends takes nobody's connection") {
    r.intervene(Outside::fault_ends);
    r.decide("leave_session", ana, bob, "silence");
  }
  SUBCASE("what was decided about Cyd three seconds ago has been") {
    r.decide("cancel_peer", ana, cyd, "close").at(33100ms).decide("leave_session", ana, bob, "silence");
  }
  r.part(ana, bob).part(ana, cyd);
  CHECK(r.invariant(60s).held == Held::violated);
}

TEST_CASE("I6: a verdict on Cyd is trouble of its own, also at the same tick") {
  SharedSession r;
  r.decide("leave_session", ana, bob, "silence");
  r.happen("engine", "suspect", ana, cyd,
           {{"why", std::string_view{"silence"}}, {"symptom", std::string_view{"silent"}}});
  r.part(ana, bob).part(ana, cyd);
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I6: a fault near in time is no cause where the pair had trouble of its own within half a minute") {
  for (const base::Duration ago : {29s, 31s}) {
    CourtRoom r{with_invariant(people(3), "I6")};
    r.start().join(ana, bob).join(ana, cyd).join(bob, cyd);
    r.at(60s - ago).intervene(Outside::fault_begins, ana, cyd);
    r.at(60s).intervene(Outside::fault_begins, ana, bob).part(ana, cyd);
    CHECK(r.invariant(90s).held == (ago == 29s ? Held::held : Held::violated));
  }
}

TEST_CASE("I6: a user who leaves, leaves everybody") {
  SharedSession r;
  r.decide("leave_session", ana, bob, "stopped").part(ana, bob).part(ana, cyd);
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I6: a fault on one link ends another one") {
  SharedSession r;
  r.intervene(Outside::fault_begins, ana, bob).at(31s).part(ana, cyd);
  const Verdict v = r.invariant(60s);
  REQUIRE(v.violations.size() == 1);
  CHECK(v.violations[0].detail ==
        "a fault between Ana and Bob at 30.000s ended the connection of Ana to Cyd");
}

TEST_CASE("I7: the allowed rate over a window, and one message more") {
  for (const int extra : {0, 1}) {
    CourtRoom r{with_invariant(people(2), "I7")};  // 20 per second over 10 s: 200 messages
    r.start();
    send_control(r, 200 + extra, 49ms);
    const Verdict v = r.invariant(60s);
    CHECK(v.held == (extra == 0 ? Held::held : Held::violated));
    if (extra == 1) CHECK(v.violations.at(0).record == 200);
  }
}

TEST_CASE("I7: the window slides, other types do not count, and an excursion is reported once") {
  CourtRoom r{with_invariant(people(2), "I7")};
  r.start();
  send_control(r, 2000, 50ms);
  send_control(r, 1000, 1ms, "chat");
  CHECK(r.invariant(200s).held == Held::held);

  CourtRoom storm{with_invariant(people(2), "I7")};
  storm.start();
  send_control(storm, 5000, 5ms);
  const Verdict v = storm.invariant(200s);
  CHECK(v.violations.size() == 1);
  CHECK(v.measured == "at most 200.0/s Ana>Bob, limit 20/s");
}

TEST_CASE("I8: a disconnect needs a cause") {
  SUBCASE("none") {
    CourtRoom r{with_invariant(people(2), "I8")};
    r.start().join(ana, bob).at(17s).part(ana, bob);
    const Verdict v = r.invariant(60s);
    CHECK(v.violations.size() == 2);  // both lost the other
    CHECK(v.measured == "2 times: Ana>Bob first at 17.000s");
  }
  SUBCASE("a fault before it") {
    CourtRoom r{with_invariant(people(2), "I8")};
    r.start().join(ana, bob).at(16s).intervene(Outside::fault_begins).at(17s).part(ana, bob);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("a fault after it is no cause") {
    CourtRoom r{with_invariant(people(2), "I8")};
    r.start().join(ana, bob).at(17s).part(ana, bob).at(18s).intervene(Outside::user, ana);
    CHECK(r.invariant(60s).held == Held::violated);
  }
}

TEST_CASE("I8: only what was connected can be disconnected") {
  CourtRoom r{with_invariant(people(2), "I8")};
  const auto connect = [](View& v) { v.connected = true; };
  const auto part = [](View& v) { v.connected = v.told = v.usable = false; };
  r.start().truth(ana, bob, {.live = 1}).view(ana, bob, connect).at(15s);
  r.truth(ana, bob, {.half_open = 1}).at(17s);  // Bob's checks failed
  SUBCASE("one end alone, and its application knew nothing: letting it go is a repair") {
    r.decide("cancel_peer", ana, bob, "half_open").view(ana, bob, part);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("the same by the other's goodbye") {
    r.view(ana, bob, part);
    CHECK(r.invariant(60s).violations.size() == 1);
  }
  SUBCASE("the other end is still coming") {
    r.truth(ana, bob, {.live = 1}).at(18s).decide("cancel_peer", ana, bob, "close").view(ana, bob, part);
    CHECK(r.invariant(60s).violations.size() == 1);
  }
  SUBCASE("one end alone, but its application was told") {
    r.view(ana, bob, [](View& v) { v.told = true; }).at(18s);
    r.decide("cancel_peer", ana, bob, "half_open").view(ana, bob, part);
    CHECK(r.invariant(60s).violations.size() == 1);
  }
  SUBCASE("the other end came, and this one went: both lose something") {
    r.view(bob, ana, connect).at(18s).view(ana, bob, part).at(19s).view(bob, ana, part);
    CHECK(r.invariant(60s).violations.size() == 2);
  }
  SUBCASE("the next connection begins anew") {
    r.view(bob, ana, connect).at(18s).both(ana, bob, part);
    r.at(20s).view(ana, bob, connect).at(21s).decide("cancel_peer", ana, bob, "half_open");
    r.view(ana, bob, part);
    CHECK(r.invariant(60s).violations.size() == 2);
  }
}

TEST_CASE("I10: an old session's callback must not be obeyed") {
  CourtRoom r{with_invariant(people(2), "I10")};
  r.start().at(3s);
  r.happen("device", "start", bob, net::no_node);
  SUBCASE("it is not") { CHECK(r.invariant(60s).held == Held::held); }
  SUBCASE("it is") {
    r.happen("device", "obeyed_old_session", ana, bob,
             {{"session", std::int64_t{1}}, {"present", std::int64_t{2}}});
    const Verdict v = r.invariant(60s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].record == 1);
    CHECK(v.violations[0].detail ==
          "a callback of session 1 changed the engine of Ana, which is in session 2");
  }
}

TEST_CASE("I13: one of two invites, and stays the one") {
  CourtRoom r{with_invariant(people(2), "I13")};
  const auto wants = [](View& v) { v.wants = v.wants_present = true; };
  const auto does_not = [](View& v) { v.wants = v.wants_present = false; };
  r.start().at(1s).see(ana, bob);
  SUBCASE("Ana") {
    r.view(ana, bob, wants);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("both") {
    r.both(ana, bob, wants);
    CHECK(r.invariant(60s).violations.at(0).detail == "each of the two takes itself for the inviter");
  }
  SUBCASE("neither") {
    CHECK(r.invariant(60s).violations.at(0).detail ==
          "a tie: neither of the two takes itself for the inviter");
  }
  SUBCASE("first Ana, then Bob") {
    r.view(ana, bob, wants).at(2s).view(ana, bob, does_not).view(bob, ana, wants);
    CHECK(r.invariant(60s).violations.at(0).detail == "the inviter's role moved to Bob");
  }
  SUBCASE("first Ana, then Bob after Ana slept: who slept is who it was") {
    r.view(ana, bob, wants)
        .at(2s)
        .presence(ana, {.suspended = true})
        .at(3s)
        .start(ana)
        .view(ana, bob, does_not)
        .view(bob, ana, wants);
    CHECK(r.invariant(60s).violations.at(0).detail == "the inviter's role moved to Bob");
  }
  SUBCASE("first Ana, then Bob after Ana's process came back") {
    r.view(ana, bob, wants)
        .at(2s)
        .presence(ana, {})
        .at(3s)
        .start(ana)
        .view(ana, bob, does_not)
        .view(bob, ana, wants);
    CHECK(r.invariant(60s).held == Held::held);
  }
}

TEST_CASE("I13: whoever took another identity owes no role to what it was, nor to who has not seen it") {
  CourtRoom r{with_invariant(people(2), "I13")};
  const auto wants = [](View& v) { v.wants = v.wants_present = true; };
  const auto does_not = [](View& v) { v.wants = v.wants_present = false; };
  r.start().at(1s).see(ana, bob).view(ana, bob, wants);
  SUBCASE("the role moves with it") {
    r.at(2s).happen("device", "new_identity", ana, net::no_node);
    r.at(3s).view(ana, bob, does_not).view(bob, ana, wants);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("an old record of it") {
    r.at(2s).view(bob, ana, [](View& v) {
      v.sees_present = false;
      v.wants = true;
    });
    CHECK(r.invariant(60s).held == Held::held);
  }
}

TEST_CASE("I13: before both see each other there is nothing to judge") {
  CourtRoom r{with_invariant(people(2), "I13")};
  r.start().view(ana, bob, [](View& v) { v.visible = true; });
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I16: two invitations from one device to another at once") {
  for (const std::uint16_t count : {std::uint16_t{1}, std::uint16_t{2}}) {
    CourtRoom r{with_invariant(people(2), "I16")};
    r.start().at(4s).view(bob, ana, [&](View& v) { v.invites = count; });
    const Verdict v = r.invariant(60s);
    CHECK(v.held == (count == 1 ? Held::held : Held::violated));
    CHECK(v.measured ==
          (count == 1 ? "at most 1 at once Bob>Ana, limit 1" : "at most 2 at once Bob>Ana, limit 1"));
  }
}
