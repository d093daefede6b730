// Path loss is arithmetic, so it is checked to the hundredth of a decibel; the site adds what is in between.
#include "models/radio/propagation.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/radio/occupancy.hpp"
#include "models/radio/site.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace std::chrono_literals;

namespace {

Position at(double x, double y, int floor = 0) {
  return {{static_cast<std::int64_t>(x * 1000)}, {static_cast<std::int64_t>(y * 1000)}, floor};
}

bool close(double a, double b, double within) { return std::abs(a - b) <= within; }

}  // namespace

TEST_CASE("the formulas give the published losses") {
  CHECK(close(itu_p1238_db(2437, 28, 10, 0), 67.74, 0.01));
  CHECK(close(itu_p1238_db(5745, 30, 30, 0), 91.50, 0.01));
  CHECK(close(log_distance_db(46.67, 3, 20), 85.70, 0.01));
  CHECK(close(free_space_db(5220, 1), 46.80, 0.01));
  CHECK(close(floors_db(Building::office, 3), 23, 0.001));
}

TEST_CASE("nearer than a metre the loss is that of a metre") {
  CHECK(free_space_db(2437, 0) == free_space_db(2437, 1));
}

TEST_CASE("the reach is where the loss is reached") {
  const Propagation p;
  CHECK(close(path_loss_db(p, 5220, reach_metres(p, 5220, 90), 0), 90, 0.001));
  CHECK(reach_metres(p, 5220, 10) == 1);
}

TEST_CASE("a wall between two stations costs its loss in both directions, and one beside them nothing") {
  const base::Streams streams{base::Seed{1}};
  Site site(streams, {}, {{at(5, -1), at(5, 1), 7}, {at(5, 2), at(5, 9), 50}});
  const Station a = site.add(at(0, 0)), b = site.add(at(10, 0));
  const double open = path_loss_db(site.propagation(), 2437, 10, 0);
  CHECK(close(site.loss_db(a, b, 2437), open + 7, 1e-9));
  CHECK(site.loss_db(b, a, 2437) == site.loss_db(a, b, 2437));
  site.move(b, at(4, 0));
  CHECK(close(site.loss_db(a, b, 2437), path_loss_db(site.propagation(), 2437, 4, 0), 1e-9));
}

TEST_CASE(
    "shadowing is symmetric, keeps while both stay, is drawn anew after a move and has the deviation asked "
    "for") {
  const base::Streams streams{base::Seed{7}};
  Propagation p;
  p.shadowing_db = 6;
  Site site(streams, p);
  const Station centre = site.add(at(0.5, 0.5));
  double sum = 0, squares = 0;
  constexpr int n = 4000;
  for (int i = 0; i < n; ++i) {
    const Station s = site.add(at(20.5, 0.5));
    const double extra = site.loss_db(centre, s, 5220) - path_loss_db(p, 5220, 20, 0);
    CHECK(site.loss_db(s, centre, 5220) == site.loss_db(centre, s, 5220));
    sum += extra;
    squares += extra * extra;
  }
  CHECK(close(sum / n, 0, 0.3));
  CHECK(close(std::sqrt(squares / n), 6, 0.2));  // cut at three deviations: 1.3 % less than 6
  const double before = site.loss_db(centre, 1, 5220);
  site.move(1, at(20.6, 0.5));
  CHECK(close(site.loss_db(centre, 1, 5220), before, 0.1));
  site.move(1, at(26, 0.5));
  CHECK(!close(site.loss_db(centre, 1, 5220), before, 0.5));
}

TEST_CASE("what claims a channel waits behind what holds it, and only there") {
  Occupancy air;
  CHECK(air.claim(44, base::at(1ms), 2ms) == base::at(1ms));
  CHECK(air.claim(44, base::at(2ms), 1ms) == base::at(3ms));
  CHECK(air.claim(6, base::at(2ms), 1ms) == base::at(2ms));
  CHECK(air.total(44) == 3ms);
}
