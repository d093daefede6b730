#include <doctest/doctest.h>

#include <string>

#include "models/radio/ble/technology.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::ble;

namespace {

struct Park final : JoinListener {
  Park() : site(streams, {}), air(scheduler, streams, site, {}, {}) {
    site.add({});
    site.add({{1000}, {0}, 0});
    air.listen(*this);
  }
  void joins_changed(Station a, Station b) override {
    log += air.joins(a, b) ? '+' : '-';
    last = scheduler.now();
  }
  std::string run(base::Duration until) {
    scheduler.run_until(base::at(until));
    return std::exchange(log, {});
  }
  void go(std::int64_t metres) {
    site.move(1, {{metres * 1000}, {0}, 0});
    air.moved(1);
  }

  kernel::Scheduler scheduler;
  base::Streams streams{base::Seed{1}};
  Site site;
  Bluetooth air;
  base::Rng draw{1, 2};
  std::string log;
  base::Instant last{};
};

}  // namespace

TEST_CASE("bluetooth: two that hear each other connect once") {
  Park p;
  p.air.activate(0);
  p.air.activate(1);
  CHECK(p.run(10s) == "+");
  CHECK(p.air.joins(0, 1));
  CHECK(p.air.joins(1, 0));
}

TEST_CASE("bluetooth: who leaves is missed after the supervision timeout, who is back before it is not") {
  Park p;
  p.air.activate(0);
  p.air.activate(1);
  p.run(10s);
  p.go(1000);
  CHECK(p.air.joins(0, 1));
  CHECK(p.air.carry(0, 1, {10}, Cast::unicast, p.draw).fate == Crossing::Fate::lost);
  CHECK(p.run(11s) == "-");
  CHECK(p.last == base::at(10'720ms));
  p.go(1);
  CHECK(p.run(60s) == "+");  // the pending connection
  CHECK(p.last >= base::at(31s));
  p.go(1000);
  p.run(60'500ms);
  p.go(1);
  CHECK(p.run(120s).empty());
}

TEST_CASE("bluetooth: messages go at the meetings, one behind the other") {
  Park p;
  p.air.activate(0);
  p.air.activate(1);
  p.run(10s);
  int slow = 0;
  base::Duration before{};
  for (int i = 0; i < 50; ++i) {
    const Crossing c = p.air.carry(0, 1, {1210}, Cast::unicast, p.draw);
    REQUIRE(c.fate == Crossing::Fate::arrives);
    CHECK(c.delay > before);
    slow += c.delay - before > 30ms ? 1 : 0;
    before = c.delay;
  }
  CHECK(before >= 50 * 30ms - 30ms);  // 322 kbit/s
  CHECK(slow <= 10);                  // lost now and then
}

TEST_CASE("bluetooth: switched off, it parts") {
  Park p;
  p.air.activate(0);
  p.air.activate(1);
  p.run(10s);
  p.air.deactivate(1);
  CHECK(p.run(20s) == "-");
  CHECK(p.air.carry(0, 1, {10}, Cast::unicast, p.draw).fate == Crossing::Fate::apart);
}

TEST_CASE("bluetooth: who moves before it ever switched on is nobody's, and is found once it does") {
  Park p;
  p.air.activate(0);
  p.go(10);  // station 1 moves; the beacons have only heard of station 0
  CHECK(p.run(10s).empty());
  p.air.activate(1);
  CHECK(p.run(20s) == "+");
}

TEST_CASE(
    "bluetooth: a controller that is full refuses, with whose fault it is, and connects when there is room") {
  struct Full final : Listener {
    void ble_heard(Station, Station) override {}
    void ble_lost(Station, Station) override {}
    void ble_refused(Station asks, Station asked, Station full) override {
      CHECK((asks == full || asked == full));
      ++refusals;
      who = full;
    }
    int refusals = 0;
    Station who = 0;
  } full;
  kernel::Scheduler scheduler;
  base::Streams streams{base::Seed{1}};
  Site site{streams, {}};
  LinkSettings two;
  two.connections = 2;
  Bluetooth air{scheduler, streams, site, {}, two, &full};
  for (std::int64_t i = 0; i < 4; ++i) site.add({{i * 1000}, {0}, 0});
  air.activate(0);
  air.activate(1);
  air.activate(2);
  scheduler.run_until(base::at(10s));
  CHECK((air.joins(0, 1) && air.joins(0, 2) && air.joins(1, 2)));
  CHECK(full.refusals == 0);
  air.activate(3);  // everybody holds two
  scheduler.run_until(base::at(30s));
  CHECK_FALSE((air.joins(0, 3) || air.joins(1, 3) || air.joins(2, 3)));
  CHECK(full.refusals == 3);  // each once, however often they hear each other
  CHECK(full.who < 3);
  air.deactivate(1);  // its two partners have room again
  scheduler.run_until(base::at(60s));
  CHECK((air.joins(0, 3) && air.joins(2, 3)));
}
