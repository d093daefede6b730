#include "models/radio/geometry.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/base/fmath.hpp"

namespace nearsim::radio {
namespace {

// Which side of the line a-b the point c is on: the sign of the cross product, exact for areas below 2^31 mm.
int side(const Position& a, const Position& b, const Position& c) {
  const std::int64_t cross = (b.x.millimetres - a.x.millimetres) * (c.y.millimetres - a.y.millimetres) -
                             (b.y.millimetres - a.y.millimetres) * (c.x.millimetres - a.x.millimetres);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

bool boxes_meet(const Wall& w, const Position& a, const Position& b) {
  const auto apart = [](base::Meters p, base::Meters q, base::Meters r, base::Meters s) {
    return std::max(p, q) < std::min(r, s) || std::max(r, s) < std::min(p, q);
  };
  return !apart(w.from.x, w.to.x, a.x, b.x) && !apart(w.from.y, w.to.y, a.y, b.y);
}

}  // namespace

double metres(const Position& a, const Position& b, double storey_metres) {
  const double dx = static_cast<double>(a.x.millimetres - b.x.millimetres) / 1000;
  const double dy = static_cast<double>(a.y.millimetres - b.y.millimetres) / 1000;
  const double dz = static_cast<double>(a.floor - b.floor) * storey_metres;
  return base::fmath::sqrt(dx * dx + dy * dy + dz * dz);
}

bool crosses(const Wall& wall, const Position& a, const Position& b) {
  return boxes_meet(wall, a, b) && side(a, b, wall.from) * side(a, b, wall.to) <= 0 &&
         side(wall.from, wall.to, a) * side(wall.from, wall.to, b) <= 0;
}

double walls_between(const std::vector<Wall>& walls, const Position& a, const Position& b) {
  double loss = 0;
  for (const Wall& wall : walls) {
    const bool on_the_way =
        std::min(a.floor, b.floor) <= wall.from.floor && wall.from.floor <= std::max(a.floor, b.floor);
    if (on_the_way && crosses(wall, a, b)) loss += wall.loss_db;
  }
  return loss;
}

}  // namespace nearsim::radio
