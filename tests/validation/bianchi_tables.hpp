// The tables that ns-3 ships as the reference of its wifi-bianchi example (src/wifi/examples/reference):
// Mbit/s of 5, 10, ... 50 stations that always have 1,500 bytes for the access point.
#pragma once

#include <array>
#include <vector>

#include "tests/validation/saturation.hpp"

namespace nearsim::validation {

inline constexpr std::array<int, 10> stations{5, 10, 15, 20, 25, 30, 35, 40, 45, 50};

struct Reference {
  const char* name;
  Case what;
  std::array<double, 10> megabits;
  [[nodiscard]] bool coarse() const { return what.countdown == radio::Countdown::dcf; }
};

inline std::vector<Reference> references() {
  return {
      {"802.11b 1 Mbit/s, DIFS",
       case_b(1, false),
       {.8437, .7861, .7496, .7226, .7016, .6847, .6686, .6549, .6435, .6336}},
      {"802.11b 2 Mbit/s, DIFS",
       case_b(2, false),
       {1.6228, 1.5168, 1.4482, 1.3972, 1.3574, 1.3253, 1.2947, 1.2687, 1.2469, 1.2279}},
      {"802.11b 5.5 Mbit/s, DIFS",
       case_b(5.5, false),
       {3.8896, 3.6707, 3.5203, 3.4063, 3.3161, 3.2429, 3.1729, 3.1128, 3.0625, 3.0184}},
      {"802.11b 11 Mbit/s, DIFS",
       case_b(11, false),
       {6.4734, 6.1774, 5.9553, 5.7819, 5.6429, 5.5289, 5.4191, 5.3243, 5.2446, 5.1745}},
      {"802.11b 11 Mbit/s, EIFS",
       case_b(11, true),
       {6.3821, 6.0269, 5.7718, 5.5765, 5.4217, 5.2958, 5.1755, 5.0722, 4.9860, 4.9103}},
      {"802.11a 6 Mbit/s, DIFS",
       case_a(6, false),
       {4.7087, 4.3453, 4.1397, 3.9899, 3.8802, 3.7824, 3.6961, 3.6276, 3.5712, 3.5071}},
      {"802.11a 12 Mbit/s, DIFS",
       case_a(12, false),
       {8.9515, 8.2901, 7.9102, 7.6319, 7.4274, 7.2447, 7.0829, 6.9544, 6.8485, 6.7278}},
      {"802.11a 24 Mbit/s, DIFS",
       case_a(24, false),
       {16.2470, 15.1426, 14.4904, 14.0072, 13.6496, 13.3288, 13.0436, 12.8164, 12.6286, 12.4144}},
      {"802.11a 36 Mbit/s, DIFS",
       case_a(36, false),
       {22.3164, 20.9147, 20.0649, 19.4289, 18.9552, 18.5284, 18.1476, 17.8434, 17.5915, 17.3036}},
      {"802.11a 54 Mbit/s, DIFS",
       case_a(54, false),
       {29.8324, 28.1519, 27.0948, 26.2925, 25.6896, 25.1434, 24.6539, 24.2613, 23.9353, 23.5618}},
      {"802.11a 6 Mbit/s, EIFS",
       case_a(6, true),
       {4.6899, 4.3197, 4.1107, 3.9589, 3.8478, 3.7490, 3.6618, 3.5927, 3.5358, 3.4711}},
      {"802.11a 54 Mbit/s, EIFS",
       case_a(54, true),
       {29.2861, 27.3763, 26.2078, 25.3325, 24.6808, 24.0944, 23.5719, 23.1549, 22.8100, 22.4162}},
      {"802.11ax MCS 0, 20 MHz, DIFS",
       case_ax(0, 20),
       {6.3746, 5.8670, 5.5782, 5.3742, 5.2147, 5.0829, 4.9696, 4.8703, 4.7813, 4.7004}},
      {"802.11ax MCS 7, 20 MHz, DIFS",
       case_ax(7, 20),
       {34.9671, 33.0739, 31.8436, 30.9282, 30.1900, 29.5665, 29.0221, 28.5382, 28.0997, 27.6975}},
      {"802.11ax MCS 11, 20 MHz, DIFS",
       case_ax(11, 20),
       {43.0043, 41.0039, 39.6294, 38.5865, 37.7358, 37.0116, 36.3756, 35.8076, 35.2909, 34.8154}},
      {"802.11ax MCS 7, 80 MHz, DIFS",
       case_ax(7, 80),
       {55.8389, 53.9360, 52.4548, 51.2855, 50.3106, 49.4682, 48.7201, 48.0462, 47.4288, 46.8571}},
  };
}

}  // namespace nearsim::validation
