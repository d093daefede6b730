// The judges of the invariants.  What each one demands, in words, is the table in
// sim/scenario/invariants.cpp.
#pragma once

#include <memory>

#include "sim/run/judges/judge.hpp"

namespace nearsim::run {

struct InvariantCase {
  std::string_view name;  // "I8"
  std::string_view text;  // "I8 CAUSE"
  const scenario::InvariantSettings& settings;
};

class InvariantJudge : public Judge {
 public:
  InvariantJudge(const Court& court, const InvariantCase& which, Hears hears)
      : Judge(court, which.text, hears), name_(which.name), settings_(which.settings) {}

 protected:
  [[nodiscard]] base::Duration bound() const { return settings_.bound; }
  [[nodiscard]] std::int64_t limit() const { return settings_.limit; }
  void broken(base::Instant at, Node a, Node b, std::string detail,
              std::optional<std::uint64_t> record = std::nullopt) {
    violate({std::string(name_), at, a, b, std::move(detail), record});
  }

 private:
  std::string_view name_;
  const scenario::InvariantSettings& settings_;
};

// How long something may last on a pair: I1, I2, I3, I4, I12, I19, I22
[[nodiscard]] Seat make_unique_link(const Court&, const InvariantCase&);
[[nodiscard]] Seat make_progress(const Court&, const InvariantCase&);
[[nodiscard]] Seat make_symmetry(const Court&, const InvariantCase&);
[[nodiscard]] Seat make_no_quitting(const Court&, const InvariantCase&);
[[nodiscard]] Seat make_truth(const Court&, const InvariantCase&);
[[nodiscard]] Seat make_no_ghost(const Court&, const InvariantCase&);  // I4
[[nodiscard]] Seat make_no_lock(const Court&, const InvariantCase&);   // I22
// What may never be or happen
[[nodiscard]] Seat make_blast(const Court&, const InvariantCase&);        // I6
[[nodiscard]] Seat make_rate(const Court&, const InvariantCase&);         // I7
[[nodiscard]] Seat make_cause(const Court&, const InvariantCase&);        // I8
[[nodiscard]] Seat make_generation(const Court&, const InvariantCase&);   // I10
[[nodiscard]] Seat make_tie_break(const Court&, const InvariantCase&);    // I13
[[nodiscard]] Seat make_termination(const Court&, const InvariantCase&);  // I14
[[nodiscard]] Seat make_single(const Court&, const InvariantCase&);       // I16
// Verdicts of silence
[[nodiscard]] Seat make_no_false_verdict(const Court&, const InvariantCase&);  // I5
[[nodiscard]] Seat make_evidence(const Court&, const InvariantCase&);          // I9
[[nodiscard]] Seat make_clock(const Court&, const InvariantCase&);             // I18
// Trying again, and coming back
[[nodiscard]] Seat make_backoff(const Court&, const InvariantCase&);       // I11
[[nodiscard]] Seat make_rejoin(const Court&, const InvariantCase&);        // I15
[[nodiscard]] Seat make_stage(const Court&, const InvariantCase&);         // I17
[[nodiscard]] Seat make_independence(const Court&, const InvariantCase&);  // I20
[[nodiscard]] Seat make_capacity(const Court&, const InvariantCase&);      // I21
[[nodiscard]] Seat make_freshness(const Court&, const InvariantCase&);     // I23

}  // namespace nearsim::run
