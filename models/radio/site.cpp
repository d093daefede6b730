#include "models/radio/site.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "sim/base/check.hpp"

namespace nearsim::radio {
namespace {

constexpr double most_deviations = 3;  // ours: shadowing is cut there, so that a reach exists

std::int64_t square_of(base::Meters m, double side_metres) {  // which square of a grid, rounded down
  const auto side = static_cast<std::int64_t>(side_metres * 1000);
  return m.millimetres / side - (m.millimetres % side < 0 ? 1 : 0);
}

}  // namespace

Site::Site(const base::Streams& streams, Propagation propagation, std::vector<Wall> walls)
    : streams_(streams), propagation_(propagation), walls_(std::move(walls)) {
  NEARSIM_CHECK(propagation_.decorrelation_metres >= 0.001, "shadowing must hold over some distance");
}

Station Site::add(const Position& where) {
  stations_.push_back(where);
  return static_cast<Station>(stations_.size() - 1);
}

void Site::move(Station station, const Position& to) {
  NEARSIM_CHECK(station < stations_.size(), "a station moves that was never added");
  if (stations_[station] == to) return;
  stations_[station] = to;
  for (MoveListener* listener : listeners_) listener->moved(station);
}

double Site::distance(Station a, Station b) const {
  return metres(stations_[a], stations_[b], propagation_.storey_metres);
}

// One draw for a pair while both stay in their squares: a function of meaning, so it needs no memory.
double Site::shadowing_db(Station a, Station b) const {
  if (propagation_.shadowing_db == 0) return 0;
  const Station low = std::min(a, b), high = std::max(a, b);
  const double side = propagation_.decorrelation_metres;
  const std::array<std::int64_t, 6> key{low,
                                        high,
                                        square_of(stations_[low].x, side),
                                        square_of(stations_[low].y, side),
                                        square_of(stations_[high].x, side),
                                        square_of(stations_[high].y, side)};
  std::array<char, 8 * 6 + 7> name{'s', 'h', 'a', 'd', 'o', 'w', '/'};
  for (std::size_t i = 0; i < 48; ++i)
    name[7 + i] = static_cast<char>(static_cast<std::uint64_t>(key[i / 8]) >> 8 * (i % 8) & 0xff);
  base::Rng draw = streams_.stream({name.data(), name.size()});
  return propagation_.shadowing_db * std::clamp(draw.normal(), -most_deviations, most_deviations);
}

double Site::loss_db(Station a, Station b, double megahertz) const {
  const Position& from = stations_[a];
  const Position& to = stations_[b];
  const double path = path_loss_db(propagation_, megahertz, distance(a, b), std::abs(from.floor - to.floor));
  return path + walls_between(walls_, from, to) + shadowing_db(a, b);
}

double Site::reach(double megahertz, double sent_dbm, double heard_dbm) const {
  return reach_metres(propagation_, megahertz,
                      sent_dbm - heard_dbm + most_deviations * propagation_.shadowing_db);
}

}  // namespace nearsim::radio
