#include "sim/run/runner.hpp"

#include <algorithm>
#include <array>

#include "sim/run/sweep.hpp"

namespace nearsim::run {

namespace {

constexpr std::size_t seeds_listed = 20;  // ours
constexpr std::uint64_t batch = 64;  // ours: runs per thread between two folds; bounds memory, not results

void fold(OverSeeds& over, const Report& report, const Verdict& verdict) {
  const std::uint64_t before = over.met + over.missed;
  over.text = verdict.text;
  over.demand = demand_of(report, verdict);
  over.is_sometimes = verdict.held == Held::reached || verdict.held == Held::not_reached;
  const bool met = over.is_sometimes ? verdict.held == Held::reached : is_met(report, verdict);
  const bool first_of_interest = over.is_sometimes ? met && over.met == 0 : !met && over.missed == 0;
  if (before == 0 || first_of_interest) over.measured = verdict.measured;
  if (over.is_sometimes && met && !over.reached_seed) over.reached_seed = report.seed.value;
  if (met) {
    ++over.met;
  } else {
    ++over.missed;
    if (over.missed_seeds.size() < seeds_listed) over.missed_seeds.push_back(report.seed.value);
  }
  if (over.is_sometimes) over.passed = (over.met > 0) == (over.demand == Demand::must_hold);
  else over.passed = over.missed == 0;
}

void fold(std::vector<OverSeeds>& all, const Report& report, const std::vector<Verdict>& verdicts) {
  all.resize(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) fold(all[i], report, verdicts[i]);
}

}  // namespace

void fold(Outcome& outcome, Report report, std::size_t failures_kept) {
  ++outcome.runs;
  fold(outcome.expectations, report, report.expectations);
  fold(outcome.invariants, report, report.invariants);
  if (!outcome.first) outcome.first = report;
  if (report.passed()) return;
  ++outcome.failed;
  if (report.ending == Ending::budget) ++outcome.unfinished;
  if (outcome.failures.size() < failures_kept) outcome.failures.push_back(std::move(report));
}

void finish(Outcome& outcome) {
  for (const std::string& name : outcome.scenario->must_fail) {
    const auto known = [&](const OverSeeds& over) { return goes_by({over.text, {}, {}, {}}, name); };
    if (std::none_of(outcome.expectations.begin(), outcome.expectations.end(), known) &&
        std::none_of(outcome.invariants.begin(), outcome.invariants.end(), known))
      outcome.never_judged.push_back(name);
  }
}

Exit worse(Exit a, Exit b) {
  constexpr std::array order{Exit::passed, Exit::cannot_judge, Exit::budget,
                             Exit::failed, Exit::wrong_use,    Exit::internal};
  const auto rank = [&](Exit e) { return std::find(order.begin(), order.end(), e); };
  return rank(a) < rank(b) ? b : a;
}

Exit Outcome::exit() const {
  const auto broke = [](const Report& r) { return r.ending == Ending::check_failed; };
  if (std::any_of(failures.begin(), failures.end(), broke)) return Exit::internal;
  const auto missed = [](const OverSeeds& over) { return !over.passed; };
  const bool any_missed = std::any_of(expectations.begin(), expectations.end(), missed) ||
                          std::any_of(invariants.begin(), invariants.end(), missed);
  if (failed > unfinished) return Exit::failed;
  if (unfinished > 0 || stopped) return Exit::budget;  // what was not reached, a whole run might have
  if (any_missed || failed > 0) return Exit::failed;
  if (runs == 0 || !never_judged.empty() || (expectations.empty() && invariants.empty()))
    return Exit::cannot_judge;
  return Exit::passed;
}

Outcome run_seeds(const scenario::Scenario& scenario, const RunnerOptions& options, RunWatcher* watcher) {
  Outcome outcome;
  outcome.scenario = &scenario;
  outcome.seeds = options.seeds.value_or(scenario.seeds);
  const std::uint64_t first = outcome.seeds.first, count = outcome.seeds.last - first + 1;
  const unsigned jobs = std::max(1u, options.jobs);
  const RunOptions run_options{.sinks = {}, .event_budget = options.event_budget};
  std::vector<Report> reports;
  const auto goes_on = [watcher] { return watcher == nullptr || watcher->goes_on(); };
  for (std::uint64_t done = 0; done < count && !outcome.stopped;) {
    reports.clear();
    reports.resize(static_cast<std::size_t>(std::min(count - done, batch * jobs)));
    const std::size_t ran = in_parallel(reports.size(), jobs, goes_on, [&](std::size_t i) {
      reports[i] = run(scenario, base::Seed{first + done + i}, run_options);
    });
    outcome.stopped = ran < reports.size();
    reports.resize(ran);
    for (Report& report : reports) {
      const bool stops = options.stop == Stop::at_first_failure && !report.passed();
      ++done;
      if (watcher != nullptr) watcher->ran(report, done, count);
      fold(outcome, std::move(report), options.failures_kept);
      if (stops) done = count;
      if (stops) break;
    }
  }
  finish(outcome);
  return outcome;
}

}  // namespace nearsim::run
