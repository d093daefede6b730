#include "models/radio/mobility.hpp"

#include <algorithm>
#include <string>

#include "sim/base/check.hpp"
#include "sim/base/fmath.hpp"

namespace nearsim::radio {
namespace {

std::int64_t part(std::int64_t whole, base::Duration passed, base::Duration of) {
  // Tenths of a millisecond: 100 km times a day stay below 2^63.
  return whole * (passed.count() / 100'000) / std::max<std::int64_t>(1, of.count() / 100'000);
}

}  // namespace

Route walk_away(const Position& from, base::Duration begins, base::Meters far, base::Duration lasts) {
  Position to = from;
  to.x.millimetres += far.millimetres;
  return {{{begins, from}, {begins + lasts, to}}};
}

Position between(const Position& a, const Position& b, base::Duration passed, base::Duration whole) {
  if (passed >= whole) return b;
  Position p = a;  // stairs are taken at the end
  p.x.millimetres += part(b.x.millimetres - a.x.millimetres, passed, whole);
  p.y.millimetres += part(b.y.millimetres - a.y.millimetres, passed, whole);
  return p;
}

Position where(const Route& route, base::Duration since_start) {
  const std::vector<Waypoint>& p = route.points;
  NEARSIM_CHECK(!p.empty(), "a route has at least one point");
  const auto next = std::upper_bound(p.begin(), p.end(), since_start,
                                     [](base::Duration t, const Waypoint& w) { return t < w.at; });
  if (next == p.begin()) return p.front().where;
  if (next == p.end()) return p.back().where;
  const Waypoint& last = *(next - 1);
  return between(last.where, next->where, since_start - last.at, next->at - last.at);
}

Mobility::Mobility(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site,
                   base::Duration step)
    : scheduler_(scheduler), streams_(streams), site_(site), step_(step) {
  NEARSIM_CHECK(step > 0ms, "movement needs a step of time");
}

void Mobility::move(Station station, Movement movement) {
  walkers_.push_back(std::make_unique<Walker>());
  Walker& w = *walkers_.back();
  w.station = station;
  w.movement = std::move(movement);
  w.random = streams_.stream("radio/walk/" + std::to_string(station));
  w.from = w.to = site_.where(station);
  w.left = w.arrives = scheduler_.now();
  step(w);
}

void Mobility::step(Walker& w) {
  site_.move(w.station, next(w));
  const Route* route = std::get_if<Route>(&w.movement);
  if (route != nullptr && scheduler_.now() >= base::at(route->points.back().at)) return;  // it has arrived
  scheduler_.post(scheduler_.now() + step_, {"walk", w.station}, [this, &w] { step(w); });
}

Position Mobility::next(Walker& w) {
  if (const Route* route = std::get_if<Route>(&w.movement))
    return where(*route, scheduler_.now() - base::Instant{});
  const Wander& area = std::get<Wander>(w.movement);
  if (scheduler_.now() >= w.arrives + area.pause) next_leg(w, area);
  return between(w.from, w.to, scheduler_.now() - w.left, w.arrives - w.left);
}

void Mobility::next_leg(Walker& w, const Wander& area) {
  const auto draw = [&w](base::Meters a, base::Meters b) {
    const base::Meters low = std::min(a, b), high = std::max(a, b);
    const auto span = static_cast<std::uint64_t>(high.millimetres - low.millimetres) + 1;
    return base::Meters{low.millimetres + static_cast<std::int64_t>(w.random.below(span))};
  };
  w.from = w.to;
  w.to.x = draw(area.corner.x, area.opposite.x);
  w.to.y = draw(area.corner.y, area.opposite.y);
  const double far = metres(w.from, w.to, 0) * 1000;
  w.left = scheduler_.now();
  w.arrives = w.left + base::Duration{static_cast<std::int64_t>(far * 1e9) /
                                      std::max<std::int64_t>(1, area.millimetres_per_second)};
}

}  // namespace nearsim::radio
