// The part of a run that an expectation speaks of: between two instants, or between two happenings, which
// nobody knows before they happen.
#pragma once

#include "sim/run/monitor.hpp"
#include "sim/scenario/expectation.hpp"

namespace nearsim::run {

class Frame {
 public:
  explicit Frame(const scenario::Expectation& expectation);

  void happened(const Happening& happening);                  // each record of the run
  [[nodiscard]] base::Instant from() const { return from_; }  // never: it has not begun
  [[nodiscard]] base::Instant to() const { return to_; }      // both ends belong to it
  [[nodiscard]] bool holds(base::Instant at) const { return at >= from_ && at <= to_; }
  [[nodiscard]] bool is_named() const { return between_ != nullptr; }
  // What has to happen and did not; "" if all did that is needed.
  [[nodiscard]] std::string missing() const;

 private:
  const scenario::Between* between_;
  base::Instant from_{}, to_ = base::never;
};

}  // namespace nearsim::run
