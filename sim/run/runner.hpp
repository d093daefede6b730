// A scenario over its seeds: run each, keep what matters, decide about the whole.  `sometimes` is decided
// here, because one run can only say whether it reached the thing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

// What the program says to the shell (docs: the table of exit codes).
enum class Exit : int {
  passed = 0,
  failed = 1,
  wrong_use = 2,
  internal = 3,
  budget = 124,
  cannot_judge = 125
};
[[nodiscard]] Exit worse(Exit a, Exit b);  // of two scenarios' results, the one that the whole has

enum class Stop : std::uint8_t { never, at_first_failure };

struct RunnerOptions {
  std::optional<scenario::SeedRange> seeds;  // instead of the scenario's own
  unsigned jobs = 1;
  std::uint64_t event_budget = 0;
  Stop stop = Stop::never;
  std::size_t failures_kept = 10;
};

// Hears of each run, in the order of the seeds, on the caller's thread.
class RunWatcher {
 public:
  virtual ~RunWatcher() = default;
  virtual void ran(const Report& report, std::uint64_t done, std::uint64_t of) = 0;
  // Asked before each run, by any thread, but never by two at once; once it is false, no more runs begin.
  virtual bool goes_on() { return true; }
};

struct OverSeeds {  // one expectation or invariant
  std::string text;
  Demand demand = Demand::must_hold;
  bool is_sometimes = false;
  bool passed = false;
  std::uint64_t met = 0, missed = 0;          // seeds; for `sometimes`: reached, not reached
  std::vector<std::uint64_t> missed_seeds;    // the first ones
  std::string measured;                       // in the first seed that missed it, else in the first seed
  std::optional<std::uint64_t> reached_seed;  // `sometimes`: the first
};

struct Outcome {
  const scenario::Scenario* scenario = nullptr;
  scenario::SeedRange seeds;
  std::uint64_t runs = 0, failed = 0;
  std::vector<OverSeeds> expectations, invariants;
  std::vector<Report> failures;           // the first failing runs, in order
  std::optional<Report> first;            // of the first seed
  std::vector<std::string> never_judged;  // of must_fail: names that no run judged
  std::uint64_t unfinished = 0;           // runs: out of budget
  bool stopped = false;                   // by the watcher: the last seeds were not run

  [[nodiscard]] Exit exit() const;
};

// One more run, in the order of the seeds; finish() after the last.
void fold(Outcome& outcome, Report report, std::size_t failures_kept);
void finish(Outcome& outcome);

[[nodiscard]] Outcome run_seeds(const scenario::Scenario& scenario, const RunnerOptions& options = {},
                                RunWatcher* watcher = nullptr);

}  // namespace nearsim::run
