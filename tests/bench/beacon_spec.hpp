// BEACON: n stations in a square of 40 m send 100 bytes to everybody about every 100 ms, by 802.11a at 6
// Mbit/s with carrier sense and backoff; whoever receives one restarts a timeout of 350 ms for its sender.
// When a station sends is the specification's; who collides is the simulator's, so two programs deliver
// nearly, not exactly, as many.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/spec.hpp"

namespace bench {

class Beacons : public Timed {
 public:
  static constexpr std::uint32_t payload_bytes = 100;
  static constexpr std::uint64_t timeout_ns = 350'000'000;
  static constexpr double side_metres = 40;

  Beacons(std::uint32_t stations, double simulated_seconds) : n(stations), seconds(simulated_seconds) {
    for (std::uint32_t i = 0; i < n; ++i) {
      Stream draws(1000 + i);
      x.push_back(static_cast<double>(draws.below(40'000)) / 1000);
      y.push_back(static_cast<double>(draws.below(40'000)) / 1000);
      gaps_.push_back(draws);
    }
  }
  std::uint64_t first(std::uint32_t id) { return gaps_[id].below(100'000'000); }
  std::uint64_t gap(std::uint32_t id) {
    ++sent;
    return 90'000'000 + gaps_[id].below(20'000'000);
  }
  void print(const std::string& name) const {
    std::printf("beacon %s n=%u sent=%llu delivered=%llu timeouts=%llu ns_per_event=%.2f sim_per_cpu=%.4g\n",
                name.c_str(), n, static_cast<unsigned long long>(sent),
                static_cast<unsigned long long>(delivered), static_cast<unsigned long long>(timeouts),
                spent() * 1e9 / static_cast<double>(delivered), seconds / spent());
  }

  std::uint32_t n;
  double seconds;
  std::vector<double> x, y;
  std::uint64_t sent = 0, delivered = 0, timeouts = 0;

 private:
  std::vector<Stream> gaps_;
};

}  // namespace bench
