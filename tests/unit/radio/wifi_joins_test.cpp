// Coming onto a network where attempts fail or take long.
#include <doctest/doctest.h>

#include "models/radio/wifi/wifi.hpp"
#include "tests/unit/radio/room.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::testing;
using namespace std::chrono_literals;

namespace {

struct Cafe {
  explicit Cafe(const wifi::Settings& settings)
      : site(streams, {}), wifi(scheduler, streams, site, air, settings) {
    for (int i = 0; i < 4; ++i) site.add(at(2 + i));
    wifi.add_access_point(site.add(at(0, 3)), 36);
    run(1s);  // at the very start everybody is on the network
  }
  void run(base::Duration d) { scheduler.run_until(scheduler.now() + d); }
  [[nodiscard]] bool on(Station s) const { return wifi.access_point(s).has_value(); }

  base::Streams streams{base::Seed{1}};
  kernel::Scheduler scheduler;
  Site site;
  Occupancy air;
  wifi::Wifi wifi;
};

}  // namespace

TEST_CASE("joins fail and are slow as often as asked, and a failed one is tried again") {
  wifi::Settings settings;
  settings.joins_fail = base::percent(50);
  Cafe failing(settings);
  for (Station s = 0; s < 4; ++s) failing.wifi.switch_on(s);
  failing.run(200ms);  // a scan and the association: the first attempts
  int late = 0;
  for (Station s = 0; s < 4; ++s) late += failing.on(s) ? 0 : 1;
  CHECK(late >= 1);
  CHECK(late <= 3);   // with this seed, as with seven of eight
  failing.run(200s);  // some twenty attempts each: the chance that one of four fails them all is 4e-6
  for (Station s = 0; s < 4; ++s) CHECK(failing.on(s));
}

TEST_CASE("a slow join ends with the radio, and another one begins with it") {
  wifi::Settings settings;
  settings.joins_slow = base::certain;
  Cafe slow(settings);
  slow.wifi.switch_on(0);
  slow.run(200ms);  // enough for a quick one
  CHECK(!slow.on(0));
  slow.wifi.switch_off(0);
  slow.run(60s);
  CHECK(!slow.on(0));
  slow.wifi.switch_on(0);
  slow.run(60s);
  CHECK(slow.on(0));
}
