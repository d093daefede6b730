#include <doctest/doctest.h>

#include "tests/unit/mpc/people.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

namespace {

struct Changes final : LinkWatcher {
  explicit Changes(People& p) : people(p) { p.air.watch_links(*this); }
  void link_changed(net::Node a, net::Node b, LinkId) override {
    text +=
        std::to_string(people.air.live_links(a, b)) + std::to_string(people.air.half_open_links(b, a)) + ' ';
  }
  People& people;
  std::string text;
};

}  // namespace

TEST_CASE("send: reliable, in order, one event each on a healthy way") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    People p(2, {}, {}, shuffled(seed));
    p.connect();
    const auto before = p.scheduler.executed();
    for (const char* m : {"1", "2", "3"}) CHECK(p[0].send({&p[1]}, m) == SendResult::queued);
    CHECK(p[1].send({&p[0]}, "x") == SendResult::queued);
    const std::string log = p.run(60s);
    CHECK(log.find("B:A:1@2010 B:A:2@2010 B:A:3@2010 ") != std::string::npos);
    CHECK(log.find("A:B:x@2010 ") != std::string::npos);
    CHECK(p.scheduler.executed() - before ==
          1 + 1 + 4);  // a burst, a message, four dispatches of the test's queues
  }
}

TEST_CASE("send: all or nothing at the time of the call") {
  People p(3);
  p.connect();
  CHECK(p[0].send({&p[1], &p[2]}, "hello") == SendResult::not_connected);
  CHECK(p[0].send({}, "hello") == SendResult::invalid_parameter);
  CHECK(p[0].send({&p[1]}, "") == SendResult::invalid_parameter);
  CHECK(p.run(10s).empty());
  p[0].invite(p[2]);
  static_cast<void>(p.run(11s));
  CHECK(p[0].send({&p[1], &p[2]}, "hello") == SendResult::queued);
  CHECK(p.run(12s) == "B:A:hello@11010 C:A:hello@11010 ");
}

TEST_CASE("send: queued while the way is down, delivered after it heals") {
  People p(2);
  p.connect();
  p.network.cut(0, 1);
  CHECK(p[0].send({&p[1]}, "late") == SendResult::queued);
  CHECK(p[0].send({&p[1]}, "gone", Mode::unreliable) == SendResult::queued);
  p.when(5s, [&] { p.network.restore(0, 1); });  // retries at 2.2, 2.6, 3.4, 5.0 s
  CHECK(p.run(60s) == "B:A:late@5010 ");
}

TEST_CASE("send: what arrives before one's own connected waits for it") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    People p(2, {}, {}, shuffled(seed));
    p.meet();
    p[0].invite(p[1]);
    p.when(1041ms, [&] { p[0].send({&p[1]}, "early"); });
    p.when(1045ms, [&] { p.network.set_way(0, 1, delay_of(2ms)); });
    p.when(1046ms, [&] { p[0].send({&p[1]}, "earlier"); });
    const std::string log = p.run(60s);
    CHECK(log.ends_with("B:connected-A@1050 B:A:early@1051 B:A:earlier@1051 "));
  }
}

TEST_CASE("disconnect: callbacks for oneself at once, for the others one way later") {
  People p(3);
  p.connect();
  p[0].invite(p[2]);
  static_cast<void>(p.run(3s));
  p[0].framework.disconnect(p[0].session);
  CHECK(p.run(60s) ==
        "A:not_connected-B@3000 A:not_connected-C@3000 B:not_connected-A@3010 C:not_connected-A@3010 ");
  CHECK(p.air.live_links(0, 1) == 0);
  CHECK(p.air.half_open_links(0, 1) == 0);
  p[0].invite(p[1]);  // the session stays usable
  CHECK(p.run(61s).ends_with("B:connected-A@60050 "));
}

TEST_CASE("disconnect: data that was sent before arrives before, whatever the order of ties") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    People p(2, {}, {}, shuffled(seed));
    p.connect();
    p[0].send({&p[1]}, "bye");
    p[0].framework.disconnect(p[0].session);
    const std::string log = p.run(60s);
    CHECK(log.find("B:A:bye@2010 B:not_connected-A@2010 ") != std::string::npos);
  }
}

TEST_CASE("disconnect: latencies of the goodbye and of one's own callbacks are settings") {
  People p(2, {.goodbye_latency = 1s, .disconnected_callback_delay = 50ms});
  p.connect();
  p[0].framework.disconnect(p[0].session);
  CHECK(p.run(60s) == "A:not_connected-B@2050 B:not_connected-A@3010 ");
}

TEST_CASE("disconnect: a goodbye that is lost leaves the other end to notice the silence") {
  People p(2);
  p.connect();
  p.network.cut(0, 1);
  p[0].framework.disconnect(p[0].session);
  p.network.restore(0, 1);
  CHECK(p.run(11s) == "A:not_connected-B@2000 ");
  CHECK(p.air.half_open_links(0, 1) == 1);
  CHECK(p[1].send({&p[0]}, "hello?") == SendResult::queued);  // B does not know
  const long noticed = time_of(p.run(60s), "B:not_connected-A/60");
  CHECK(noticed >= 12'000);
  CHECK(noticed <= 22'000);
}

TEST_CASE("old sessions: an invitation of a session that was left still connects it") {
  People p(2);
  p.meet();
  p[0].invite(p[1]);
  static_cast<void>(p.run(1005ms));
  const SessionId old = p[0].session;
  p[0].framework.disconnect(old);
  p[0].session = p[0].framework.create_session(Encryption::required);
  p[0].invite(p[1]);
  const std::string log = p.run(60s);
  CHECK(log.find("A:connected-B#" + std::to_string(old.number) + "@1040") != std::string::npos);
  CHECK(log.find("A:connected-B@1045") != std::string::npos);
  CHECK(p.air.live_links(0, 1) == 2);  // the dual session of the field
}

TEST_CASE("cancelConnectPeer: ends an attempt; a connected peer only if the setting says so") {
  People p(2, {.connect_time = 1s});
  p.meet();
  p[0].invite(p[1]);
  p.when(1500ms, [&] { p[0].framework.cancel_connect_peer(p[0].session, p[1].id()); });
  const std::string log = p.run(60s);
  CHECK(log.find("A:not_connected-B@1500 ") != std::string::npos);
  CHECK(log.find(":connected-B") == std::string::npos);

  for (const CancelConnected drops : {CancelConnected::no_effect, CancelConnected::drops}) {
    People q(2, {.cancel_connected = drops});
    q.connect();
    q[0].framework.cancel_connect_peer(q[0].session, q[1].id());
    CHECK(q.run(60s) ==
          (drops == CancelConnected::no_effect ? "" : "A:not_connected-B@2000 B:not_connected-A@2010 "));
  }
}

TEST_CASE("dead peer: in a partition each end notices by its own silence, within its range") {
  People p(2);
  p.connect();
  const net::Token cut = p.network.isolate({0});
  const std::string log = p.run(60s);
  const long a = time_of(log, "A:not_connected-B/60");
  const long b = time_of(log, "B:not_connected-A/60");
  CHECK(a != b);
  for (const long t : {a, b}) {
    CHECK(t >= 12'000);
    CHECK(t <= 22'000);
  }
  p.network.undo(cut);
  CHECK(p.run(90s).empty());
}

TEST_CASE("dead peer: an outage that ends in time is not noticed, and costs no events") {
  People p(2, {.dead_peer_least = 10s, .dead_peer_most = 10s});
  p.connect();
  const auto before = p.scheduler.executed();
  for (int i = 0; i < 5; ++i) {
    p.when(base::Duration{(3 + 10 * i) * 1s}, [&] { p.network.cut(1, 0); });
    p.when(base::Duration{(12 + 10 * i) * 1s}, [&] { p.network.restore(1, 0); });
  }
  CHECK(p.run(90s).empty());
  CHECK(p.scheduler.executed() - before == 10);
  CHECK(p.air.live_links(0, 1) == 1);
}

TEST_CASE("dead peer: one-way: who hears stays, until the other has given up") {
  People p(2, {.dead_peer_least = 10s, .dead_peer_most = 10s});
  p.connect();
  p.network.cut(0, 1);
  CHECK(p.run(60s) == "B:not_connected-A/60@12000 A:not_connected-B/60@22000 ");
}

TEST_CASE("truth: watchers hear of every change of an end") {
  People p(2, {.dead_peer_least = 15s, .dead_peer_most = 15s});
  Changes changes(p);
  p.connect();
  CHECK(changes.text == "10 10 10 10 ");  // accepted, connecting, connected, connected
  p[0].framework.kill(Exit::crash);
  static_cast<void>(p.run(60s));
  CHECK(changes.text == "10 10 10 10 01 00 ");
  int links = 0;
  p.air.visit_links([&](const LinkView&) { ++links; });
  CHECK(links == 0);
}

TEST_CASE("truth: both ends of a link name it alike") {
  People p(3);
  p.connect();
  p.air.visit_links(1, 0, [&](const LinkView& l) {
    CHECK(l.id.number == 1);
    CHECK(l.inviter.node == 0);
    CHECK(l.end(1).self == &p[1].framework.peer_id());
    CHECK(l.invitee.session == p[1].session);
    CHECK(l.inviter.state == EndState::connected);
  });
  CHECK(p.air.live_links(0, 2) == 0);
}
