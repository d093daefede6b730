#include <doctest/doctest.h>

#include "tests/unit/net/building.hpp"

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::building;

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
