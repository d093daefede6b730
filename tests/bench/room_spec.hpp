// ROOM: devices that broadcast 100 bytes every 100 ms; whoever receives a beacon restarts a timeout of 350 ms
// for its sender.  One beacon in ten is lost, by draw for each receiver.  Devices take turns, so that no two
// beacons are on the air at once and every simulator delivers the same ones: they print one sum.
//
// Either everybody hears everybody, or each hears those within 100 m, about `neighbours` of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/spec.hpp"

namespace bench {

class Room : public Timed {
 public:
  static constexpr std::uint32_t payload_bytes = 100;
  static constexpr std::uint64_t round_ns = 100'000'000;
  static constexpr std::uint64_t air_ns = 8'000;  // 100 Mbit/s; at most 10,000 devices have a turn in a round
  static constexpr std::uint64_t timeout_ns = 350'000'000;
  static constexpr std::uint32_t reach_millimetres = 100'000;

  Room(std::uint32_t devices, std::uint32_t neighbours, double simulated_seconds)
      : n(devices), seconds(simulated_seconds), sent_(devices), hears_(devices) {
    const double side = neighbours == 0 ? reach_millimetres / 2.0
                                        : reach_millimetres * std::sqrt(3.14159265 * n / neighbours);
    Stream draws(7);
    for (std::uint32_t i = 0; i < n; ++i) {
      x.push_back(draws.below(static_cast<std::uint32_t>(side)));
      y.push_back(draws.below(static_cast<std::uint32_t>(side)));
    }
    find_neighbours();
  }

  // Device i's turn comes once a round; where in its turn it sends is drawn.
  [[nodiscard]] std::uint64_t time(std::uint32_t i, std::uint32_t sequence) const {
    const std::uint64_t turn = round_ns / n;
    return sequence * round_ns + i * turn + mix(i, sequence, n) % (turn - air_ns);
  }
  [[nodiscard]] std::uint32_t next_sequence(std::uint32_t i) { return sent_[i]++; }
  [[nodiscard]] bool lost(std::uint32_t from, std::uint32_t sequence, std::uint32_t to) const {
    return mix(from, sequence, to) % 10 == 0;
  }
  void delivered(std::uint64_t now, std::uint32_t from, std::uint32_t sequence, std::uint32_t to) {
    ++deliveries;
    sum += (now ^ sequence) * (to + 1) + from;  // in any order: they arrive at one instant
  }
  void silent(std::uint64_t now, std::uint32_t from, std::uint32_t at) {
    ++timeouts;
    sum += (now ^ at) * Stream::golden + from;
  }

  [[nodiscard]] const std::vector<std::uint32_t>& hears(std::uint32_t i) const { return hears_[i]; }
  // Which of those that device i hears is `from`?
  [[nodiscard]] std::uint32_t place(std::uint32_t i, std::uint32_t from) const {
    if (hears_[i].size() + 1 == n) return from - (from > i ? 1 : 0);
    return static_cast<std::uint32_t>(std::lower_bound(hears_[i].begin(), hears_[i].end(), from) -
                                      hears_[i].begin());
  }

  void print(const std::string& name) const {
    std::printf("room %s n=%u delivered=%llu timeouts=%llu ns_per_event=%.2f check=%016llx\n", name.c_str(),
                n, static_cast<unsigned long long>(deliveries), static_cast<unsigned long long>(timeouts),
                spent() * 1e9 / static_cast<double>(deliveries), static_cast<unsigned long long>(sum));
  }

  std::uint32_t n;
  double seconds;
  std::vector<std::uint32_t> x, y;  // millimetres
  std::uint64_t deliveries = 0, timeouts = 0, sum = 0;

 private:
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    std::uint64_t z = (a << 40 | b << 20 | c) * Stream::golden;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    return z >> 33;
  }
  void find_neighbours() {
    const auto near = [this](std::uint32_t i, std::uint32_t j) {
      const double dx = static_cast<double>(x[i]) - x[j], dy = static_cast<double>(y[i]) - y[j];
      return dx * dx + dy * dy <= double{reach_millimetres} * reach_millimetres;
    };
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t j = 0; j < i; ++j)
        if (near(i, j)) {
          hears_[i].push_back(j);
          hears_[j].push_back(i);
        }
  }

  std::vector<std::uint32_t> sent_;
  std::vector<std::vector<std::uint32_t>> hears_;  // each sorted
};

}  // namespace bench
