// Who sets the clock.  Every node announces whom it follows, how good that top master is, and through whom;
// every node follows the best it hears, and the best follows itself.  Pure functions: facts in, a choice out.
//
//     top master  <-- height 1 <-- height 2 <-- ...                          at most 10 hops
//
// Two orders are known.  Captures of real devices (metric 520 with counter 608 beat metric 510 with counter
// 68364) and the MobiCom 2018 paper say that the metric decides; OWL's code lets the counter decide.  The
// simulator believes the captures.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/radio/awdl/units.hpp"

namespace nearsim::radio::awdl {

enum class Order : std::uint8_t { metric_first, counter_first };
[[nodiscard]] constexpr auto names_of(Order) {
  return std::array<std::string_view, 2>{"metric_first", "counter_first"};
}

inline constexpr int max_height = 10;  // OWL: of the tree of synchronisation

struct Claim {  // what a node says of the master that it follows
  Station top = 0;
  std::uint32_t metric = 0;   // of the top master
  std::uint32_t counter = 0;  // of the top master: for how long it has been one
  std::vector<Station> path;  // the sender's masters up to the top, nearest first; empty if it is one itself
  [[nodiscard]] int height() const { return static_cast<int>(path.size()); }
  bool operator==(const Claim&) const = default;
};

struct Heard {
  Station node = 0;
  std::uint64_t address = 0;  // the random MAC of this activation: it breaks the last tie
  Claim claim;
};

enum class Verdict : std::uint8_t { eligible, too_high, follows_us };
[[nodiscard]] Verdict verdict(Station self, const Claim&);

// Is a's claim strictly better than b's?
[[nodiscard]] bool better(const Heard& a, const Heard& b, Order);

// The index of the neighbour to follow; none: oneself.  `own` is what the node would claim as its own master.
[[nodiscard]] std::optional<std::size_t> elect(const Heard& own, const std::vector<Heard>& neighbours, Order);

// What a node claims that follows this neighbour.
[[nodiscard]] Claim following(const Heard& neighbour);

}  // namespace nearsim::radio::awdl
