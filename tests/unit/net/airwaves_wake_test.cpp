#include <doctest/doctest.h>

#include "tests/unit/net/building.hpp"

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::building;

TEST_CASE("airwaves: by beacon AWDL comes on once both hear each other, and never without Bluetooth") {
  AirwavesSettings s;
  s.awdl_start = AwdlStart::by_beacon;
  Building b(s);
  b.run(5s);
  CHECK_FALSE(b.air.awdl().neighbourhood().active(0));  // nobody asks for peer-to-peer
  b.appear();
  CHECK_FALSE(b.air.awdl().neighbourhood().active(0));  // nothing heard yet
  b.run(8s);
  CHECK(b.air.awdl().neighbourhood().active(0));
  CHECK(b.air.awdl().neighbourhood().active(1));
  b.run(25s);
  CHECK(b.eyes[1].at.size() == 1);
  CHECK(b.message());

  Building deaf(s, {.beacons = false});
  deaf.appear();
  deaf.run(120s);
  CHECK(deaf.eyes[1].at.empty());
  CHECK_FALSE(deaf.air.awdl().neighbourhood().active(0));
  for (Node n = 0; n < 2; ++n) deaf.air.switch_to(n, {});  // switched on late, found late
  deaf.run(140s);
  REQUIRE(deaf.eyes[1].at.size() == 1);
  CHECK(deaf.eyes[1].at.front() > 120s);
}

TEST_CASE("airwaves: one phone's Bluetooth is not enough to wake either") {
  AirwavesSettings s;
  s.awdl_start = AwdlStart::by_beacon;
  Building b(s);
  b.air.switch_to(1, {.beacons = false});
  b.appear();
  b.run(60s);
  CHECK_FALSE(b.air.awdl().neighbourhood().active(0));
  CHECK_FALSE(b.air.awdl().neighbourhood().active(1));
}

TEST_CASE("airwaves: in the background beacons are rarer, so AWDL comes on later") {
  const auto woken = [](radio::ble::Place place) {
    base::Duration sum{};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      AirwavesSettings s;
      s.awdl_start = AwdlStart::by_beacon;
      Building b(s, {}, seed);
      for (Node n = 0; n < 2; ++n) b.air.move_to(n, place);
      b.appear();
      while (!b.air.awdl().neighbourhood().active(1)) b.run(b.scheduler.now() - base::Instant{} + 10ms);
      sum += b.scheduler.now() - base::Instant{};
    }
    return sum / 20;
  };
  CHECK(woken(radio::ble::Place::foreground) < 1s);
  CHECK(woken(radio::ble::Place::background) > 3s);  // row C-B: 6.7 s from the first event on
}

TEST_CASE("airwaves: without beacons idle AWDL goes after 44 s, and who exchanges data over it stays") {
  AirwavesSettings s;
  s.awdl_start = AwdlStart::by_beacon;
  Building idle(s);
  idle.appear();
  idle.run(10s);
  REQUIRE(idle.air.awdl().neighbourhood().active(0));
  idle.air.switch_to(1, {.beacons = false});
  idle.run(53s);
  CHECK(idle.air.awdl().neighbourhood().active(0));
  idle.run(55s);
  CHECK_FALSE(idle.air.awdl().neighbourhood().active(0));

  Building connected(s);
  connected.appear();
  connected.run(10s);
  REQUIRE(connected.message());
  for (Node n = 0; n < 2; ++n) connected.air.switch_to(n, {.beacons = false});
  connected.run(300s);
  CHECK(connected.air.awdl().neighbourhood().active(0));
  CHECK(connected.message());
}

TEST_CASE("airwaves: AWDL goes off a while after its last use, unless somebody still talks") {
  struct Talking final : Talkers {
    bool talks(Node) const override { return value; }
    bool value = false;
  } talking;
  Building b;
  b.air.serve(b.network, &b.mdns, &talking);
  const Publication p = b.mdns.publish(0, {10, "iPhone", {}});
  b.mdns.browse(0, b.eyes[0]);
  const auto on = [&](base::Duration t) {
    b.run(t);
    return b.air.awdl().neighbourhood().active(0);
  };
  CHECK(on(10s));
  b.mdns.withdraw(p, Goodbye::sent);
  CHECK(on(100s));  // it browses
  b.mdns.stop_browsing(0);
  CHECK(on(143'999ms));
  CHECK_FALSE(on(144s));
  b.mdns.browse(0, b.eyes[0]);
  CHECK(on(145s));
  b.mdns.stop_browsing(0);
  talking.value = true;
  CHECK(on(300s));
  talking.value = false;
  CHECK_FALSE(on(345s));  // looked at every 44 s
}

TEST_CASE("airwaves: who is asked for again in time keeps its AWDL, with the same address") {
  Building b;
  b.mdns.browse(0, b.eyes[0]);
  b.run(10s);
  const std::uint64_t address = b.air.awdl().neighbourhood().address(0);
  b.mdns.stop_browsing(0);
  b.run(40s);
  b.mdns.browse(0, b.eyes[0]);
  b.run(200s);
  CHECK(b.air.awdl().neighbourhood().active(0));
  CHECK(b.air.awdl().neighbourhood().address(0) == address);
}
