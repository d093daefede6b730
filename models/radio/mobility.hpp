// How stations move: along waypoints, or at random.  Positions change in steps of time, because whoever hears
// whom is found anew at each; a step of a second at walking pace is a metre and a half.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "models/radio/site.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::radio {

using namespace std::chrono_literals;

struct Waypoint {
  base::Duration at{};  // since the start
  Position where;
  bool operator==(const Waypoint&) const = default;
};
// In a straight line and at even speed from each to the next; before the first and after the last it stands.
struct Route {
  std::vector<Waypoint> points;  // by time
  bool operator==(const Route&) const = default;
};
// To a random point of the area, there a pause, then to the next (random waypoint).
struct Wander {
  Position corner, opposite;
  std::int64_t millimetres_per_second = 1400;  // ours: a walk
  base::Duration pause{2s};                    // ours
  bool operator==(const Wander&) const = default;
};
using Movement = std::variant<Route, Wander>;

// Away along x from where one is, from `begins` on: the walk that ends a connection.
[[nodiscard]] Route walk_away(const Position& from, base::Duration begins, base::Meters far,
                              base::Duration lasts);

[[nodiscard]] Position between(const Position& a, const Position& b, base::Duration passed,
                               base::Duration whole);
[[nodiscard]] Position where(const Route& route, base::Duration since_start);  // at least one point

class Mobility {
 public:
  Mobility(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site,
           base::Duration step = 500ms);
  Mobility(const Mobility&) = delete;
  Mobility& operator=(const Mobility&) = delete;
  void move(Station station, Movement movement);

 private:
  struct Walker {
    Station station;
    Movement movement;
    base::Rng random;
    Position from, to;  // of the leg of a wanderer
    base::Instant left{}, arrives{};
  };
  void step(Walker& w);
  [[nodiscard]] Position next(Walker& w);
  void next_leg(Walker& w, const Wander& area);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Site& site_;
  base::Duration step_;
  std::vector<std::unique_ptr<Walker>> walkers_;
};

}  // namespace nearsim::radio
