// Figures and devices as a person would write them: "0.163s", "Ana>Bob" (a link, one way), "Ana-Bob" (a
// pair).
#pragma once

#include <string>
#include <string_view>

#include "models/net/node.hpp"
#include "sim/base/time.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

[[nodiscard]] std::string seconds(
    base::Duration duration);  // to the millisecond, rounded down; shorter ones exactly
[[nodiscard]] std::string seconds(base::Instant instant);
[[nodiscard]] std::string times(std::uint64_t count);  // never, once, 2 times

class Names {  // of a scenario's devices; a device's number is its place in the file
 public:
  explicit Names(const scenario::Scenario& scenario) : scenario_(&scenario) {}
  [[nodiscard]] std::string_view operator()(net::Node node) const;  // "" for nobody
  [[nodiscard]] std::string link(net::Node from, net::Node to) const;
  [[nodiscard]] std::string pair(net::Node a, net::Node b) const;
  [[nodiscard]] net::Node find(std::string_view name) const;  // no_node: there is none

 private:
  const scenario::Scenario* scenario_;
};

}  // namespace nearsim::run
