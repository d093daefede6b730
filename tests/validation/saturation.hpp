// A cell in which everybody always has a frame for the access point: what Bianchi's formula describes,
// simulated through the medium that everything else uses.
#pragma once

#include <cstdint>

#include "models/radio/bianchi.hpp"

namespace nearsim::validation {

// One row of ns-3's table (wifi-bianchi): a standard, a rate, and what collisions cost.
struct Case {
  radio::Timing timing;
  radio::Mode data, control;
  std::int64_t frame_bits = 0;  // with all headers
  bool eifs = false;
  radio::Countdown countdown = radio::Countdown::dcf;
  int aifsn = 2;  // slots after SIFS
  std::int64_t payload_bits = 12'000;
  bool asks_first = false;  // RTS and CTS before each frame
};

[[nodiscard]] Case case_b(double megabits, bool eifs);
[[nodiscard]] Case case_a(int megabits, bool eifs);
[[nodiscard]] Case as_g(Case a);  // the same by 802.11g: shorter waits, and a signal extension
[[nodiscard]] Case case_ax(int mcs, int megahertz);

// Bianchi's own set of 2000: 1 Mbit/s, frames of 8184 bits, and 1 us of flight behind each frame.
[[nodiscard]] Case case_classic(int window, int doublings, bool asks_first);

[[nodiscard]] radio::Saturation analytic(const Case& c, int stations);
// As the reference assumes it (everybody waits alike after a collision, no frame is ever given up), or as the
// standard has it (who collided waits a DIFS, who heard it an EIFS, seven attempts).
enum class Rules : std::uint8_t { reference, standard };
[[nodiscard]] double simulated(const Case& c, int stations, int frames, std::uint64_t seed,
                               Rules rules = Rules::reference);  // Mbit/s of payload
// The share of transmissions that collided, by the reference's rules.
[[nodiscard]] double simulated_collisions(const Case& c, int stations, int frames, std::uint64_t seed);

// Two stations that do not hear each other, always with 1,500 bytes at 6 Mbit/s for the one between them:
// Mbit/s.
[[nodiscard]] double hidden_pair(bool asks_first, base::Duration lasts, std::uint64_t seed);

// Means of a queue with Poisson arrivals at a sender that never contends, in services; and successes per
// slot.
[[nodiscard]] double md1_simulated(double load, int frames, std::uint64_t seed);
[[nodiscard]] double aloha_simulated(int stations, double probability, int slots, std::uint64_t seed);

}  // namespace nearsim::validation
