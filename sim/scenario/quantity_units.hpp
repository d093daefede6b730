// The units that files are written in, from small to large, for reading and for writing.  Private to this
// folder.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nearsim::scenario {

struct Unit {
  std::string_view name;
  std::int64_t scale;  // in smallest units
};

inline constexpr std::array<Unit, 6> duration_units{{{"ns", 1},
                                                     {"us", 1'000},
                                                     {"ms", 1'000'000},
                                                     {"s", 1'000'000'000},
                                                     {"min", 60'000'000'000},
                                                     {"h", 3'600'000'000'000}}};
inline constexpr std::array<Unit, 2> ratio_units{{{"ppm", 1}, {"%", 10'000}}};
inline constexpr std::array<Unit, 2> drift_units{{{"ppb", 1}, {"ppm", 1'000}}};
inline constexpr std::array<Unit, 3> byte_units{{{"B", 1}, {"kB", 1'000}, {"MB", 1'000'000}}};
inline constexpr std::array<Unit, 4> rate_units{
    {{"bit/s", 1}, {"kbit/s", 1'000}, {"Mbit/s", 1'000'000}, {"Gbit/s", 1'000'000'000}}};
inline constexpr std::array<Unit, 4> length_units{{{"mm", 1}, {"cm", 10}, {"m", 1'000}, {"km", 1'000'000}}};

}  // namespace nearsim::scenario
