// Where things are: a plane in millimetres (whole numbers: exact in files and fingerprints), floors above one
// another, and walls as segments that a straight line crosses or does not.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/units.hpp"

namespace nearsim::radio {

struct Position {
  base::Meters x{}, y{};
  std::int32_t floor = 0;
  bool operator==(const Position&) const = default;
};

struct Wall {
  Position from, to;  // on one floor
  double loss_db = 0;
  bool operator==(const Wall&) const = default;
};

[[nodiscard]] double metres(const Position& a, const Position& b,
                            double storey_metres);  // storeys count as height
[[nodiscard]] bool crosses(const Wall& wall, const Position& a, const Position& b);  // touching counts
[[nodiscard]] double walls_between(const std::vector<Wall>& walls, const Position& a,
                                   const Position& b);  // dB in all

}  // namespace nearsim::radio
