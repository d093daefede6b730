// How much of what is sent arrives: path loss by distance, floors and walls.
//
//     free_space    20 log10(4 pi d f / c)
//     log_distance  L0 + 10 n log10(d / 1 m)
//     itu_p1238     20 log10(f / MHz) + N log10(d / 1 m) + Lf(floors) - 28      (ITU-R P.1238, indoor)
//
// Nearer than one metre the loss is that of one metre: none of the formulas means anything there.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nearsim::radio {

enum class PathLoss : std::uint8_t { free_space, log_distance, itu_p1238 };
[[nodiscard]] constexpr auto names_of(PathLoss) {
  return std::array<std::string_view, 3>{"free_space", "log_distance", "itu_p1238"};
}
enum class Building : std::uint8_t { residential, office, commercial };
[[nodiscard]] constexpr auto names_of(Building) {
  return std::array<std::string_view, 3>{"residential", "office", "commercial"};
}

struct Propagation {
  PathLoss model = PathLoss::itu_p1238;
  Building building = Building::office;
  double exponent = 3;              // log_distance: ns-3's LogDistancePropagationLossModel
  double reference_db = 46.67;      // log_distance: free space at 1 m and 5.15 GHz, the same source
  double storey_metres = 3;         // ours: height of a floor
  double shadowing_db = 0;          // deviation of the log-normal shadowing; indoors 3 to 8 are common
  double decorrelation_metres = 5;  // ours: shadowing is drawn anew when an end has moved so far
  bool operator==(const Propagation&) const = default;
};

[[nodiscard]] double free_space_db(double megahertz, double metres);
[[nodiscard]] double log_distance_db(double reference_db, double exponent, double metres);
[[nodiscard]] double itu_p1238_db(double megahertz, double power_coefficient, double metres,
                                  double floors_db);
[[nodiscard]] double power_coefficient(Building building);      // N of P.1238
[[nodiscard]] double floors_db(Building building, int floors);  // Lf of P.1238; none: 0
[[nodiscard]] double path_loss_db(const Propagation&, double megahertz, double metres, int floors);

// The distance at which the loss is `db`, on one floor: how far a list of neighbours has to look.
[[nodiscard]] double reach_metres(const Propagation&, double megahertz, double db);

}  // namespace nearsim::radio
