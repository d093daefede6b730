// How many records a stretch of a run may fill.  A run that says more in ten seconds than any quiet one is a
// storm, of which the rest tells nothing new.
#pragma once

#include <cstdint>

#include "sim/base/time.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::run {

struct RecordBudget {
  std::uint64_t records = 0;  // 0: there is none
  base::Duration within{};    // counted afresh at each whole multiple of it
};

class RecordCount {
 public:
  explicit RecordCount(const RecordBudget& budget) : budget_(budget) {}

  std::uint64_t next(base::Instant now) {  // the record's number; may throw kernel::BudgetExhausted
    if (budget_.records != 0) spend(now);
    return count_++;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  void spend(base::Instant now) {
    if (now >= ends_) {
      ends_ = base::Instant{} + (now.time_since_epoch() / budget_.within + 1) * budget_.within;
      spent_ = 0;
    }
    if (++spent_ > budget_.records) throw kernel::BudgetExhausted(now, spent_);
  }

  RecordBudget budget_;
  std::uint64_t count_ = 0, spent_ = 0;
  base::Instant ends_{};  // of the present stretch
};

}  // namespace nearsim::run
