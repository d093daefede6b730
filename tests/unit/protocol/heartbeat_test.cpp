// Heartbeat: what counts as a miss, and when misses are too many.
#include "protocol/detectors/heartbeat.hpp"

#include <doctest/doctest.h>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;
using nearsim::base::never;

TEST_CASE("heartbeat: apple means iOS and macOS") {
  const Heartbeat apple{.runs_on = RunsOn::apple}, everything{};
  for (const Platform p : {Platform::ios, Platform::macos}) CHECK(runs(apple, p));
  for (const Platform p : {Platform::windows, Platform::android, Platform::linux_}) {
    CHECK(!runs(apple, p));
    CHECK(runs(everything, p));
  }
}

TEST_CASE("heartbeat: silence is dead after exactly so many periods, and one word begins anew") {
  for (int misses = 1; misses <= 5; ++misses) {
    const Heartbeat settings{.interval = 5s, .misses = misses};
    Pulse pulse = start_pulse(settings, at(1s));
    CHECK(pulse.next == at(6s));
    for (int i = 1; i < misses; ++i) CHECK(!period_ended(settings, pulse, pulse.next));
    Pulse spoken = pulse;
    spoken.heard = true;
    CHECK(!period_ended(settings, spoken, spoken.next));
    CHECK(spoken.misses == 0);
    CHECK(period_ended(settings, pulse, pulse.next));
  }
}

TEST_CASE("heartbeat: refused sends count only where they are what is counted, and never silence there") {
  const Heartbeat thrown{.misses = 3, .counts = Misses::thrown_sends}, silence{.misses = 3};
  Pulse pulse = start_pulse(thrown, at(0s));
  for (int i = 0; i < 100; ++i) CHECK(!period_ended(thrown, pulse, pulse.next));
  CHECK(!send_refused(thrown, pulse));
  CHECK(!send_refused(thrown, pulse));
  CHECK(send_refused(thrown, pulse));
  Pulse quiet = start_pulse(silence, at(0s));
  for (int i = 0; i < 10; ++i) CHECK(!send_refused(silence, quiet));
  Pulse stopped;
  for (int i = 0; i < 10; ++i) CHECK(!send_refused(thrown, stopped));
}

TEST_CASE("heartbeat: a timer that fires late fires once, and stays on its grid") {
  const Heartbeat settings{.interval = 5s};
  Pulse pulse = start_pulse(settings, at(0s));
  CHECK(!period_ended(settings, pulse, at(23s)));
  CHECK(pulse.next == at(25s));
  CHECK(pulse.misses == 1);
}
