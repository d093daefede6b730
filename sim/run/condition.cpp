#include "sim/run/condition.hpp"

namespace nearsim::run {

Condition::Condition(const scenario::Scenario& scenario, const scenario::Subject& subject,
                     const Ledger& ledger)
    : pairs_(ledger) {
  if (const std::optional<Fact> fact = fact_named(subject.name)) fact_.emplace(scenario, subject, *fact);
  else counter_.emplace(scenario, subject);
}

bool Condition::counts(const Happening& happening) const {
  return counter_ && counter_->takes(happening, happening.verb);
}

bool Condition::holds() {
  if (!fact_) return false;
  pairs_.settle([this](PairBook::Index index) { fact_->update(pairs_, index); });
  return fact_->all(pairs_);
}

}  // namespace nearsim::run
