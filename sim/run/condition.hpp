// What a trigger waits for: a fact that comes to hold of all its pairs, or a counter that counts.  Unlike a
// judge it acts, so it looks at once and not at the end of the instant.
#pragma once

#include <optional>

#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/records.hpp"

namespace nearsim::run {

class Condition {
 public:
  Condition(const scenario::Scenario& scenario, const scenario::Subject& subject, const Ledger& ledger);

  void pair_changed(const Ledger::Pair& pair) { pairs_.pair_changed(pair); }
  void device_changed(Node device) { pairs_.device_changed(device); }
  void reachability_changed() { pairs_.reachability_changed(); }

  [[nodiscard]] bool counts(const Happening& happening) const;
  [[nodiscard]] bool holds();

 private:
  PairBook pairs_;
  std::optional<FactCount> fact_;
  std::optional<RecordFilter> counter_;
};

}  // namespace nearsim::run
