// Air times against the durations that ns-3's reference states, and error rates between their published
// points.
#include "models/radio/phy.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/radio/error_rate.hpp"
#include "sim/base/check.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace std::chrono_literals;

TEST_CASE("802.11b: a long preamble, then bit by bit") {
  constexpr std::int64_t bits = 8 * 1536;
  CHECK(air_time(mode_b(1), bits) == 12'480us);
  CHECK(air_time(mode_b(2), bits) == 6'336us);
  CHECK(air_time(mode_b(5.5), bits) == 2'427us);
  CHECK(air_time(mode_b(11), bits) == 1'310us);
  CHECK(air_time(control_mode_b(mode_b(1)), ack_bits) == 304us);
  CHECK(air_time(control_mode_b(mode_b(11)), ack_bits) == 248us);
}

TEST_CASE("802.11a: whole symbols, and an acknowledgement at a mandatory rate") {
  CHECK(air_time(mode_a(6), 8 * 136) == 208us);
  CHECK(air_time(control_mode_a(mode_a(6)), ack_bits) == 44us);
  CHECK(control_mode_a(mode_a(18)).name == "a12");
  CHECK(control_mode_a(mode_a(54)).name == "a24");
  CHECK(timing_a.difs() == 34us);
  CHECK_THROWS_AS((void)mode_a(9), base::CheckFailed);
}

TEST_CASE("noise in 20 MHz") { CHECK(std::abs(noise_dbm(20) + 94) < 0.02); }

TEST_CASE("an error rate falls with the signal and grows with the length") {
  for (std::uint8_t mcs = 0; mcs < 12; ++mcs) {
    double last = 1;
    for (double db = -5; db < 40; db += 0.25) {
      const double now = error_rate(mcs, db, 1458);
      CHECK(now <= last);
      CHECK(error_rate(mcs, db, 100) <= now);
      last = now;
    }
    CHECK(last < 1e-9);
  }
}

TEST_CASE("a sender takes the fastest mode that gets nine of ten frames through") {
  CHECK(choose_mode(modes_a(), 40).name == "a54");
  CHECK(choose_mode(modes_a(), 12.9).name == "a36");
  CHECK(choose_mode(modes_a(), 12.7).name == "a24");
  CHECK(choose_mode(modes_a(), -10).name == "a6");
  CHECK(choose_mode(modes_a(), 17, Fading::multipath).name == "a36");
}
