// A network of access points: what a message costs, who is reachable, and what moving does.
#include "models/radio/wifi/wifi.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/radio/room.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::testing;
using namespace std::chrono_literals;

namespace {

class Office final : public JoinListener {
 public:
  explicit Office(const wifi::Settings& settings = {}, std::vector<double> points = {0})
      : site(streams, {}), wifi(scheduler, streams, site, air, settings) {
    for (int i = 0; i < 4; ++i) site.add(at(2 + i));
    std::uint16_t channel = 36;
    for (const double x : points) {
      wifi.add_access_point(site.add(at(x, 3)), channel);
      channel = static_cast<std::uint16_t>(channel + 4);
    }
    for (Station s = 0; s < 4; ++s) wifi.switch_on(s);
    wifi.listen(*this);
  }
  Crossing send(Station from, Station to, std::int64_t bytes = 500, Cast cast = Cast::unicast) {
    return wifi.carry(from, to, {bytes}, cast, draw);
  }
  void joins_changed(Station, Station) override { ++changes; }
  void run(base::Duration d) { scheduler.run_until(scheduler.now() + d); }

  base::Streams streams{base::Seed{1}};
  kernel::Scheduler scheduler;
  Site site;
  Occupancy air;
  wifi::Wifi wifi;
  base::Rng draw = streams.stream("test");
  int changes = 0;
};

wifi::Settings awake() {
  wifi::Settings s;
  s.power_save = wifi::PowerSave::off;
  return s;
}

}  // namespace

TEST_CASE("channels are those of the standard") {
  CHECK(wifi::is_channel(6));
  CHECK(wifi::is_channel(149));
  CHECK(!wifi::is_channel(14));
  CHECK(!wifi::is_channel(37));
  CHECK(wifi::megahertz(6) == 2437);
  CHECK(wifi::megahertz(44) == 5220);
}

TEST_CASE("a message crosses the air twice and takes about as long as that") {
  Office office(awake());
  const Crossing c = office.send(0, 1);
  CHECK(c.fate == Crossing::Fate::arrives);
  const base::Duration once = 34us + air_time(mode_a(54), 8 * 536) + 16us + 28us;
  CHECK(c.delay >= 2 * once + 500us);
  CHECK(c.delay <= 2 * once + 500us + 2 * 15 * 9us);
  CHECK(office.air.total(36) == c.delay - 500us);
}

TEST_CASE("messages on one channel wait for each other") {
  Office office(awake());
  const Crossing first = office.send(0, 1, 2000), second = office.send(2, 3, 2000);
  CHECK(second.delay >= first.delay);
}

TEST_CASE("strangers on the channel make it slower") {
  const auto mean = [](std::int64_t percent) {
    wifi::Settings s = awake();
    s.busy = base::percent(percent);
    Office office(s);
    base::Duration sum{};
    for (int i = 0; i < 500; ++i) {
      sum += office.send(0, 1).delay;
      office.run(100ms);
    }
    return sum / 500;
  };
  CHECK(mean(50) > mean(0) + 1500us);  // twice one stranger of a millisecond
  CHECK(mean(50) < mean(0) + 2500us);
  CHECK(mean(90) > mean(0) + 14ms);
}

TEST_CASE("a dozing receiver gets its message after a beacon, and is awake then") {
  Office office;
  office.run(1s);
  CHECK(office.wifi.dozing(1));
  base::Duration longest{}, shortest = 1h;
  for (int i = 0; i < 200; ++i) {
    const base::Duration d = office.send(0, 1).delay;
    longest = std::max(longest, d);
    shortest = std::min(shortest, d);
    CHECK(!office.wifi.dozing(1));
    CHECK(office.send(0, 1).delay < 4ms);
    office.run(777ms);
  }
  CHECK(shortest < 10ms);
  CHECK(longest > 95ms);
  CHECK(longest < 106ms);
}

TEST_CASE(
    "multicast goes once, at the basic rate, and is lost more often than unicast where the signal is weak") {
  wifi::Settings s = awake();
  s.lost_dbm = -95;
  Office office(s);
  office.site.move(1, at(119));
  int unicast = 0, multicast = 0;
  REQUIRE(office.wifi.joins(0, 1));
  for (int i = 0; i < 400; ++i) {
    unicast += office.send(0, 1).fate == Crossing::Fate::lost ? 1 : 0;
    multicast += office.send(0, 1, 500, Cast::multicast).fate == Crossing::Fate::lost ? 1 : 0;
    office.run(50ms);
  }
  CHECK(multicast > unicast + 40);
}

TEST_CASE("where clients are isolated nobody reaches anybody") {
  wifi::Settings s;
  s.isolation = wifi::Isolation::clients;
  Office office(s);
  CHECK(office.wifi.access_point(0).has_value());
  CHECK(!office.wifi.joins(0, 1));
  CHECK(office.send(0, 1).fate == Crossing::Fate::apart);
}

TEST_CASE("walking to the other end of a corridor roams once, with a gap") {
  Office office(awake(), {0, 60});
  const Station near = *office.wifi.access_point(0);
  for (int x = 2; x <= 58; x += 2) {
    office.site.move(0, at(x));
    office.run(1500ms);
  }
  CHECK(office.wifi.access_point(0) != near);
  CHECK(office.changes == 2);  // out, and in again
  CHECK(office.wifi.joins(0, 1));
}

TEST_CASE("an idle station roams for 12 dB, one that exchanges data for 8, and a Mac always for 12") {
  // Office coefficients: 30 dB a decade.  At 41 m of 60 the far access point is 10 dB better.
  const auto roams = [](bool talks, const wifi::Roaming& roaming) {
    wifi::Settings s = awake();
    s.roaming = roaming;
    Office office(s, {0, 60});
    const Station near = *office.wifi.access_point(0);
    office.run(2s);
    office.site.move(0, at(41));
    office.run(2s);
    if (talks) static_cast<void>(office.send(0, 1));
    office.run(2s);
    return office.wifi.access_point(0) != near;
  };
  CHECK_FALSE(roams(false, wifi::iphone_roaming));
  CHECK(roams(true, wifi::iphone_roaming));
  CHECK_FALSE(roams(true, wifi::mac_roaming));
}

TEST_CASE("a Mac stays longer than an iPhone") {
  const auto leaves_at = [](const wifi::Roaming& roaming) {
    wifi::Settings s = awake();
    s.roaming = roaming;
    Office office(s, {0, 60});
    const Station near = *office.wifi.access_point(0);
    for (int x = 2; x <= 58; ++x) {
      office.site.move(0, at(x));
      static_cast<void>(office.send(0, 1));
      office.run(1s);
      if (office.wifi.access_point(0) != near) return x;
    }
    return 60;
  };
  CHECK(leaves_at(wifi::iphone_roaming) == 40);  // 8 dB: so many metres, 3 m beside the line, are
  CHECK(leaves_at(wifi::mac_roaming) == 44);     // 12 dB: ... 10^(8/30) and 10^(12/30) times the others
}

TEST_CASE("5 GHz goes before 2.4 GHz where it is strong enough") {
  const auto joins = [](double metres) {
    base::Streams streams{base::Seed{1}};
    kernel::Scheduler scheduler;
    Site site(streams, {});
    Occupancy air;
    wifi::Wifi w(scheduler, streams, site, air, {});
    const Station phone = site.add(at(metres)), low = site.add(at(0)), high = site.add(at(0, 1));
    w.add_access_point(low, 6);
    w.add_access_point(high, 44);
    w.switch_on(phone);
    return *w.access_point(phone) == high;
  };
  CHECK(joins(5));         // -52.3 dBm, and 2.4 GHz -45.7
  CHECK(joins(13));        // -64.8
  CHECK_FALSE(joins(14));  // -65.7
}

TEST_CASE("on another subnet a station has another address, and multicast does not get there") {
  struct Told final : wifi::AssociationListener {
    void associated(Station, Station) override { ++associations; }
    void disassociated(Station) override {}
    void readdressed(Station) override { ++addresses; }
    int associations = 0, addresses = 0;
  };
  for (const std::uint32_t east : {1u, 2u}) {
    base::Streams streams{base::Seed{1}};
    kernel::Scheduler scheduler;
    Site site(streams, {});
    Occupancy air;
    wifi::Wifi w(scheduler, streams, site, air, awake());
    const Station walker = site.add(at(2)), other = site.add(at(3));
    w.add_access_point(site.add(at(0)), 36, 1);
    w.add_access_point(site.add(at(60)), 44, east);
    Told told;
    w.listen(told);
    w.switch_on(walker);
    w.switch_on(other);
    site.move(walker, at(58));
    scheduler.run_until(base::at(2s));
    CHECK(told.associations == 3);
    CHECK(told.addresses == (east == 1 ? 0 : 1));
    base::Rng draw = streams.stream("test");
    CHECK(w.carry(walker, other, {100}, Cast::unicast, draw).fate == Crossing::Fate::arrives);
    CHECK((w.carry(walker, other, {100}, Cast::multicast, draw).fate == Crossing::Fate::arrives) ==
          (east == 1));
  }
}

TEST_CASE("while roaming a station is silent for a tenth of a second or more") {
  Office office(awake(), {0, 60});
  office.site.move(0, at(58));
  CHECK(!office.wifi.joins(0, 1));
  office.run(140ms);
  CHECK(!office.wifi.joins(0, 1));
  office.run(200ms);
  CHECK(office.wifi.joins(0, 1));
}

TEST_CASE("who walks away loses the network after ten beacons, and finds it again when back") {
  Office office(awake());
  office.site.move(0, at(4'000));
  CHECK(!office.wifi.joins(0, 1));
  office.run(1s);
  CHECK(office.wifi.access_point(0).has_value());
  office.run(100ms);
  CHECK(!office.wifi.access_point(0).has_value());
  office.site.move(0, at(2));
  office.run(12s);
  CHECK(office.wifi.joins(0, 1));
}

TEST_CASE("coming back before ten beacons have passed keeps the network") {
  Office office(awake());
  office.site.move(0, at(4'000));
  office.run(500ms);
  office.site.move(0, at(2));
  office.run(600ms);
  CHECK(office.wifi.joins(0, 1));
}

TEST_CASE("switched off is apart at once, and on again takes a scan") {
  Office office(awake());
  office.run(1s);
  office.wifi.switch_off(0);
  CHECK(!office.wifi.joins(0, 1));
  office.wifi.switch_on(0);
  CHECK(!office.wifi.joins(0, 1));
  office.run(300ms);
  CHECK(office.wifi.joins(0, 1));
}

TEST_CASE("scans while associated are gaps") {
  wifi::Settings s = awake();
  s.scan_every = 5s;
  Office office(s);
  int out = 0;
  for (int i = 0; i < 1000; ++i) {
    office.run(20ms);
    out += office.wifi.joins(0, 1) ? 0 : 1;
  }
  CHECK(out >= 3 * 2);  // three scans of two stations, of 50 to 120 ms
  CHECK(out <= 3 * 2 * 7);
}
