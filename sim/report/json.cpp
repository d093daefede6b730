// JSON: for one run a line, for a whole invocation a document.  Times are nanoseconds since the run's start.
#include <nlohmann/json.hpp>

#include "sim/report/formats.hpp"
#include "sim/run/judges/words.hpp"

namespace nearsim::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(run::Held held) {
  switch (held) {
    case run::Held::held: return "held";
    case run::Held::violated: return "violated";
    case run::Held::reached: return "reached";
    case run::Held::not_reached: return "not_reached";
  }
  return {};
}
std::string_view name_of(run::Ending ending) {
  switch (ending) {
    case run::Ending::finished: return "finished";
    case run::Ending::budget: return "budget";
    case run::Ending::zeno: return "zeno";
    case run::Ending::check_failed: return "check_failed";
  }
  return {};
}

Json of(const scenario::Scenario& scenario, const run::Violation& v) {
  const run::Names names{scenario};
  Json out{{"of", v.of}, {"at", base::nanoseconds(v.at)}, {"devices", Json::array()}, {"detail", v.detail}};
  for (const run::Node node : {v.a, v.b})
    if (!names(node).empty()) out["devices"].push_back(names(node));
  if (v.record) out["record"] = *v.record;
  return out;
}

Json of(const scenario::Scenario& scenario, const run::Report& report, const run::Verdict& verdict) {
  Json out{{"text", verdict.text},
           {"verdict", name_of(verdict.held)},
           {"must_fail", run::demand_of(report, verdict) == run::Demand::must_fail},
           {"passed", run::is_met(report, verdict)},
           {"measured", verdict.measured}};
  if (!verdict.violations.empty()) out["violations"] = Json::array();
  for (const run::Violation& violation : verdict.violations)
    out["violations"].push_back(of(scenario, violation));
  return out;
}

Json of(const scenario::Scenario& scenario, const run::Report& report, const Invocation& invocation) {
  Json out{{"file", scenario.file},
           {"seed", report.seed.value},
           {"passed", report.passed()},
           {"fingerprint", report.fingerprint},
           {"ending", name_of(report.ending)}};
  if (!report.error.empty()) out["error"] = report.error;
  out["ended"] = base::nanoseconds(report.ended);
  out["events"] = report.events;
  out["records"] = report.records;
  for (const auto& [key, verdicts] :
       {std::pair{"expectations", &report.expectations}, std::pair{"invariants", &report.invariants}}) {
    out[key] = Json::array();
    for (const run::Verdict& verdict : *verdicts) out[key].push_back(of(scenario, report, verdict));
  }
  out["counts"] = Json::object();
  for (const run::Count& count : report.counts) out["counts"][std::string(count.name)] = count.value;
  for (const run::Reading& reading : report.readings) {
    Json row{
        {"meter", reading.meter}, {"device", reading.device}, {"of", reading.part}, {"value", reading.value}};
    if (!reading.peer.empty()) row["peer"] = reading.peer;
    out["readings"].push_back(std::move(row));
  }
  out["repro"] = invocation.repro(scenario.file, report.seed.value);
  return out;
}

Json of(const run::OverSeeds& over) {
  Json out{{"text", over.text},
           {"must_fail", over.demand == run::Demand::must_fail},
           {"passed", over.passed},
           {over.is_sometimes ? "seeds_reached" : "seeds_passed", over.met},
           {over.is_sometimes ? "seeds_not_reached" : "seeds_failed", over.missed},
           {"measured", over.measured}};
  if (!over.is_sometimes) out["failing_seeds"] = over.missed_seeds;
  if (over.reached_seed) out["first_reached_in"] = *over.reached_seed;
  return out;
}

Json of(const run::Outcome& outcome, const Invocation& invocation) {
  Json out{{"file", outcome.scenario->file},
           {"question", outcome.scenario->question},
           {"seeds", {outcome.seeds.first, outcome.seeds.last}},
           {"exit", static_cast<int>(outcome.exit())},
           {"runs", outcome.runs},
           {"failed_runs", outcome.failed}};
  for (const auto& [key, all] :
       {std::pair{"expectations", &outcome.expectations}, std::pair{"invariants", &outcome.invariants}}) {
    out[key] = Json::array();
    for (const run::OverSeeds& over : *all) out[key].push_back(of(over));
  }
  out["first_run"] = outcome.first ? of(*outcome.scenario, *outcome.first, invocation) : Json{};
  out["failures"] = Json::array();
  for (const run::Report& report : outcome.failures)
    out["failures"].push_back(of(*outcome.scenario, report, invocation));
  return out;
}

// Names come from users: whatever bytes they have, the document is valid.
std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string json_of(const Ran& ran, std::string_view version) {
  Json out{{"nearsim", version}, {"exit", static_cast<int>(ran.exit())}, {"scenarios", Json::array()}};
  for (const run::Outcome& outcome : ran.outcomes) out["scenarios"].push_back(of(outcome, ran.invocation));
  return text_of(out, 2);
}

std::string json_line_of(const scenario::Scenario& scenario, const run::Report& report,
                         const Invocation& invocation) {
  return text_of(of(scenario, report, invocation), -1);
}

}  // namespace nearsim::report
