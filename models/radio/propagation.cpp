#include "models/radio/propagation.hpp"

#include <algorithm>

#include "sim/base/fmath.hpp"

namespace nearsim::radio {

namespace fmath = base::fmath;

double free_space_db(double megahertz, double metres) {
  constexpr double light = 299'792'458, pi = 3.14159265358979323846;
  return 20 * fmath::log10(4 * pi * std::max(metres, 1.0) * megahertz * 1e6 / light);
}

double log_distance_db(double reference_db, double exponent, double metres) {
  return reference_db + 10 * exponent * fmath::log10(std::max(metres, 1.0));
}

double itu_p1238_db(double megahertz, double power_coefficient, double metres, double floors_db) {
  return 20 * fmath::log10(megahertz) + power_coefficient * fmath::log10(std::max(metres, 1.0)) + floors_db -
         28;
}

double power_coefficient(Building building) {  // ITU-R P.1238, as in ns-3's itu-r-1238-propagation-loss-model
  switch (building) {
    case Building::residential: return 28;
    case Building::office: return 30;
    case Building::commercial: return 22;
  }
  return 30;
}

double floors_db(Building building, int floors) {  // the same source
  if (floors == 0) return 0;
  switch (building) {
    case Building::residential: return 4.0 * floors;
    case Building::office: return 15 + 4.0 * (floors - 1);
    case Building::commercial: return 6 + 3.0 * (floors - 1);
  }
  return 0;
}

double path_loss_db(const Propagation& p, double megahertz, double metres, int floors) {
  const double through_floors = floors_db(p.building, floors);
  switch (p.model) {
    case PathLoss::free_space: return free_space_db(megahertz, metres) + through_floors;
    case PathLoss::log_distance: return log_distance_db(p.reference_db, p.exponent, metres) + through_floors;
    case PathLoss::itu_p1238:
      return itu_p1238_db(megahertz, power_coefficient(p.building), metres, through_floors);
  }
  return 0;
}

double reach_metres(const Propagation& p, double megahertz, double db) {
  double near = 1, far = 1e6;  // a thousand kilometres: beyond any scenario
  if (path_loss_db(p, megahertz, near, 0) >= db) return near;
  for (int i = 0; i < 60 && far - near > 1e-3; ++i) {  // the loss grows with distance
    const double middle = (near + far) / 2;
    (path_loss_db(p, megahertz, middle, 0) < db ? near : far) = middle;
  }
  return far;
}

}  // namespace nearsim::radio
