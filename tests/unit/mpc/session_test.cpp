#include <doctest/doctest.h>

#include "tests/unit/mpc/people.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

namespace {

// One entry of a log, "B:not_connected-A/60@14210 ": its time in milliseconds, -1 if it is not there.
long time_of(const std::string& log, const std::string& what) {
  const auto i = log.find(what + "@");
  return i == std::string::npos ? -1 : std::stol(log.substr(i + what.size() + 1));
}

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

TEST_CASE("kill: the system says goodbye for the record; the links fall silent") {
  People p(2, {.dead_peer_least = 15s, .dead_peer_most = 15s});
  p.connect();
  p[0].framework.kill(Exit::crash);
  CHECK(p.air.half_open_links(0, 1) == 1);
  CHECK(p.run(60s) == "B:lost-A@3010 B:not_connected-A/60@17000 ");
  CHECK(p.air.half_open_links(0, 1) == 0);
}

TEST_CASE("kill: a host that is still on the link refuses the next heartbeat, or the next data") {
  People p(2, {.after_kill = AfterKill::refused, .heartbeat = 4s});
  p.connect();
  p[0].framework.kill(Exit::crash);
  const long noticed = time_of(p.run(60s), "B:not_connected-A/61");
  CHECK(noticed >= 2020);
  CHECK(noticed <= 6020);

  People q(2, {.after_kill = AfterKill::refused, .heartbeat = 1h});
  q.connect();
  q[0].framework.kill(Exit::crash);
  q.when(4s, [&] { q[1].send({&q[0]}, "hello?"); });
  CHECK(q.run(60s) == "B:lost-A@3010 B:not_connected-A/61@4020 ");
}

TEST_CASE("kill: loss of power says nothing at all") {
  People p(2, {.after_kill = AfterKill::refused});
  p.connect();
  p[0].framework.kill(Exit::power_loss);
  const std::string log = p.run(60s);
  CHECK(log.find("lost") == std::string::npos);
  CHECK(time_of(log, "B:not_connected-A/60") >= 12'000);
}

TEST_CASE("kill: pending invitations of either side") {
  People p(3);
  p[1].manners = Person::Manners::silent;
  p.meet();
  p[0].invite(p[1]);  // delivered, unanswered
  static_cast<void>(p.run(1015ms));
  p[2].invite(p[0]);  // on its way when A dies
  static_cast<void>(p.run(1020ms));
  p[0].framework.kill(Exit::crash);
  p.when(2s, [&] { p[1].framework.answer(p[1].invitations.at(0), Answer::accept, p[1].session); });
  const std::string log = p.run(20s);
  CHECK(log.find("C:not_connected-A/61@1035 ") != std::string::npos);
  CHECK(log.find("B:connecting-A@2000 ") != std::string::npos);  // nobody there
  CHECK(time_of(log, "B:not_connected-A/60") >= 12'000);
  CHECK(log.find(" A:") == std::string::npos);

  People q(2);
  q[1].manners = Person::Manners::silent;
  q.meet();
  q[0].invite(q[1]);
  static_cast<void>(q.run(2s));
  q[1].framework.kill(Exit::crash);  // its system closes the connection
  CHECK(q.run(60s) == "A:not_connected-B/54@2010 A:lost-B@3010 ");
}

TEST_CASE("restart: a new process has nothing, and may keep or change its identity") {
  People p(2, {.dead_peer_least = 15s, .dead_peer_most = 15s});
  p.connect();
  p[0].framework.kill(Exit::crash);
  p[0].framework.restart();
  CHECK(p[0].framework.connected_peers(p[0].session).empty());
  p[0].session = p[0].framework.create_session(Encryption::required);
  p[0].appear();  // the same id, in time: B's browser sees no change
  static_cast<void>(p.run(5s));
  p[0].invite(p[1]);
  // B never noticed: a second link, and the end of the first is not told while the second serves.
  CHECK(p.run(60s) == "B:invited-A@5010 A:connecting-B@5020 A:connected-B@5040 B:connected-A@5050 ");
  CHECK(p.air.live_links(0, 1) == 1);

  p[0].framework.set_peer_id(p.air.new_peer_id(0, "A"));
  p[0].framework.start_advertising({});
  CHECK(p.run(70s) == "B:found-A@60100 B:lost-A@61010 ");
}

TEST_CASE("suspension: the peers hear nothing; a short one is not noticed, a long one is by them alone") {
  People p(2, {.dead_peer_least = 15s, .dead_peer_most = 15s});
  p.connect();
  const auto freeze = [&] { p[0].framework.suspend(), p[0].queues.pause(); };
  const auto thaw = [&] { p[0].framework.resume(), p[0].queues.resume(); };
  freeze();
  p.when(10s, [&] { p[1].send({&p[0]}, "hello"); });
  p.when(16s, thaw);
  CHECK(p.run(60s) == "A:B:hello@16000 ");
  freeze();
  p.when(100s, thaw);
  // B gives up at 75 s; A hears nothing from then on, and its own timer, due at 90 s, fires when it runs
  // again.
  CHECK(p.run(200s) == "B:not_connected-A/60@75000 A:not_connected-B/60@100000 ");
}

TEST_CASE("suspension: timers fire late; sockets may be reclaimed") {
  People p(2, {.suspension = Suspension::sockets_reclaimed});
  p.connect();
  p[1].manners = Person::Manners::silent;
  p[1].framework.disconnect(p[1].session);
  static_cast<void>(p.run(3s));
  p[0].invite(p[1], 10s);
  p[0].framework.suspend();
  p.when(30s, [&] { p[0].framework.resume(); });
  CHECK(p.run(60s) == "B:invited-A@3010 A:not_connected-B/60@30000 ");

  People q(2, {.suspension = Suspension::sockets_reclaimed});
  q.connect();
  q[0].framework.suspend();
  q[0].framework.resume();
  CHECK(q.run(2s) == "A:not_connected-B/57@2000 ");
}

TEST_CASE("identity: a clone of a peer takes its place in the cache") {
  People p(3);
  p[2].framework.set_peer_id(p[1].framework.peer_id());  // restored from B's backup
  p[0].framework.start_browsing();
  p[1].framework.start_advertising({});
  static_cast<void>(p.run(1s));
  p[2].framework.start_advertising({});
  CHECK(p.run(2s).empty());  // the same peer, as far as A can see
  p[2].session = p[2].framework.create_session(Encryption::required);
  p[0].invite(p[1]);
  CHECK(p.run(60s) ==
        "C:invited-A@2010 C:connecting-A@2010 A:connecting-B@2020 A:connected-B@2040 C:connected-A@2050 ");
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
