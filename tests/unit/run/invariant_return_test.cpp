// I11, I15, I17, I20, I21, I23: trying again, coming back, and what is known of whom.
#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

void retry(CourtRoom& r, Node of, Node about, std::int64_t attempt, base::Duration wait,
           base::Duration jitter = 7ns) {
  r.happen("engine", "retry", of, about,
           {{"why", std::string_view{"backoff"}},
            {"in", wait + jitter},
            {"attempt", attempt},
            {"exponential", wait},
            {"jitter", jitter}});
}

}  // namespace

TEST_CASE("I11: a short connection is a failure, a long one begins anew") {
  for (const base::Duration up : {9999ms, 10s + 0ms}) {
    CourtRoom r{with_invariant(people(2), "I11")};
    r.start().at(1s);
    retry(r, ana, bob, 1, 600ms);
    retry(r, ana, bob, 2, 1200ms);
    r.at(5s).join(ana, bob).at(5s + up).part(ana, bob);
    retry(r, ana, bob, 1, 600ms);
    const Verdict v = r.invariant(60s);
    CHECK(v.held == (up < 10s ? Held::violated : Held::held));
    if (up < 10s)
      CHECK(v.violations.at(0).detail ==
            "attempt 1 of Ana at Bob waits 0.600s, after attempt 2 waited 1.200s; meanwhile it was connected "
            "for at most 9.999s");
  }
}

TEST_CASE("I11: the same wait again is at the cap, a shorter one is not; a new process owes nothing") {
  CourtRoom r{with_invariant(people(2), "I11")};
  r.start();
  retry(r, ana, bob, 5, 8s);
  retry(r, ana, bob, 6, 8s);
  SUBCASE("cap") {}
  SUBCASE("restart of the peer") {
    r.happen("device", "restart", bob, net::no_node);
    retry(r, ana, bob, 1, 600ms);
  }
  SUBCASE("shorter") {
    retry(r, ana, bob, 7, 4s);
    CHECK(r.invariant(60s).held == Held::violated);
    return;
  }
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I11: waits for who the peer was are counted apart, and excuse nobody who waits for what it is") {
  CourtRoom r{with_invariant(people(2), "I11")};
  r.start();
  retry(r, ana, bob, 5, 8s);
  const std::vector<kernel::Field> first{{"in", 600ms + 7ns}, {"attempt", std::int64_t{1}}};
  const auto retry_earlier = [&] {
    const kernel::Record record{r.now, "Ana", "engine", "retry", "Bob", first};
    r.jury.happened({record, r.index++, ana, bob, true});
  };
  SUBCASE("the old object's count is its own") {
    retry_earlier();
    retry(r, ana, bob, 6, 8s);
    CHECK(r.invariant(60s).held == Held::held);
  }
  SUBCASE("the present object's wait shrinks all the same") {
    retry_earlier();
    retry(r, ana, bob, 1, 600ms);
    CHECK(r.invariant(60s).violations.size() == 1);
  }
}

namespace {

struct Returned : CourtRoom {  // Bob's process came back at 20 s
  Returned() : CourtRoom(with_invariant(people(2), "I15")) {
    happen("device", "start", ana, net::no_node).happen("device", "start", bob, net::no_node).start();
    at(1s).join(ana, bob).at(10s).presence(bob, {}).part(ana, bob);
    at(20s).happen("device", "restart", bob, net::no_node).start(bob);
  }
};

}  // namespace

TEST_CASE("I15: who came back is taken back within the bound") {
  Returned r;
  SUBCASE("in time") { r.at(80s).join(ana, bob); }
  SUBCASE("too late") {
    r.at(80s + 1ns).join(ana, bob);
    CHECK(r.invariant(200s).violations.at(0).at == base::at(80s));
    return;
  }
  SUBCASE("never") {
    CHECK(r.invariant(200s).held == Held::violated);
    return;
  }
  SUBCASE("out of reach meanwhile") {
    r.at(50s).isolate(bob).at(130s).isolate(std::nullopt).at(190s).join(ana, bob);
  }
  SUBCASE("a fault meanwhile starts the clock anew") {
    r.at(70s).intervene(Outside::fault_begins, bob).at(71s).join(ana, bob);
  }
  CHECK(r.invariant(200s).held == Held::held);
}

TEST_CASE("I15: who was there from the start did not come back") {
  CourtRoom r{with_invariant(people(2), "I15")};
  r.happen("device", "start", ana, net::no_node).happen("device", "start", bob, net::no_node).start();
  CHECK(r.invariant(200s).held == Held::held);
}

namespace {

void hello(CourtRoom& r, base::Duration arrives) {
  r.happen("engine", "send", bob, ana, {{"type", std::string_view{"handshake"}}})
      .happen("mpc", "send", bob, ana);
  r.at(arrives).happen("mpc", "deliver", ana, bob);
}

}  // namespace

TEST_CASE("I17: a hello that came before anybody waited is not lost for ever") {
  scenario::Scenario s = people(2);
  s.devices[ana].profile.stages = {protocol::Settle{.on_wifi = 4s}, protocol::AwaitHello{}};
  CourtRoom r{with_invariant(std::move(s), "I17")};
  r.start().at(1s).join(ana, bob).at(2s);
  const auto time_out = [&] {
    r.at(11s).happen("engine", "suspect", ana, bob, {{"symptom", std::string_view{"handshake_timeout"}}});
  };
  SUBCASE("it came early") {
    hello(r, 3s);
    time_out();
    const Verdict v = r.invariant(60s);
    REQUIRE(v.violations.size() == 1);
    CHECK(v.violations[0].detail ==
          "Ana gives up waiting for the hello of Bob, which came at 3.000s, 2.000s before Ana began to wait "
          "for it");
    return;
  }
  SUBCASE("it came when it was waited for") { hello(r, 6s), time_out(); }
  SUBCASE("it never came") { time_out(); }
  SUBCASE("it came early, and nothing was given up") { hello(r, 3s); }
  SUBCASE("it came on a link that has ended") {
    hello(r, 3s);
    r.at(4s).happen("mpc", "link_ended", ana, bob);
    time_out();
  }
  SUBCASE("the other end of that link has ended: what this one heard, it heard") {
    hello(r, 3s);
    r.at(4s).happen("mpc", "link_ended", bob, ana);
    time_out();
    CHECK(r.invariant(60s).violations.size() == 1);
    return;
  }
  SUBCASE("what came was something else") {
    r.happen("engine", "send", bob, ana, {{"type", std::string_view{"chat"}}})
        .happen("mpc", "send", bob, ana);
    r.at(3s).happen("mpc", "deliver", ana, bob);
    time_out();
  }
  CHECK(r.invariant(60s).held == Held::held);
}

namespace {

scenario::Scenario gamblers(base::Ratio jitter) {
  scenario::Scenario s = people(3);
  for (scenario::DeviceSpec& device : s.devices)
    device.profile.remedies = {{protocol::Symptom::invite_failed, {protocol::Reconnect{.jitter = jitter}}}};
  return s;
}

}  // namespace

TEST_CASE("I20: two equal draws in a row are no chance") {
  CourtRoom r{with_invariant(gamblers(base::percent(20)), "I20")};
  r.start();
  retry(r, ana, bob, 1, 600ms, 37281ns);
  retry(r, bob, ana, 1, 600ms, 37281ns);
  SUBCASE("one is") { retry(r, ana, bob, 2, 600ms, 1ns), retry(r, bob, ana, 2, 600ms, 2ns); }
  SUBCASE("no jitter is no draw") { retry(r, ana, bob, 2, 600ms, 0ns), retry(r, bob, ana, 2, 600ms, 0ns); }
  SUBCASE("two are not") {
    retry(r, ana, bob, 2, 600ms, 90113ns);
    retry(r, bob, ana, 2, 600ms, 90113ns);
    CHECK(r.invariant(60s).violations.at(0).detail ==
          "Ana and Bob drew the same jitter 2 times in a row, at last 90.113us");
    return;
  }
  CHECK(r.invariant(60s).held == Held::held);
}

TEST_CASE("I20: where no design draws, its judge rests, whatever records say") {
  CourtRoom r{with_invariant(gamblers(base::none), "I20")};
  r.start();
  for (std::int64_t attempt = 1; attempt < 5; ++attempt)
    for (const auto& [of, about] : {std::pair{ana, bob}, std::pair{bob, ana}})
      retry(r, of, about, attempt, 600ms, 7ns);
  CHECK(r.invariant(60s).held == Held::held);
}

namespace {

scenario::Scenario small_room() {  // a session takes two
  scenario::Scenario s = people(3);
  s.mpc.max_peers = 2;
  return s;
}

}  // namespace

TEST_CASE("I21: who finds no room knocks less and less") {
  for (const int knocks : {4, 5}) {
    CourtRoom r{with_invariant(small_room(), "I21")};
    r.start().at(1s).join(ana, bob).see(ana, cyd);
    for (int i = 0; i < 20; ++i)
      r.at(2s + i * 1s).decide("invite", cyd, ana, "backoff_over");  // at first: often
    for (int i = 0; i < knocks; ++i) r.at(70s + i * 10s).decide("invite", cyd, ana, "backoff_over");
    CHECK(r.invariant(200s).held == (knocks == 4 ? Held::held : Held::violated));
  }
}

TEST_CASE("I21: who is in stays in") {
  CourtRoom r{with_invariant(small_room(), "I21")};
  r.start().at(1s).join(ana, bob).at(30s);
  SUBCASE("thrown out") {
    r.part(ana, bob);
    CHECK(r.invariant(60s).violations.at(0).detail == "Ana was full, and lost Bob all the same");
  }
  SUBCASE("left") {
    r.presence(bob, {}).part(ana, bob);
    CHECK(r.invariant(60s).held == Held::held);
  }
}

TEST_CASE("I2 and I12 ask nothing of who finds no room") {
  for (const std::string_view name : {"I2", "I12"}) {
    CourtRoom r{with_invariant(small_room(), name)};
    r.start().at(1s).join(ana, bob).see(ana, cyd).see(bob, cyd);
    CHECK(r.invariant(200s).held == Held::held);
  }
}

TEST_CASE("I23: an attempt at somebody who is gone, sooner or later after that") {
  for (const base::Duration later : {30s + 0ns, 30s + 1ns}) {
    CourtRoom r{with_invariant(people(2), "I23")};
    r.start().at(20s).happen("device", "restart", bob, net::no_node);
    r.at(20s + later).view(ana, bob, [](View& v) { v.tries_old = true; });
    CHECK(r.invariant(100s).held == (later == 30s ? Held::held : Held::violated));
  }
}

TEST_CASE("I23: a lesser instance than one that was seen is old at once") {
  scenario::Scenario s = people(2);
  for (scenario::DeviceSpec& device : s.devices) device.profile.identity.counts_instances = true;
  bool sees = true, is_violated = false;
  Node whose = bob;
  std::string_view meanwhile;
  SUBCASE("Ana has seen the present one") { is_violated = true; }
  SUBCASE("Ana has not seen it") { sees = false; }
  SUBCASE("Ana's design counts no instances") { s.devices[ana].profile.identity.counts_instances = false; }
  SUBCASE("Bob's design counts none") { s.devices[bob].profile.identity.counts_instances = false; }
  SUBCASE("Ana began anew herself, and has seen nobody yet") { meanwhile = "restart", whose = ana; }
  SUBCASE("Bob exchanged his object") { meanwhile = "new_identity"; }
  SUBCASE("Bob's counter was not stored") { meanwhile = "not_stored"; }
  CourtRoom r{with_invariant(std::move(s), "I23")};
  r.start().at(20s).happen("device", "restart", bob, net::no_node);
  r.at(21s).view(ana, bob, [&](View& v) { v.visible = v.sees_present = sees; });
  if (!meanwhile.empty()) r.at(22s).happen("device", meanwhile, whose, net::no_node);
  r.at(23s).view(ana, bob, [](View& v) { v.sees_present = false; });
  r.of_earlier = true;
  r.decide("invite", ana, bob, "found");
  CHECK(r.invariant(100s).held == (is_violated ? Held::violated : Held::held));
}
