// Two textbook results through the same medium: a queue with one server of fixed speed, and a channel on
// which nobody listens first.
#include <fmt/format.h>

#include <array>

#include "tests/validation/saturation.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

Chapter queues(Depth depth) {
  Chapter chapter;
  const int work = depth == Depth::deep ? 10'000'000 : 1'000'000;
  chapter.title = "Queueing and slotted ALOHA";
  chapter.about =
      "A sender alone on the medium with Poisson arrivals of frames of 1 ms is M/D/1: mean wait, in "
      "services, load / (2 (1 -\n"
      "load)). Stations that each send in a slot with probability q, through the same medium: n q (1 - "
      "q)^(n-1) successes.";
  for (const double load : std::array{0.3, 0.5, 0.8})
    chapter.rows.push_back(
        {"M/D/1", fmt::format("load {}", load), radio::md1_wait(load), md1_simulated(load, work, 11), 0.01});
  for (const auto& [n, q] : std::array<std::pair<int, double>, 3>{{{10, 0.1}, {20, 0.05}, {20, 0.1}}})
    chapter.rows.push_back({"ALOHA", fmt::format("n = {}, q = {}", n, q), radio::aloha_throughput(n, q),
                            aloha_simulated(n, q, work / 5, 12), 0.01});
  return chapter;
}

}  // namespace nearsim::validation
