// What a saturated channel carries, by calculation: the independent check of the medium (medium.hpp,
// dcf.hpp). G. Bianchi, "Performance analysis of the IEEE 802.11 distributed coordination function", IEEE
// JSAC 18(3), 2000:
//
//     p   = 1 - (1 - tau)^(n-1)                         a transmission collides
//     tau = 2 / (1 + W + p W sum_{i<m} (2p)^i)          a station transmits in a slot
//     S   = Ps Ptr EP / ((1 - Ptr) slot + Ptr Ps Ts + Ptr (1 - Ps) Tc)
#pragma once

#include "models/radio/dcf.hpp"

namespace nearsim::radio {

struct Saturation {
  int stations = 2;
  int window = 16;  // W = CWmin + 1
  int stages = 6;   // m: doublings until CWmax
  double payload_bits = 12'000;
  base::Duration slot{}, success{}, collision{};  // Ts and Tc, with the DIFS that follows them
  Countdown countdown = Countdown::dcf;
};

struct SaturationPoint {
  double transmits = 0;  // tau
  double collides = 0;   // p
  double megabits = 0;   // S
};

[[nodiscard]] SaturationPoint solve(const Saturation& s);
// The same, where tau is the best of so many values evenly between 0 and 1: how ns-3's tables were made, and
// as far beside the solution as they are.
[[nodiscard]] SaturationPoint solve_on_grid(const Saturation& s, int values);
// tau where a transmission collides with this chance, from the balance of the chain's states.
[[nodiscard]] double transmits_by_chain(const Saturation& s, double collides);
// The paper's maximum saturation throughput: stations without end, and tau chosen as well as can be.
[[nodiscard]] double most_megabits(const Saturation& s);

// M/D/1: the mean wait before service of fixed length, in services, at this load (Pollaczek, Khinchine).
[[nodiscard]] double md1_wait(double load);
// Slotted ALOHA: successes per slot of n stations that each transmit with this probability.
[[nodiscard]] double aloha_throughput(int stations, double probability);

}  // namespace nearsim::radio
