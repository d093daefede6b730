#include "sim/run/regression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/check.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/swarm.hpp"

namespace nearsim::run {

namespace {

std::string name_of(const Verdict& verdict) {  // "I8 CAUSE" -> "I8"
  const bool is_invariant =
      verdict.text.size() > 1 && verdict.text[0] == 'I' && verdict.text[1] >= '0' && verdict.text[1] <= '9';
  return is_invariant ? verdict.text.substr(0, verdict.text.find(' ')) : verdict.text;
}

std::string slug(std::string_view text) {  // what every file system takes
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) out += c;
    else if (!out.empty() && out.back() != '_') out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out.substr(0, 40);
}

}  // namespace

std::string first_violated(const Report& report) {
  const Verdict* first = nullptr;
  base::Instant at = base::never;
  for (const auto* verdicts : {&report.expectations, &report.invariants})
    for (const Verdict& verdict : *verdicts) {
      if (is_met(report, verdict)) continue;
      const base::Instant here = verdict.violations.empty() ? base::never : verdict.violations.front().at;
      if (first != nullptr && here >= at) continue;
      first = &verdict;
      at = here;
    }
  return first == nullptr ? std::string{} : name_of(*first);
}

Regression regression_of(const scenario::Scenario& scenario, const Report& report, std::string_view version) {
  scenario::Scenario fixed = scenario::drawn(scenario, report.seed);
  fixed.sweep.reset();  // one run is recorded
  fixed.seeds = {report.seed.value, report.seed.value};
  const std::string violated = first_violated(report);
  fixed.recorded = {report.seed.value, report.fingerprint, violated, std::string(version)};
  const std::size_t slash = scenario.file.rfind('/');
  std::string stem = scenario.file.substr(slash == std::string::npos ? 0 : slash + 1);
  stem = stem.substr(0, stem.rfind(".yaml"));
  return {fmt::format("{}-{}-seed{}.yaml", slug(stem), slug(violated.empty() ? "golden" : violated),
                      report.seed.value),
          scenario::dump(fixed)};
}

Replay replay(const scenario::Scenario& recorded) {
  NEARSIM_CHECK(recorded.recorded.has_value(), "only what was recorded can be replayed");
  Replay out;
  out.report = run(recorded, base::Seed{recorded.recorded->seed});
  out.violated = first_violated(out.report);
  out.same_violation = out.violated == recorded.recorded->violated;
  out.same_fingerprint = out.report.fingerprint == recorded.recorded->fingerprint;
  return out;
}

}  // namespace nearsim::run
