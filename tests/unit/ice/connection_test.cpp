#include <doctest/doctest.h>

#include "tests/unit/ice/callers.hpp"

using namespace nearsim;       // NOLINT
using namespace nearsim::ice;  // NOLINT

namespace {

// The instant, in seconds, of the first line that begins like this; -1: none.
double time_of(const std::string& log, const std::string& beginning) {
  const std::size_t at = log.find(beginning);
  return at == std::string::npos ? -1 : std::stod(log.substr(log.find('@', at) + 1)) / 1000;
}

}  // namespace

TEST_CASE("devices enter and learn of each other; two connect over the local network") {
  Callers c(2);
  c[0].enter();
  c.when(500ms, [&] { c[1].enter(); });
  const std::string met = c.run(1s);
  CHECK(met.find("A:in@") != std::string::npos);
  CHECK(met.find("A:+B@") != std::string::npos);
  CHECK(met.find("B:+A@") < met.find("B:in@"));
  const ConnectionId id = c[0].call(c[1]);
  const std::string log = c.run(2s);
  CHECK(log.find("B:offer-A@") != std::string::npos);
  CHECK(time_of(log, "A:connected") > 1);
  CHECK(time_of(log, "A:open") > time_of(log, "A:connected"));
  CHECK(time_of(log, "B:open") < time_of(log, "A:open"));
  CHECK(c[0].say(id, "hello"));
  CHECK(c.run(3s) == "B:hello@2010 ");
}

TEST_CASE("with the timers of RFC 6347 a lost flight of the handshake costs 1, 3, 7 s") {
  const auto opened = [](base::Duration from, base::Duration outage) {
    Settings settings{.stun = false, .turn = false};
    settings.setup_retry = {1s, 0, 60s};  // libwebrtc begins at 50 ms
    settings.disconnected_after = settings.failed_after = base::forever;
    Callers c(2, settings);
    c.meet();
    (void)c[0].call(c[1]);
    c.when(from, [&] { c.network.cut(0, 1); });
    c.when(from + outage, [&] { c.network.restore(0, 1); });
    return time_of(c.run(30s), "A:open");
  };
  const double usual = opened(20s, 1ms);
  const base::Duration second_flight{static_cast<std::int64_t>((usual - .075) * 1e9)};  // of four, 20 ms each
  CHECK(opened(second_flight, 500ms) == doctest::Approx(usual + 1).epsilon(0.001));
  CHECK(opened(second_flight, 2s) == doctest::Approx(usual + 3).epsilon(0.001));
  CHECK(opened(second_flight, 5s) == doctest::Approx(usual + 7).epsilon(0.001));
}

TEST_CASE("another address on the same network breaks the pair, until a restart finds the new one") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  c.peering.readdress(0);
  const std::string broken = c.run(20s);
  CHECK(broken.find("A:disconnected@") != std::string::npos);
  CHECK(broken.find("B:disconnected@") != std::string::npos);
  c[0].enter();
  (void)c.run(21s);
  c[0].agent.restart(id);
  CHECK(c.run(25s).find("A:connected@") != std::string::npos);
}

TEST_CASE("a refusal is heard; an offer that nobody answers stays out") {
  Callers c(3);
  c.meet();
  c[1].manners = Phone::Manners::refuse;
  c[2].manners = Phone::Manners::silent;
  (void)c[0].call(c[1]);
  (void)c[0].call(c[2]);
  const std::string log = c.run(60s);
  CHECK(log.find("A:end-refused@") != std::string::npos);
  CHECK(c.peering.offers(0, 1) == 0);
  CHECK(c.peering.offers(0, 2) == 1);
}

TEST_CASE("who writes to a name that is not registered is told so") {
  Callers c(2);
  c[0].enter();
  (void)c.run(1s);
  (void)c[0].call(c[1]);
  CHECK(c.run(2s).find("A:end-unreachable@") != std::string::npos);
}

TEST_CASE("a silent path is disconnected after 5 s and failed after 15, and both ends see it") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Callers c(2, {}, {}, seed);
    (void)c.connect();
    (void)c.run(60s);
    (void)c.network.isolate({0});
    const std::string log = c.run(120s);
    for (const char* who : {"A:", "B:"}) {
      const double disturbed = time_of(log, std::string(who) + "disconnected") - 60;
      const double failed = time_of(log, std::string(who) + "failed") - 60;
      CHECK(disturbed >= 2.4);
      CHECK(disturbed <= 5.1);
      CHECK(failed >= 12.4);
      CHECK(failed <= 15.1);
    }
  }
}

TEST_CASE("an outage shorter than the patience is not noticed; its backlog comes after it") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  net::Token cut{};
  c.when(10s, [&] { cut = c.network.isolate({0}); });
  c.when(10500ms, [&] { CHECK(c[0].say(id, "x")); });
  c.when(12s, [&] { c.network.undo(cut); });
  const std::string log = c.run(30s);
  CHECK(log.find("disconnected") == std::string::npos);
  CHECK(log.find("B:x@") != std::string::npos);
}

TEST_CASE("when the local network fails, a pair through the internet takes over, and nobody is told") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  c.network.cut(0, 1);
  c.network.cut(1, 0);
  CHECK(c.run(20s).find("disconnected") == std::string::npos);
  CHECK(c[0].say(id, "y"));
  CHECK(c.run(30s).find("B:y@") != std::string::npos);
}

TEST_CASE("without STUN and relays it does not, and what failed is open at both ends and works at none") {
  Callers c(2, Settings{.stun = false, .turn = false});
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  const auto works = [&] {
    bool any = false;
    c.peering.visit(0, 1, [&](const ConnectionView& view) { any = any || view.works(); });
    return any;
  };
  CHECK(works());
  c.network.cut(0, 1);
  c.network.cut(1, 0);
  const std::string log = c.run(40s);
  CHECK(log.find("A:disconnected@") != std::string::npos);
  CHECK(log.find("A:failed@") != std::string::npos);
  CHECK(c[0].agent.is_open(id));
  CHECK(c[1].agent.is_open(id));
  CHECK(!works());
}

TEST_CASE("another network breaks the pair, and a restart finds another one while the session stays") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  c.peering.attach(0, Attached::cellular);
  const std::string broken = c.run(20s);
  CHECK(broken.find("A:disconnected@") != std::string::npos);
  CHECK(broken.find("B:disconnected@") != std::string::npos);
  c[0].enter();  // its socket was of the old network
  (void)c.run(21s);
  c[0].agent.restart(id);
  const std::string healed = c.run(25s);
  CHECK(healed.find("A:connected@") != std::string::npos);
  CHECK(healed.find("B:connected@") != std::string::npos);
  CHECK(c[0].say(id, "z"));
  CHECK(c.run(26s).find("B:z@") != std::string::npos);
}

TEST_CASE("both restart: glare stands still for ever, unless one is polite") {
  for (const Glare glare : {Glare::ignored, Glare::polite}) {
    Callers c(2, Settings{.glare = glare});
    const ConnectionId id = c.connect();
    (void)c.run(10s);
    const net::Token cut = c.network.isolate({0, 1});  // the server is out of reach, and they are not
    c.network.undo(cut);
    c.when(11s, [&] { c.network.cut(0, 1); });
    c.when(11s, [&] { c.network.cut(1, 0); });
    c.when(12s, [&] { c[0].agent.restart(id); });
    c.when(12s, [&] { c[1].agent.restart(id); });
    (void)c.run(60s);
    int stable = 0;
    c.peering.visit(0, 1, [&](const ConnectionView& v) {
      for (const End& end : v.ends) stable += end.negotiation == Negotiation::stable ? 1 : 0;
    });
    CHECK(stable == (glare == Glare::polite ? 2 : 0));
  }
}

TEST_CASE("consent expires after 30 s without a valid response") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Callers c(2, Settings{.keepalive = 0s, .failed_after = base::forever}, {}, seed);
    (void)c.connect();
    (void)c.run(60s);
    (void)c.network.isolate({0});
    const double failed = time_of(c.run(120s), "A:failed") - 60;
    CHECK(failed >= 24);  // the last valid response was up to 6 s before
    CHECK(failed <= 30.1);
  }
}

TEST_CASE("a close is heard only where closing is told") {
  for (const Closing closing : {Closing::silent, Closing::told}) {
    Callers c(2, Settings{.closing = closing});
    const ConnectionId id = c.connect();
    (void)c.run(10s);
    c[0].agent.close(id);
    const std::string log = c.run(40s);
    CHECK((log.find("B:end-closed_by_peer@10010") != std::string::npos) == (closing == Closing::told));
    CHECK((log.find("B:disconnected@") != std::string::npos) == (closing == Closing::silent));
  }
}

TEST_CASE("media is counted at the rate and the loss of the path; a session without media counts nothing") {
  for (const int rate : {0, 50}) {
    Callers c(2, Settings{.media_rate = rate});
    const ConnectionId id = c.connect();
    (void)c.network.disturb({.from = 1, .to = 0, .loss = base::percent(20)});
    (void)c.run(102s);
    const Stats stats = c[0].agent.stats(id);
    if (rate == 0) {
      CHECK(stats.lost + stats.received == 0);
      continue;
    }
    CHECK(stats.lost + stats.received > 4900);
    CHECK(stats.lost > 800);
    CHECK(stats.lost < 1200);
    CHECK(stats.rtt == 20ms);
  }
}

TEST_CASE("while a restart is under way the old pair carries, and both ends are told when it is done") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  c[0].agent.restart(id);
  for (int i = 1; i <= 20; ++i) c.when(10s + i * 20ms, [&] { CHECK(c[0].say(id, "x")); });
  const std::string log = c.run(12s);
  for (int i = 1; i <= 20; ++i)
    CHECK(log.find("B:x@" + std::to_string(10'010 + i * 20)) != std::string::npos);
  CHECK(log.find("A:connected@") != std::string::npos);
  CHECK(log.find("B:connected@") != std::string::npos);
}

TEST_CASE(
    "a device without a network reaches no server, and keeps its address if the same network comes back") {
  Callers c(2);
  const ConnectionId id = c.connect();
  (void)c.run(10s);
  c.peering.attach(0, Attached::none);
  CHECK(!c.network.up(0, c.peering.uplinks().signalling()));
  (void)c.run(12s);
  c.peering.attach(0, Attached::wifi);
  CHECK(c[0].say(id, "x"));
  CHECK(c.run(20s) == "B:x@12010 ");
}

TEST_CASE("a relay carries where UDP from peers is not let through, unless it is blocked") {
  for (const bool blocked : {false, true}) {
    Callers c(2, Settings{.srflx = false});
    c.peering.attach(0, Attached::cellular);  // no local network in common
    if (blocked)
      for (const Node n : {0u, 1u}) c.peering.uplinks().block(n, Service::turn);
    c.meet();
    (void)c[0].call(c[1]);
    const std::string log = c.run(30s);
    CHECK((log.find("A:open@") != std::string::npos) == !blocked);
    CHECK((log.find("A:failed@") != std::string::npos) == blocked);
    CHECK(c.peering.uplinks().reachable(0, 1) == !blocked);
  }
}
