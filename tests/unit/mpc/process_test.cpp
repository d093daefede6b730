#include <doctest/doctest.h>

#include "tests/unit/mpc/people.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

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

  p[0].framework.set_peer_id(p.air.know(identity_of(0, 2), "A"));
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

  for (const auto& [how, errno_] : {std::pair{Reclaimed::aborted, "53"}, {Reclaimed::broken_pipe, "32"}}) {
    People r(2, {.suspension = Suspension::sockets_reclaimed, .reclaimed = how});
    r.connect();
    r[0].framework.suspend();
    r[0].framework.resume();
    CHECK(r.run(2s) == std::string("A:not_connected-B/") + errno_ + "@2000 ");
  }
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

TEST_CASE("identity: an invitation to who the peer was is not counted beside one to who it is") {
  People p(2);
  p.meet();
  p[1].manners = Person::Manners::silent;
  const Identity before = p[1].id();
  p[0].invite(p[1]);
  static_cast<void>(p.run(2s));
  CHECK(p.air.outstanding_invitations(0, 1) == 1);
  SUBCASE("the peer took another identity") {
    p[1].framework.stop_advertising();
    p[1].framework.set_peer_id(p.air.know(identity_of(1, 2), "B2"));
    p[1].framework.start_advertising({});
    static_cast<void>(p.run(4s));
    REQUIRE(p[1].id() != before);
    p[0].invite(p[1]);
    CHECK(p.air.outstanding_invitations(0, 1) == 1);
    p[0].invite(p[1]);
    CHECK(p.air.outstanding_invitations(0, 1) == 2);
  }
  SUBCASE("it did not") {
    p[0].invite(p[1]);
    CHECK(p.air.outstanding_invitations(0, 1) == 2);
  }
}
