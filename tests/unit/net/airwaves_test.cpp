#include "models/net/airwaves.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <string>
#include <vector>

#include "models/net/courier.hpp"

using namespace nearsim;
using namespace nearsim::net;

namespace {

struct Eyes final : Browser {
  explicit Eyes(kernel::Scheduler& s) : scheduler(s) {}
  void found(const Record&, Node) override { at.push_back(scheduler.now() - base::Instant{}); }
  void lost(const Record&, Node) override { ++losses; }
  kernel::Scheduler& scheduler;
  std::vector<base::Duration> at;
  int losses = 0;
};

// Two phones two metres apart; an access point between them, or none.
struct Building {
  explicit Building(AirwavesSettings settings = {}, Radios radios = {}, std::uint64_t seed = 1)
      : streams(base::Seed{seed}),
        air(scheduler, streams, settings, {{}, {{2000}, {0}, 0}}),
        network(scheduler, streams, {}),
        mdns(scheduler, streams, {}, air.link()),
        courier(network) {
    network.over(air.path());
    air.serve(network, &mdns);
    for (Node n = 0; n < 2; ++n) {
      air.switch_to(n, radios);
      eyes.emplace_back(scheduler);
    }
  }
  void appear() {
    for (Node n = 0; n < 2; ++n) {
      static_cast<void>(mdns.publish(n, {10 + n, "iPhone", {}}));
      mdns.browse(n, eyes[n]);
    }
  }
  void run(base::Duration until) { scheduler.run_until(base::at(until)); }
  // How long a message from 0 to 1 takes that is sent now.
  std::optional<base::Duration> message() {
    const base::Instant sent = scheduler.now();
    std::optional<base::Duration> took;
    courier.send(0, 1, Retry{1s, 4, 32s}, sent + 60s, {"test"}, [&] { took = scheduler.now() - sent; });
    run(sent - base::Instant{} + 61s);
    return took;
  }
  [[nodiscard]] std::string carrier() const {
    const radio::Technology* t = air.chosen(0, 1);
    return t == nullptr ? "none" : std::string(t->name());
  }

  kernel::Scheduler scheduler;
  base::Streams streams;
  Airwaves air;
  Network network;
  mdns::Mdns mdns;
  Courier courier;
  std::deque<Eyes> eyes;
};

AirwavesSettings with_access_point(radio::wifi::Channel channel = 36) {
  AirwavesSettings s;
  s.access_points.push_back({{{1000}, {1000}, 0}, channel});
  return s;
}

}  // namespace

TEST_CASE("airwaves: on a network Wi-Fi carries at once, and AWDL stands by") {
  Building b(with_access_point());
  b.appear();
  b.run(10s);
  CHECK(b.eyes[1].at.size() == 1);
  CHECK(b.carrier() == "wifi");
  const auto took = b.message();
  REQUIRE(took);
  CHECK(*took < 1s);
  b.run(90s);
  CHECK(b.air.awdl().joins(0, 1));
}

TEST_CASE("airwaves: off-network peers are seen long before they can be reached") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Building b({}, {}, seed);
    b.appear();
    b.run(10s);
    REQUIRE(b.eyes[1].at.size() == 1);
    CHECK(b.carrier() == "none");
    const auto took = b.message();
    REQUIRE(took);
    CHECK(*took >= 10s);
    CHECK(*took <= 36s);  // the first packet is tried again at 19 and 35 s
    CHECK(b.carrier() == "awdl");
    CHECK(*b.message() < 2s);  // warm
  }
}

TEST_CASE(
    "airwaves: Wi-Fi switched off at one of them, AWDL goes with it; the access point lost, AWDL takes "
    "over") {
  Building b(with_access_point());
  b.appear();
  b.run(10s);
  static_cast<void>(b.message());
  b.air.switch_to(1, {.wifi = false});
  b.run(80s);
  CHECK(b.carrier() == "none");
  b.air.switch_to(1, {});
  b.run(140s);
  CHECK(b.carrier() == "wifi");
}

TEST_CASE("airwaves: without AWDL and without a network nobody is found") {
  Building b({}, {.awdl = false});
  b.appear();
  b.run(60s);
  CHECK(b.eyes[1].at.empty());
  CHECK_FALSE(b.message());
}

TEST_CASE("airwaves: an access point that isolates its stations leaves AWDL") {
  AirwavesSettings s = with_access_point();
  s.wifi.isolation = radio::wifi::Isolation::clients;
  Building b(s);
  b.appear();
  b.run(20s);
  CHECK(b.eyes[1].at.size() == 1);
  REQUIRE(b.message());
  CHECK(b.carrier() == "awdl");
}

TEST_CASE("airwaves: Bluetooth alone carries slowly, for who still may") {
  Building b({}, {.wifi = false, .awdl = false, .bluetooth = true});
  b.run(10s);
  CHECK(b.carrier() == "bluetooth");
  const auto took = b.message();
  REQUIRE(took);
  CHECK(*took <= 100ms);
}

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

TEST_CASE("airwaves: a partition holds for multicast too") {
  Building b(with_access_point());
  const Token cut = b.network.isolate({0});
  b.appear();
  b.run(20s);
  CHECK(b.eyes[1].at.empty());
  b.network.undo(cut);
  b.run(60s);
  CHECK(b.eyes[1].at.size() == 1);
}

TEST_CASE("airwaves: with an access point on another channel Wi-Fi waits for the radio") {
  const auto slowest = [](radio::wifi::Channel channel) {
    AirwavesSettings s = with_access_point(channel);
    s.wifi.power_save = radio::wifi::PowerSave::off;
    Building b(s);
    b.appear();
    b.run(30s);
    base::Duration longest{};
    for (int i = 0; i < 100; ++i) {
      b.run(30s + i * 1337ms);
      base::Rng draw(1, static_cast<std::uint64_t>(i));
      longest = std::max(longest, b.air.path().carry(0, 1, {100}, radio::Cast::unicast, draw).delay);
    }
    return longest;
  };
  CHECK(slowest(36) > 60ms);
  CHECK(slowest(36) < 600ms);
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

namespace {

// What 3,000 messages over Wi-Fi, one each 10 ms, wait; negative: lost.
std::vector<base::Duration> sawtooth(base::Ratio absence_loss) {
  AirwavesSettings s = with_access_point();
  s.wifi.power_save = radio::wifi::PowerSave::off;
  s.absence_loss = absence_loss;
  Building b(s);
  b.appear();
  b.run(30s);
  std::vector<base::Duration> waits;
  for (int i = 0; i < 3000; ++i) {
    b.run(30s + i * 10ms);
    base::Rng draw(1, static_cast<std::uint64_t>(i));
    const radio::Crossing c = b.air.path().carry(0, 1, {100}, radio::Cast::unicast, draw);
    waits.push_back(c.fate == radio::Crossing::Fate::arrives ? c.delay : -1ms);
  }
  return waits;
}

}  // namespace

TEST_CASE(
    "airwaves: what waits for the radio waits less and less, and with a loss its first message is lost") {
  const std::vector<base::Duration> kept = sawtooth(base::none), lossy = sawtooth(base::certain);
  int teeth = 0, lost = 0, falls = 0, rises = 0;
  for (std::size_t i = 1; i < kept.size(); ++i) {
    CHECK(kept[i] >= 0ms);
    const bool waits = kept[i] > 20ms, waited = kept[i - 1] > 20ms;
    teeth += waits && !waited ? 1 : 0;
    lost += lossy[i] < 0ms ? 1 : 0;
    if (waits && waited) (kept[i] < kept[i - 1] ? falls : rises) += 1;
  }
  CHECK(teeth >= 20);
  CHECK(falls > 10 * rises);  // by 10 ms each time; a rise is an absence that follows on another
  CHECK(lost >= teeth);
  CHECK(lost <= 4 * teeth);  // two radios, and absences too short to be a tooth
}

TEST_CASE("airwaves: without the permission discovery comes through in part over AWDL, and not over Wi-Fi") {
  const auto seen = [](base::Ratio share, AirwavesSettings settings, bool value, std::uint64_t seed) {
    Building b(settings, {.awdl = value}, seed);
    b.mdns.hide(0, 1);
    b.mdns.leak(0, 1, share);
    b.appear();
    b.run(60s);
    return b.eyes[1].at.empty() ? -1s : b.eyes[1].at.front();
  };
  base::Duration whole{}, part{};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CHECK(seen(base::none, {}, true, seed) < 0s);
    CHECK(seen(base::certain, with_access_point(), false, seed) < 0s);
    const base::Duration all = seen(base::certain, {}, true, seed),
                         some = seen(base::percent(20), {}, true, seed);
    CHECK(all > 0s);
    whole += all, part += some < 0s ? 60s : some;
  }
  CHECK(part > 2 * whole);
}
