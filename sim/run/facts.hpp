// The facts and counters of the language, as questions to the ledger and to trace records.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/run/ledger.hpp"
#include "sim/run/monitor.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

enum class Fact : std::uint8_t { usable, connected, one_sided, dual_session, visible, reachable };
[[nodiscard]] std::optional<Fact> fact_named(std::string_view name);

// `visible` and `reachable` are of the ordered pair (a sees b, a reaches b); the others are symmetric.
[[nodiscard]] bool holds(Fact fact, const Ledger& ledger, Node a, Node b);

// Devices by name, in the scenario's order.
class Names {
 public:
  explicit Names(const scenario::Scenario& scenario) : scenario_(&scenario) {}
  [[nodiscard]] Node operator[](std::string_view name) const;  // no_node for ""; CHECKs that it exists
  [[nodiscard]] std::string_view operator[](Node node) const;  // "" for no_node

 private:
  const scenario::Scenario* scenario_;
};

// A counter with its filters, ready to be asked about each record.
class Selector {
 public:
  Selector(const scenario::Subject& subject, const Names& names);
  [[nodiscard]] bool counts(const Happening& happening) const;

 private:
  std::string_view topic_, verb_;
  Node from_, to_;
  std::vector<std::pair<std::string, std::string>> where_;
};

// One subject as a trigger sees it: has it happened, does it hold for every pair that it names?
class Condition {
 public:
  Condition(const scenario::Subject& subject, const Names& names);
  [[nodiscard]] bool counts(const Happening& happening) const { return selector_ && selector_->counts(happening); }
  [[nodiscard]] bool holds(const Ledger& ledger) const;

 private:
  std::optional<Fact> fact_;
  std::optional<Selector> selector_;
  std::vector<Node> among_;  // empty: all
  Node from_, to_;
};

}  // namespace nearsim::run
