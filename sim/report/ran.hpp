// What a report is written from: scenarios, each with what its seeds came to, and how they were run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/run/runner.hpp"

namespace nearsim::report {

struct Invocation {               // what, beside file and seed, made the runs what they are
  std::vector<std::string> sets;  // "path=value"
  std::uint64_t budget = 0;

  // nearsim run FILE --seed N [--set ...]: pasted into a shell, it shows the same run again.
  [[nodiscard]] std::string repro(std::string_view file, std::uint64_t seed) const;
};

struct Ran {
  Invocation invocation;
  std::vector<run::Outcome> outcomes;

  [[nodiscard]] run::Exit exit() const;
};

[[nodiscard]] std::string seeds_text(const scenario::SeedRange& seeds);  // "seed 3", "seeds 1..20"
[[nodiscard]] std::string seed_list(const std::vector<std::uint64_t>& listed,
                                    std::uint64_t count);  // "4, 17, ..."
[[nodiscard]] std::string_view ending_text(run::Ending ending);

// The violations of a report that are complaints: not those of what must fail.
struct Complaint {
  const run::Verdict* verdict;
  const run::Violation* violation;  // null: it held, and must fail
};
[[nodiscard]] std::vector<Complaint> complaints_of(const run::Report& report);

}  // namespace nearsim::report
