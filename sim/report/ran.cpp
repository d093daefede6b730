#include "sim/report/ran.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/style.hpp"

namespace nearsim::report {

std::string Invocation::repro(std::string_view file, std::uint64_t seed) const {
  std::string out = fmt::format("nearsim run {} --seed {}", shell_word(file), seed);
  for (const std::string& set : sets) out += " --set " + shell_word(set);
  if (budget != 0) out += fmt::format(" --budget {}", budget);
  return out;
}

run::Exit Ran::exit() const {
  if (outcomes.empty()) return run::Exit::cannot_judge;
  run::Exit worst = run::Exit::passed;
  for (const run::Outcome& outcome : outcomes) worst = run::worse(worst, outcome.exit());
  return worst;
}

std::string seeds_text(const scenario::SeedRange& seeds) {
  if (seeds.first == seeds.last) return fmt::format("seed {}", seeds.first);
  return fmt::format("seeds {}..{}", seeds.first, seeds.last);
}

std::string seed_list(const std::vector<std::uint64_t>& listed, std::uint64_t count) {
  constexpr std::size_t most = 8;  // ours: what fits on a line
  std::string out;
  for (std::size_t i = 0; i < std::min(most, listed.size()); ++i)
    out += fmt::format("{}{}", out.empty() ? "" : ", ", listed[i]);
  return count > most ? out + ", ..." : out;
}

std::string_view ending_text(run::Ending ending) {
  switch (ending) {
    case run::Ending::finished: return "finished";
    case run::Ending::budget: return "out of budget";
    case run::Ending::zeno: return "time stood still";
    case run::Ending::check_failed: return "a check of nearsim itself failed";
  }
  return {};
}

std::vector<Complaint> complaints_of(const run::Report& report) {
  std::vector<Complaint> out;
  for (const auto* verdicts : {&report.expectations, &report.invariants})
    for (const run::Verdict& verdict : *verdicts) {
      if (run::is_met(report, verdict)) continue;
      out.push_back({&verdict, verdict.violations.empty() ? nullptr : &verdict.violations.front()});
    }
  std::stable_sort(out.begin(), out.end(), [](const Complaint& x, const Complaint& y) {
    const auto at = [](const Complaint& c) { return c.violation ? c.violation->at : base::never; };
    return at(x) < at(y);
  });
  return out;
}

}  // namespace nearsim::report
