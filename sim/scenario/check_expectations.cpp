// Expectations that would never be judged, and failures that nothing could fail.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/invariants.hpp"
#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

bool heals(const Scenario& scenario) {
  return scenario.swarm.has_value() ||
         std::any_of(scenario.faults.begin(), scenario.faults.end(), [](const Fault& fault) {
           return std::holds_alternative<Heal>(fault.kind) || std::holds_alternative<Resume>(fault.kind) ||
                  std::holds_alternative<Restart>(fault.kind) || fault.lasts;
         });
}

void check_bounds(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    const Expectation& expectation = scenario.expectations[i];
    const Mark mark = loading.expectation_marks[i];
    if (expectation.quantifier == Quantifier::after_heal && !heals(scenario))
      loading.findings().error(mark, "after_heal: no fault ever ends, so this would never be judged",
                               "add {at: ..., heal: all}, a restart or resume, or give a fault a `for`");
    const bool is_bounded =
        expectation.quantifier == Quantifier::within || expectation.quantifier == Quantifier::after_heal;
    if (is_bounded && expectation.bound > scenario.run_for)
      loading.findings().error(
          mark,
          fmt::format("{}: {} is longer than the run", protocol::name(expectation.quantifier),
                      text_of(expectation.bound)),
          fmt::format("run_for is {}", text_of(scenario.run_for)));
  }
}

// `between` and `until` name faults or steps.
void check_between(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  std::vector<std::string_view> names;
  for (const Fault& fault : scenario.faults)
    if (!fault.name.empty()) names.push_back(fault.name);
  for (const Step& step : scenario.steps)
    if (!step.name.empty()) names.push_back(step.name);
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    const std::optional<Between>& between = scenario.expectations[i].between;
    if (!between) continue;
    for (const std::string& name : {between->from, between->to}) {
      if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
      loading.findings().error(
          loading.between_marks[i], fmt::format("no fault or step is called '{}'", name),
          names.empty() ? "give one a name: {name: outage, at: 5s, ...}" : suggest(name, names, "there are"));
    }
    if (between->from == between->to)
      loading.findings().error(loading.between_marks[i],
                               fmt::format("between: '{}' is both ends", between->to), "name another");
  }
}

void check_must_fail(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  for (std::size_t i = 0; i < scenario.must_fail.size(); ++i) {
    const std::string& what = scenario.must_fail[i];
    const Mark mark = loading.must_fail_marks[i];
    if (find_invariant(what) != nullptr) {
      const auto& all = scenario.invariants;
      const bool is_on =
          std::any_of(all.begin(), all.end(), [&](auto& n) { return n.name == what && n.settings.judged; });
      if (!is_on)
        loading.findings().error(mark, fmt::format("must_fail: {} is switched off, so it cannot fail", what),
                                 "remove it from `invariants`");
      continue;
    }
    std::vector<std::string_view> known;
    for (const Expectation& expectation : scenario.expectations) known.push_back(expectation.text);
    if (std::find(known.begin(), known.end(), what) != known.end()) continue;
    std::string hint = "name an invariant, I1 to I23, or write another expectation of this file as one line";
    if (const std::string_view best = nearest(what, known); !best.empty())
      hint = fmt::format("did you mean '{}'?", best);
    loading.findings().error(mark, fmt::format("must_fail: there is no invariant or expectation '{}'", what),
                             hint);
  }
}

}  // namespace

void check_expectations(Loading& loading) {
  check_bounds(loading);
  check_between(loading);
  check_must_fail(loading);
}

}  // namespace nearsim::scenario
