#include <doctest/doctest.h>

#include <map>
#include <string>

#include "models/radio/awdl/neighbourhood.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::awdl;

namespace {

// Everybody in reach of everybody, unless told otherwise.
struct Flat final : Surroundings, Listener {
  explicit Flat(Settings s = {}, std::uint64_t seed = 1)
      : settings(s), streams(base::Seed{seed}), air(scheduler, streams, settings, *this, this) {}
  double received_dbm(Station a, Station b, Channel) const override {
    const auto it = power.find({a, b});
    return it == power.end() ? -50 : it->second;
  }
  bool survives(Station, Station, Channel) override { return true; }
  void awdl_changed(Station node, Change change, Station peer, base::Duration jump) override {
    if (change == Change::jumped && jump < 0ms) jump = -jump;
    ++changes[change];
    if (change == Change::jumped) jumps.push_back(jump);
    last[{node, change}] = scheduler.now();
    static_cast<void>(peer);
  }
  void apart(Station a, Station b, double dbm = -100) { power[{a, b}] = power[{b, a}] = dbm; }
  void run(base::Duration until) { scheduler.run_until(base::at(until)); }

  Settings settings;
  kernel::Scheduler scheduler;
  base::Streams streams;
  Neighbourhood air;
  std::map<std::pair<Station, Station>, double> power;
  std::map<Change, int> changes;
  std::map<std::pair<Station, Change>, base::Instant> last;
  std::vector<base::Duration> jumps;
};

}  // namespace

TEST_CASE("awdl: after two seconds of listening a node has a metric of its own") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Flat f({}, seed);
    f.air.activate(0);
    f.run(1999ms);
    CHECK(f.air.metric(0) == 60);
    f.run(2s);
    CHECK(f.air.metric(0) >= 505);
    CHECK(f.air.metric(0) <= 536);
  }
}

TEST_CASE("awdl: nodes that hear each other end up with one master, the one of the best metric") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Flat f({}, seed);
    for (Station n = 0; n < 5; ++n) f.air.activate(n);
    f.run(20s);
    Station best = 0;
    for (Station n = 1; n < 5; ++n)
      if (f.air.metric(n) > f.air.metric(best)) best = n;
    for (Station n = 0; n < 5; ++n) {
      INFO("seed ", seed, " node ", n);
      CHECK(f.air.metric(f.air.master(n)) == f.air.metric(best));
      CHECK(f.air.master(n) == f.air.master(0));
      for (Station m = 0; m < 5; ++m) CHECK((m == n || f.air.joined(n, m)));
    }
  }
}

TEST_CASE("awdl: the counter counts a master's reign, and those who follow copy it") {
  Flat f;
  f.air.activate(0);
  f.air.activate(1);
  f.air.force_metric(0, 520, 608);
  f.air.force_metric(1, 510, 68364);
  f.run(120s);
  CHECK(f.air.master(1) == 0);
  CHECK(f.air.counter(0) == 608 + 120s / (192 * window));  // whole steps
  CHECK(f.air.counter(1) + 1 >= f.air.counter(0));
  CHECK(f.air.height(1) == 1);
}

TEST_CASE("awdl: a chain has heights, and the far end follows the same clock") {
  Flat f;
  for (Station n = 0; n < 4; ++n) f.air.activate(n);
  f.apart(0, 2), f.apart(0, 3), f.apart(1, 3);
  f.air.force_metric(0, 600, 0);
  f.run(60s);
  for (Station n = 0; n < 4; ++n) {
    CHECK(f.air.master(n) == 0);
    CHECK(f.air.height(n) == static_cast<int>(n));
  }
  CHECK(f.air.joined(2, 3));
  CHECK_FALSE(f.air.joined(0, 3));
}

TEST_CASE("awdl: two clusters that meet become one, with one jump of the clock for each member") {
  Flat f;
  for (Station n = 0; n < 4; ++n) f.air.activate(n);
  for (Station a : {0u, 1u})
    for (Station b : {2u, 3u}) f.apart(a, b);
  f.air.force_metric(0, 600, 0);
  f.air.force_metric(2, 590, 0);
  f.run(60s);
  CHECK(f.air.master(1) == 0);
  CHECK(f.air.master(3) == 2);
  f.power.clear();
  f.changes.clear();
  f.jumps.clear();
  f.run(120s);
  for (Station n = 0; n < 4; ++n) CHECK(f.air.master(n) == 0);
  const auto far = std::count_if(f.jumps.begin(), f.jumps.end(), [](base::Duration d) { return d > 10ms; });
  CHECK(far >= 1);
  CHECK(far <= 4);
}

TEST_CASE("awdl: a master that vanishes is replaced inside the stated window") {
  const auto window_of = [](base::Duration listen, base::Duration& least, base::Duration& most) {
    least = 1h, most = 0s;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Flat f({.takeover_listen = listen}, seed);
      for (Station n = 0; n < 2; ++n) f.air.activate(n);
      f.air.force_metric(0, 600, 0);
      f.run(30s);
      REQUIRE(f.air.master(1) == 0);
      f.air.deactivate(0);
      f.run(60s);
      const base::Duration took = f.last[{1, Change::master}] - base::at(30s);
      least = std::min(least, took), most = std::max(most, took);
    }
  };
  base::Duration least, most;
  window_of(0s, least, most);
  MESSAGE("takeover without listening: ", least / 1ms, "..", most / 1ms, " ms");
  CHECK(most <= 2600ms);  // 1.573 s and an election tick
  window_of(2s, least, most);
  MESSAGE("takeover with 2 s of listening: ", least / 1ms, "..", most / 1ms, " ms");
  CHECK(most <= 4600ms);
}

TEST_CASE("awdl: a clock error within the tolerance is left alone, and clocks stay within it") {
  Flat f;
  f.air.activate(0);
  f.air.activate(1);
  f.air.force_metric(0, 600, 0);
  f.run(10s);
  int within = 0, seen = 0;
  for (base::Duration t = 10s; t < 1200s; t += 100ms) {
    f.run(t);
    const base::Duration error = phase_between(f.air.presence(0).origin, f.air.presence(1).origin);
    ++seen;
    within += error <= 3 * tu && error >= -3 * tu ? 1 : 0;
  }
  MESSAGE("clock within 3 TU of its master's: ", within, " of ", seen);
  CHECK(within > 0.99 * seen);
}

TEST_CASE("awdl: strangers are ignored below -65 dBm, and peers kept down to -70") {
  Flat f;
  f.air.activate(0);
  f.air.activate(1);
  f.apart(0, 1, -67);
  f.run(20s);
  CHECK_FALSE(f.air.knows(0, 1));
  f.apart(0, 1, -60);
  f.run(40s);
  CHECK(f.air.knows(0, 1));
  f.apart(0, 1, -69);
  f.run(60s);
  CHECK(f.air.knows(0, 1));
  f.apart(0, 1, -71);
  f.run(70s);
  CHECK_FALSE(f.air.knows(0, 1));
}

TEST_CASE("awdl: one indication for each slot with a channel") {
  const auto in_a_minute = [](Load load) {
    Flat f({.scan_interval = 1h});
    f.air.activate(0);
    f.air.set_load(0, load);
    f.run(10s);
    const std::uint64_t before = f.air.beacons(0);
    f.run(10s + 60 * cycle);
    return f.air.beacons(0) - before;
  };
  CHECK(in_a_minute(Load::low_power) == 60 * 4);
  CHECK(in_a_minute(Load::idle) == 60 * 6);
  CHECK(in_a_minute(Load::data_100) == 60 * 16);
}

TEST_CASE("awdl: of twelve in a room none can exchange data with more than eight") {
  Flat f;
  for (Station n = 0; n < 12; ++n) f.air.activate(n);
  f.run(60s);
  for (Station n = 0; n < 12; ++n) {
    int joined = 0;
    for (Station m = 0; m < 12; ++m) joined += m != n && f.air.joined(n, m) ? 1 : 0;
    CHECK(joined <= 8);
  }
}

TEST_CASE("awdl: an address is new at every activation") {
  Flat f;
  f.air.activate(0);
  const std::uint64_t first = f.air.address(0);
  f.air.deactivate(0);
  CHECK_FALSE(f.air.active(0));
  f.air.activate(0);
  CHECK(f.air.address(0) != first);
}

TEST_CASE("awdl: metrics that are drawn anew let masters take turns") {
  const auto turns = [](base::Duration refresh, std::uint64_t seed) {
    Flat f({.metric_refresh = refresh}, seed);
    f.air.activate(0);
    f.air.activate(1);
    f.run(20s);
    int changes = 0;
    Station master = f.air.master(0);
    for (base::Duration t = 20s; t <= 140s; t += 100ms) {
      f.run(t);
      if (f.air.master(0) != f.air.master(1) || f.air.master(0) == master) continue;
      ++changes;
      master = f.air.master(0);
    }
    return changes;
  };
  int sum = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CHECK(turns(0s, seed) == 0);
    sum += turns(27s, seed);
  }
  CHECK(sum >= 250);  // 3 in two minutes were captured
  CHECK(sum <= 350);
}
