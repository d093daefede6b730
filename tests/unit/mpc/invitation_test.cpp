#include <doctest/doctest.h>

#include "tests/unit/mpc/people.hpp"

using namespace nearsim;
using namespace nearsim::mpc;
using Manners = Person::Manners;

TEST_CASE("discovery: found, and lost a second and one way after the advertiser stops") {
  People p(2);
  p[0].appear();
  p[1].appear();
  CHECK(p.run(1s) == "A:found-B@100 B:found-A@100 ");
  p[0].framework.stop_advertising();
  CHECK(p.run(5s) == "B:lost-A@2010 ");
}

TEST_CASE("invitation: accepted, with each end connected in its own time") {
  People p(2);
  p.network.set_way(0, 1, delay_of(10ms));
  p.network.set_way(1, 0, delay_of(30ms));
  p.meet();
  p[0].invite(p[1]);
  // Invited after 10, accepted; 30 back; check 10 there, 30 back: A is ready at 80, B one way later.
  CHECK(p.run(60s) ==
        "B:invited-A@1010 B:connecting-A@1010 A:connecting-B@1040 A:connected-B@1080 B:connected-A@1090 ");
  CHECK(p.air.live_links(0, 1) == 1);
  CHECK(p[0].framework.connected_peers(p[0].session) == std::vector{p[1].id()});
  CHECK(p[1].framework.is_connected(p[1].session, p[0].id()));
}

TEST_CASE("invitation: connecting takes the connect time longer") {
  People p(2, {.connect_time = 3s});
  p.meet();
  p[0].invite(p[1]);
  CHECK(p.run(60s) ==
        "B:invited-A@1010 B:connecting-A@1010 A:connecting-B@1020 A:connected-B@4040 B:connected-A@4050 ");
}

TEST_CASE("invitation: a lost flight of DTLS costs 1, 3, 7 s (RFC 6347)") {
  const auto connected = [](base::Duration outage) {
    People p(2, {.dtls_flights = 6});
    p.meet();
    p[0].invite(p[1]);
    p.when(1045ms, [&] { p.network.cut(1, 0); });  // the first flight leaves B at 1050
    p.when(1045ms + outage, [&] { p.network.restore(1, 0); });
    const std::string log = p.run(60s);
    return log.substr(log.find("A:connected"));
  };
  CHECK(connected(1ms) == "A:connected-B@1100 B:connected-A@1110 ");  // six flights after 1050
  CHECK(connected(500ms) == "A:connected-B@2100 B:connected-A@2110 ");
  CHECK(connected(2s) == "A:connected-B@4100 B:connected-A@4110 ");
  CHECK(connected(5s) == "A:connected-B@8100 B:connected-A@8110 ");
}

TEST_CASE("invitation: the context travels along") {
  People p(2);
  p.meet();
  const std::byte context[3] = {};
  p[0].framework.invite_peer(p[1].id(), p[0].session, context, 10s);
  CHECK(p.run(1100ms).starts_with("B:invited-A+context@1010 "));
}

TEST_CASE("invitation: declined is 61 a round trip after it was sent") {
  People p(2);
  p[1].manners = Manners::decline;
  p.meet();
  p[0].invite(p[1]);
  CHECK(p.run(60s) == "B:invited-A@1010 A:not_connected-B/61@1020 ");
  CHECK(p.air.live_links(0, 1) == 0);
}

TEST_CASE("invitation: never answered ends at exactly its timeout, by default after 30 s") {
  People p(2);
  p[1].manners = Manners::silent;
  p.meet();
  p[0].invite(p[1], 12s);
  CHECK(p.run(20s) == "B:invited-A@1010 A:not_connected-B/60@13000 ");
  p[0].invite(p[1], 0s);
  CHECK(p.run(90s) == "B:invited-A@20010 A:not_connected-B/60@50000 ");
}

TEST_CASE("invitation: unreachable ends at the timeout, too") {
  People p(2);
  p.meet();
  p.network.cut(0, 1);
  p[0].invite(p[1]);
  CHECK(p.run(90s) == "A:not_connected-B/60@31000 ");
}

TEST_CASE("invitation: a heal lets the next SYN through") {
  People p(2);
  p.meet();
  p.network.cut(0, 1);
  p[0].invite(p[1]);  // SYNs at 1, 2, 3, 4, 5, 6, 8, 12 s
  p.when(7s, [&] { p.network.restore(0, 1); });
  CHECK(p.run(9s).starts_with("B:invited-A@8010 "));
}

TEST_CASE("invitation: nobody advertises there: 61 after a round trip") {
  People p(2);
  p.meet();
  p[1].framework.stop_advertising();
  p[0].invite(p[1]);
  CHECK(p.run(1500ms) == "A:not_connected-B/61@1020 ");
}

TEST_CASE("invitation: a stale record of an older identity is refused; one of a silent host times out") {
  People p(2);
  const PeerId& old = p.air.know(identity_of(1, 2), "B-old");
  p.discovery.inject_stale(1, {old.id, old.display_name, {}});
  p.meet();
  p[0].framework.invite_peer(old.id, p[0].session, {}, 30s);
  CHECK(p.run(2s) == "A:not_connected-B-old/61@1020 ");
  p.network.cut(0, 1);
  p[0].framework.invite_peer(old.id, p[0].session, {}, 30s);
  CHECK(p.run(60s) == "A:not_connected-B-old/60@32000 ");
}

TEST_CASE("invitation: refused by fault, counted, one direction only") {
  People p(2);
  p.meet();
  p.air.refuse(0, 1);
  p.air.refuse(0, 1);
  p[0].invite(p[1]);
  CHECK(p.run(2s) == "A:not_connected-B/61@1020 ");
  p.air.stop_refusing(0, 1);
  p[0].invite(p[1]);
  CHECK(p.run(3s) == "A:not_connected-B/61@2020 ");
  p.air.stop_refusing(0, 1);
  CHECK_THROWS_AS(p.air.stop_refusing(0, 1), base::CheckFailed);
  p.air.refuse(1, 0);
  p[0].invite(p[1]);
  CHECK(p.run(4s).ends_with("A:connected-B@3040 B:connected-A@3050 "));
}

TEST_CASE("invitation: of a peer that is not in the browser's cache") {
  People at_once(2);
  at_once[1].appear();
  at_once[0].invite(at_once[1]);
  CHECK(at_once.run(90s) == "A:lost-B@0 A:not_connected-B/65@0 ");
  People tried(2, {.unknown_peer = UnknownPeer::tried});
  tried[1].appear();
  tried[0].invite(tried[1]);
  CHECK(tried.run(1s).ends_with("A:connected-B@40 B:connected-A@50 "));
}

TEST_CASE("invitation: a late acceptance meets nobody and ends with the ICE timeout") {
  People p(2);
  p[1].manners = Manners::silent;
  p.meet();
  p[0].invite(p[1], 5s);
  p.when(8s, [&] { p[1].framework.answer(p[1].invitations[0], Answer::accept, p[1].session); });
  CHECK(p.run(17s) == "B:invited-A@1010 A:not_connected-B/60@6000 B:connecting-A@8000 ");
  CHECK(p.air.half_open_links(0, 1) == 1);
  const std::string end = p.run(19001ms);  // 10 s and up to one more
  CHECK(end.starts_with("B:not_connected-A/60@18"));
  CHECK(p.air.half_open_links(0, 1) == 0);
  p[1].framework.answer(p[1].invitations[0], Answer::accept, p[1].session);  // a second answer is harmless
  CHECK(p.run(40s).empty());
}

TEST_CASE("invitation: an acceptance in flight when the inviter gives up") {
  People p(2);
  p.meet();
  p.network.set_way(1, 0, delay_of(5s));
  p[0].invite(p[1], 3s);
  CHECK(p.run(10s) == "B:invited-A@1010 B:connecting-A@1010 A:not_connected-B/60@4000 ");
  CHECK(p.run(13s).starts_with("B:not_connected-A/60@11"));
}

TEST_CASE("invitation: UDP blocked: connecting, and 10 to 11 s later not connected, at both ends") {
  People p(2);
  p.meet();
  p.air.block_channels(1, 0);
  p[0].invite(p[1]);
  CHECK(p.run(11s) == "B:invited-A@1010 B:connecting-A@1010 A:connecting-B@1020 ");
  const std::string end = p.run(12100ms);
  CHECK(end.find("A:not_connected-B/60@1") != std::string::npos);
  CHECK(end.find("B:not_connected-A/60@1") != std::string::npos);
  p.air.unblock_channels(0, 1);
  p[0].invite(p[1]);
  CHECK(p.run(20s).ends_with("B:connected-A@12150 "));
}

TEST_CASE("invitation: incompatible encryption connects halfway; anything else works") {
  const Encryption all[] = {Encryption::optional, Encryption::required, Encryption::none};
  for (const Encryption a : all) {
    for (const Encryption b : all) {
      People p(2);
      p[0].session = p[0].framework.create_session(a);
      p[1].session = p[1].framework.create_session(b);
      p.meet();
      p[0].invite(p[1]);
      const std::string log = p.run(60s);
      const bool mismatch = (a == Encryption::none && b == Encryption::required) ||
                            (b == Encryption::none && a == Encryption::required);
      CHECK(log.ends_with(mismatch ? "A:not_connected-B@1040 B:not_connected-A@1050 "
                                   : "A:connected-B@1040 B:connected-A@1050 "));
    }
  }
}

TEST_CASE("invitation: a failure is told even while another invitation of the pair is in negotiation") {
  People p(2, {.connect_time = 5s});
  p.meet();
  p[1].manners = Manners::silent;
  p[0].invite(p[1]);
  static_cast<void>(p.run(1100ms));
  p[1].invite(p[0]);  // A accepts
  p.when(3s, [&] { p[1].framework.answer(p[1].invitations[0], Answer::decline, p[1].session); });
  CHECK(p.run(60s) ==
        "A:invited-B@1110 A:connecting-B@1110 B:connecting-A@1120 A:not_connected-B/61@3010 "
        "B:connected-A@6140 A:connected-B@6150 ");
}

TEST_CASE("invitation: a failure is not told of a peer that is connected") {
  People p(2);
  p.connect();
  p[1].manners = Manners::decline;
  p[0].invite(p[1]);
  CHECK(p.run(60s) == "B:invited-A@2010 ");
}

TEST_CASE("crossing invitations: two links by default, and the second connected is reported") {
  People p(2);
  p.meet();
  p[0].invite(p[1]);
  p[1].invite(p[0]);
  const std::string log = p.run(60s);
  CHECK(p.air.live_links(0, 1) == 2);
  const auto count = [&](std::string_view what) {
    int n = 0;
    for (auto i = log.find(what); i != std::string::npos; i = log.find(what, i + 1)) ++n;
    return n;
  };
  CHECK(count("A:connecting-B") == 1);
  CHECK(count("A:connected-B") == 2);
  CHECK(count("B:connected-A") == 2);
}

TEST_CASE("crossing invitations: the second connected can be silent") {
  People p(2, {.second_connected = SecondConnected::silent});
  p.meet();
  p[0].invite(p[1]);
  p[1].invite(p[0]);
  const std::string log = p.run(60s);
  CHECK(log.find("connected-B@1040") != std::string::npos);
  CHECK(log.find("connected-B@1050") == std::string::npos);
  CHECK(p.air.live_links(0, 1) == 2);
}

TEST_CASE("crossing invitations: the first wins, and the other ends without a word") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    People p(2, {.crossing_invitations = CrossingInvitations::first_wins}, {}, shuffled(seed));
    p.meet();
    p[0].invite(p[1]);
    p[1].invite(p[0]);
    const std::string log = p.run(60s);
    CHECK(p.air.live_links(0, 1) == 1);
    CHECK(log.find("not_connected") == std::string::npos);
    CHECK(log.find("A:connected-B") != std::string::npos);
    CHECK(log.find("B:connected-A") != std::string::npos);
  }
}

TEST_CASE("crossing invitations: both fail") {
  People p(2, {.crossing_invitations = CrossingInvitations::both_fail});
  p.meet();
  p[0].invite(p[1]);
  p[1].invite(p[0]);
  const std::string log = p.run(60s);
  CHECK(p.air.live_links(0, 1) == 0);
  CHECK(log.find("A:not_connected-B") != std::string::npos);
  CHECK(log.find("B:not_connected-A") != std::string::npos);
  CHECK(log.find(":connected-") == std::string::npos);
}

TEST_CASE("capacity: the ninth peer is declined, or connects and is dropped") {
  for (const NinthPeer ninth : {NinthPeer::declined, NinthPeer::connect_then_drop}) {
    People p(9, {.ninth_peer = ninth});
    p.meet();
    for (std::size_t n = 1; n < 8; ++n) p[n].invite(p[0]);
    static_cast<void>(p.run(2s));
    CHECK(p[0].framework.connected_peers(p[0].session).size() == 7);
    p[8].invite(p[0]);
    if (ninth == NinthPeer::declined) CHECK(p.run(60s) == "A:invited-I@2010 I:not_connected-A/61@2020 ");
    else
      CHECK(p.run(60s) ==
            "A:invited-I@2010 A:connecting-I@2010 I:connecting-A@2020 I:connected-A@2040 "
            "A:connected-I@2050 A:not_connected-I@2050 I:not_connected-A@2060 ");
    CHECK(p[0].framework.connected_peers(p[0].session).size() == 7);
    p[0].framework.disconnect(p[0].session);
    static_cast<void>(p.run(61s));
    p[8].invite(p[0]);
    CHECK(p.run(62s).ends_with("A:connected-I@61050 "));
  }
}
