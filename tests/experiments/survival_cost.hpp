// What survival costs, by room, and apart for the suite and for the designs that stand beside it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace nearsim::experiments {

// The suite is `recommended` and the five designs as their documents have them; the variants are what a
// document started from, and what it takes to repair one.
enum class Part : std::uint8_t { suite, variants };
inline constexpr std::array parts{Part::suite, Part::variants};

inline Part part_of(std::string_view design) {
  return design.ends_with("_before") || design.ends_with("_repaired") ? Part::variants : Part::suite;
}

using Clock = std::chrono::steady_clock;  // on the wall
inline double since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

struct Cost {
  std::uint64_t runs = 0, events = 0;
  double seconds = 0;

  void operator+=(const Cost& other) {
    runs += other.runs;
    events += other.events;
    seconds += other.seconds;
  }
  [[nodiscard]] double a_second(std::uint64_t count) const {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
  }
};

class Costs {
 public:
  [[nodiscard]] Cost& operator[](Part part) { return of_[static_cast<std::size_t>(part)]; }
  void operator+=(const Costs& other) {
    for (std::size_t i = 0; i < of_.size(); ++i) of_[i] += other.of_[i];
  }
  void print(const std::string& what) const {  // to stderr: the tables are the same on every machine
    for (const Part part : parts) {
      const Cost& cost = of_[static_cast<std::size_t>(part)];
      if (cost.runs == 0) continue;
      std::fprintf(stderr, "%s, %s: %llu runs, %llu events in %.1f s; %.0f runs/s, %.2f million events/s\n",
                   what.c_str(), part == Part::suite ? "suite" : "variants",
                   static_cast<unsigned long long>(cost.runs), static_cast<unsigned long long>(cost.events),
                   cost.seconds, cost.a_second(cost.runs), cost.a_second(cost.events) / 1e6);
    }
  }

 private:
  std::array<Cost, parts.size()> of_;
};

}  // namespace nearsim::experiments
