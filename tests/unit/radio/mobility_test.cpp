// Movement in steps: where one is at a time, and that a wanderer stays inside.
#include "models/radio/mobility.hpp"

#include <doctest/doctest.h>

using namespace nearsim;
using namespace nearsim::radio;
using namespace std::chrono_literals;

namespace {

Position at(std::int64_t x, std::int64_t y) { return {{x}, {y}, 0}; }

}  // namespace

TEST_CASE("a route is walked at even speed, and stood still at before and after") {
  const Route route{{{1s, at(0, 0)}, {3s, at(2000, -4000)}}};
  CHECK(where(route, 0s) == at(0, 0));
  CHECK(where(route, 2s) == at(1000, -2000));
  CHECK(where(route, 9s) == at(2000, -4000));
}

TEST_CASE("walking away takes a station there, and then costs nothing more") {
  const base::Streams streams{base::Seed{1}};
  kernel::Scheduler scheduler;
  Site site(streams, {});
  const Station s = site.add(at(0, 0));
  Mobility mobility(scheduler, streams, site);
  mobility.move(s, walk_away(at(0, 0), 2s, {30'000}, 20s));
  scheduler.run_until(base::at(12s));
  CHECK(site.where(s) == at(15'000, 0));
  scheduler.run_until(base::at(60s));
  CHECK(site.where(s) == at(30'000, 0));
  CHECK(scheduler.pending() == 0);
}

TEST_CASE("a wanderer stays in its area, gets about, and walks alike under the same seed") {
  const base::Streams streams{base::Seed{5}};
  const auto walk = [&streams] {
    kernel::Scheduler scheduler;
    Site site(streams, {});
    const Station s = site.add(at(500, 500));
    Mobility mobility(scheduler, streams, site);
    mobility.move(s, Wander{at(0, 0), at(20'000, 10'000)});
    std::vector<Position> seen;
    for (int i = 0; i < 200; ++i) {
      scheduler.run_until(scheduler.now() + 1s);
      seen.push_back(site.where(s));
    }
    return seen;
  };
  const std::vector<Position> seen = walk();
  bool left = false, right = false;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CHECK(seen[i].x.millimetres >= 0);
    CHECK(seen[i].x.millimetres <= 20'000);
    CHECK(seen[i].y.millimetres >= 0);
    CHECK(seen[i].y.millimetres <= 10'000);
    left |= seen[i].x.millimetres < 7'000;
    right |= seen[i].x.millimetres > 13'000;
    if (i > 0) CHECK(metres(seen[i - 1], seen[i], 0) <= 1.41 * 2);
  }
  CHECK(left);
  CHECK(right);
  CHECK(walk() == seen);
}
