#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/radio/ble/beacons.hpp"
#include "models/radio/ble/connection.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::ble;

TEST_CASE("ble: an event inside the window is heard at once, one outside it later") {
  base::Rng random(1, 2);
  const Advertising a{.interval = 100ms, .delay = 0ms, .channels = 1};
  const Scanning s{.interval = 60ms, .window = 30ms};
  CHECK(until_heard(a, s, 10ms, 1.0, 1min, random) == base::Duration{0});
  CHECK(until_heard(a, s, 29'554us, 1.0, 1min, random) == base::Duration{0});      // just fits
  CHECK(until_heard(a, s, 29'555us, 1.0, 1min, random) == base::Duration{100ms});  // at 129.6 = 9.6 of 60
  CHECK(until_heard(a, s, 40ms, 1.0, 1min, random) == base::Duration{100ms});
}

TEST_CASE("ble: without the random delay some phases never meet") {
  base::Rng random(1, 2);
  const Advertising fixed{.interval = 100ms, .delay = 0ms, .channels = 1};
  const Advertising jittered{.interval = 100ms, .channels = 1};
  const Scanning s{.interval = 100ms, .window = 50ms};
  CHECK(until_heard(fixed, s, 60ms, 1.0, 1h, random) == std::nullopt);
  CHECK(until_heard(jittered, s, 60ms, 1.0, 1h, random).has_value());
}

TEST_CASE("ble: the scanner is on one of three channels, and an event visits all") {
  base::Rng random(1, 2);
  const Advertising a{.interval = 100ms, .delay = 0ms};
  const Scanning s{.interval = 40ms, .window = 3ms};
  CHECK(until_heard(a, s, 0ms, 1.0, 1min, random) == base::Duration{0});   // its first packet, channel 0
  CHECK(until_heard(a, s, 39ms, 1.0, 1min, random) == base::Duration{0});  // its second: 40.5 ms, channel 1
  CHECK(until_heard(a, s, 40ms, 1.0, 1min, random) == base::Duration{0});  // the same
  CHECK(until_heard(a, s, 42ms, 1.0, 1min, random) != base::Duration{0});  // 43.5 ms is past the window
}

TEST_CASE("ble: packets that are lost cost whole intervals") {
  base::Rng random(3, 4);
  const Advertising a{.interval = 100ms, .delay = 0ms, .channels = 1};
  const Scanning always{.interval = 100ms, .window = 100ms};
  double sum = 0;
  for (int i = 0; i < 20'000; ++i)
    sum += static_cast<double>(until_heard(a, always, 0ms, 0.25, 1h, random)->count());
  CHECK(sum / 20'000 / 1e6 == doctest::Approx(300).epsilon(0.03));  // three failures on average
}

TEST_CASE("ble: ceilings, supervision, transfer") {
  CHECK(ceiling({.interval = 15ms}).bits_per_second / 1000 == 645);
  CHECK(ceiling({}).bits_per_second / 1000 == 322);
  CHECK(missed_meetings({}) == 24);
  CHECK(noticed_lost({}, base::at(1s)) == base::at(1720ms));
  CHECK(transfer_time({}, {100}, 0ms) == 30ms);
  CHECK(transfer_time({}, {100}, 10ms) == 20ms);
  CHECK(transfer_time({}, {1211}, 0ms) == 60ms);  // 1210 bytes fit into one meeting
}

TEST_CASE("ble: what Apple's guidelines refuse") {
  const Connection c{.supervision = 6s};
  CHECK(refused(c, 20ms, 40ms, Rules::old) == std::nullopt);
  CHECK(refused(c, 15ms, 40ms, Rules::old) == "the shortest interval is under 20 ms");
  CHECK(refused(c, 20ms, 30ms, Rules::old) == "the interval has no room of 20 ms");
  CHECK(refused({.latency = 5, .supervision = 6s}, 20ms, 40ms, Rules::old) == "the latency is over 4");
  CHECK(refused({.supervision = 120ms}, 20ms, 40ms, Rules::old) ==
        "the supervision timeout is under three intervals");
  CHECK(refused(c, 15ms, 30ms, Rules::later) == std::nullopt);
  CHECK(refused(c, 20ms, 40ms, Rules::later) == "the shortest interval is no multiple of 15 ms");
  CHECK(refused({.supervision = 720ms}, 15ms, 30ms, Rules::later) ==
        "the supervision timeout is not in 2..6 s");
  CHECK(refused(c, 15ms, 30ms, Rules::newest) == std::nullopt);
  CHECK(refused({.supervision = 5s}, 15ms, 30ms, Rules::newest) ==
        "the supervision timeout is not in 6..18 s");
}

TEST_CASE("ble: in the background an unfiltered scan silently does nothing") {
  const Settings s;
  CHECK_FALSE(scanning(s, Place::background, Filter::none).has_value());
  CHECK(scanning(s, Place::background, Filter::by_service)->interval == 300ms);
  CHECK(scanning(s, Place::foreground, Filter::none)->interval == 40ms);
  CHECK_FALSE(visible(Place::background, Filter::none));
  CHECK(visible(Place::background, Filter::by_service));
  CHECK_FALSE(name_visible(Place::background));
  CHECK_FALSE(repeats(Place::background));
}

TEST_CASE("ble: every interval of Apple's list is heard in the end, from the background too") {
  base::Rng random(5, 6);
  for (const base::Duration interval : accepted_intervals)
    for (int phase = 0; phase < 300; ++phase)
      CHECK(until_heard({.interval = interval}, {300ms, 30ms}, phase * 1ms, 1.0, 10min, random).has_value());
}

namespace {

struct Yard final : Surroundings, ble::Listener {
  Yard() : beacons(scheduler, streams, Settings{}, *this, *this) {}
  double received_dbm(Station, Station) const override { return power; }
  double survives(Station, Station) const override { return 1; }
  bool wifi_busy(Station) const override { return busy; }
  void ble_heard(Station scanner, Station advertiser) override { note('+', scanner, advertiser); }
  void ble_lost(Station scanner, Station advertiser) override { note('-', scanner, advertiser); }
  void note(char what, Station scanner, Station advertiser) {
    log += std::to_string(scanner) + what + std::to_string(advertiser) + ' ';
    last = scheduler.now();
  }
  std::string run(base::Duration until) {
    scheduler.run_until(base::at(until));
    return std::exchange(log, {});
  }

  kernel::Scheduler scheduler;
  base::Streams streams{base::Seed{1}};
  double power = -60;
  bool busy = false;
  std::string log;
  base::Instant last{};
  Beacons beacons;
};

}  // namespace

TEST_CASE("ble: advertiser and scanner find each other, and lose each other twelve seconds after silence") {
  Yard y;
  y.beacons.scan(1, Filter::by_service);
  y.beacons.advertise(0);
  CHECK(y.run(5s) == "1+0 ");
  CHECK(y.beacons.heard(1, 0));
  CHECK_FALSE(y.beacons.heard(0, 1));
  y.beacons.stop_advertising(0);
  CHECK(y.run(16'999ms).empty());
  CHECK(y.run(17s) == "1-0 ");
}

TEST_CASE("ble: out of range nobody is heard, and who comes back is not lost") {
  Yard y;
  y.power = -95;
  y.beacons.scan(1, Filter::by_service);
  y.beacons.advertise(0);
  CHECK(y.run(60s).empty());
  y.power = -80;
  y.beacons.moved(0);
  CHECK(y.run(70s) == "1+0 ");
  y.power = -95;
  y.beacons.moved(0);
  y.run(75s);
  y.power = -80;
  y.beacons.moved(0);
  CHECK(y.run(100s).empty());
}

TEST_CASE("ble: the background is slower, and busy Wi-Fi slower still") {
  const auto mean = [](Place place, bool busy) {
    double sum = 0;
    Yard y;
    y.busy = busy;
    y.beacons.move_to(1, place);
    y.beacons.move_to(0, place);
    y.beacons.scan(1, Filter::by_service);
    base::Duration t = 0s;
    for (int i = 0; i < 300; ++i) {
      y.beacons.advertise(0);
      const base::Duration began = t;
      t += 120s;
      y.run(t);
      sum += static_cast<double>((y.last - base::at(began)).count()) / 1e6;
      y.beacons.stop_advertising(0);
      t += 20s;
      y.run(t);
    }
    return sum / 300;
  };
  const double fast = mean(Place::foreground, false);
  const double shared = mean(Place::foreground, true);
  const double slow = mean(Place::background, false);
  MESSAGE("mean ms to hear: foreground ", fast, ", with busy Wi-Fi ", shared, ", background ", slow);
  CHECK(fast < shared);
  CHECK(shared < slow);
}
