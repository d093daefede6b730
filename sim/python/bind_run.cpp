// One run: what it came to, and its trace as columns.
#include <map>

#include "sim/kernel/sinks.hpp"
#include "sim/python/module.hpp"
#include "sim/report/story.hpp"
#include "sim/run/report.hpp"
#include "sim/run/witness.hpp"
#include "sim/sweep/figure.hpp"

namespace nearsim::python {

namespace {

using scenario::Scenario;

// A column of names: NumPy codes and what they stand for, in order of first appearance.
class Names {
 public:
  void add(const std::string& name) {
    const auto [found, is_new] = numbers_.try_emplace(name, static_cast<std::int32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    codes_.push_back(found->second);
  }
  [[nodiscard]] py::tuple take() { return py::make_tuple(column(std::move(codes_)), std::move(names_)); }

 private:
  std::vector<std::int32_t> codes_;
  std::vector<std::string> names_;
  std::map<std::string, std::int32_t> numbers_;
};

std::string details(const kernel::StoredRecord& record) {  // the text form after time and names
  std::vector<kernel::Field> fields;
  for (const kernel::StoredRecord::Field& field : record.fields) {
    const auto view = [](const auto& value) -> kernel::Value { return value; };
    fields.push_back({field.key, std::visit(view, field.value)});
  }
  kernel::Record bare;
  bare.fields = fields;
  const std::string text = kernel::format_text(bare);
  const std::size_t first = text.find('=');
  return first == std::string::npos ? std::string{} : text.substr(text.rfind(' ', first) + 1);
}

py::dict columns_of(const std::deque<kernel::StoredRecord>& records) {
  std::vector<std::int64_t> at;
  Names node, topic, verb, peer;
  std::vector<std::string> detail;
  for (const kernel::StoredRecord& record : records) {
    at.push_back(base::nanoseconds(record.at));
    node.add(record.node);
    topic.add(record.topic);
    verb.add(record.verb);
    peer.add(record.peer);
    detail.push_back(details(record));
  }
  py::dict out;
  out["at"] = column(std::move(at));
  out["node"] = node.take();
  out["topic"] = topic.take();
  out["verb"] = verb.take();
  out["peer"] = peer.take();
  out["details"] = std::move(detail);
  return out;
}

py::list verdicts_of(const Scenario& scenario, const run::Report& report,
                     const std::vector<run::Verdict>& all) {
  const auto name = [&](run::Node node) -> std::optional<std::string> {
    if (node >= scenario.devices.size()) return std::nullopt;
    return scenario.devices[node].name;
  };
  py::list out;
  for (const run::Verdict& verdict : all) {
    py::list violations;
    for (const run::Violation& v : verdict.violations)
      violations.append(py::make_tuple(base::nanoseconds(v.at), name(v.a), name(v.b), v.detail, v.record));
    py::dict one;
    one["text"] = verdict.text;
    one["held"] = verdict.held == run::Held::held || verdict.held == run::Held::reached;
    one["met"] = run::is_met(report, verdict);
    one["must_fail"] = run::demand_of(report, verdict) == run::Demand::must_fail;
    one["measured"] = verdict.measured;
    one["figure"] = sweep::figure_of(verdict);
    one["violations"] = violations;
    out.append(one);
  }
  return out;
}

const char* name_of(run::Ending ending) {
  switch (ending) {
    case run::Ending::finished: return "finished";
    case run::Ending::budget: return "budget";
    case run::Ending::zeno: return "zeno";
    case run::Ending::check_failed: return "check_failed";
  }
  return "";
}

enum class Trace { left_out, kept };

py::dict run_one(const Scenario& scenario, std::uint64_t seed, Trace trace, std::uint64_t budget) {
  kernel::MemorySink sink;
  run::Report report;
  {
    const py::gil_scoped_release others_go_on;
    run::RunOptions options;
    options.event_budget = budget;
    if (trace == Trace::kept) options.sinks.push_back(&sink);
    report = run::run(scenario, base::Seed{seed}, options);
  }
  py::dict out;
  out["seed"] = seed;
  out["passed"] = report.passed();
  out["ending"] = name_of(report.ending);
  out["error"] = report.error;
  out["fingerprint"] = report.fingerprint;
  out["ended"] = base::nanoseconds(report.ended);
  out["events"] = report.events;
  out["records"] = report.records;
  out["expectations"] = verdicts_of(scenario, report, report.expectations);
  out["invariants"] = verdicts_of(scenario, report, report.invariants);
  py::dict counts;
  for (const run::Count& count : report.counts) counts[py::str(count.name)] = count.value;
  out["counts"] = counts;
  if (!report.readings.empty()) {
    py::list readings;  // bytes and nanoseconds, as integers
    for (const run::Reading& r : report.readings) {
      py::dict row;
      row["meter"] = r.meter;
      row["device"] = r.device;
      row["peer"] = r.peer;
      row["of"] = r.part;
      row["value"] = r.value;
      readings.append(row);
    }
    out["readings"] = readings;
  }
  if (trace == Trace::kept) out["trace"] = columns_of(sink.records());
  return out;
}

py::list scenes(const Scenario& scenario, std::uint64_t seed, std::size_t most) {
  std::vector<report::Scene> all;
  {
    const py::gil_scoped_release others_go_on;
    all = report::story_of(scenario, run::records_of(scenario, base::Seed{seed}));
  }
  static constexpr const char* kinds[] = {"decision", "state", "arrow", "exchange", "outside"};
  py::list out;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const report::Scene& s = all[i];
    out.append(py::make_tuple(kinds[static_cast<std::size_t>(s.kind)], base::nanoseconds(s.at), s.node,
                              s.peer, s.label, s.why, s.about, s.took.count(), s.count));
  }
  return out;
}

}  // namespace

void bind_run(py::module_& m) {
  m.def(
      "run",
      [](const Scenario& scenario, std::uint64_t seed, bool value, std::uint64_t budget) {
        return run_one(scenario, seed, value ? Trace::kept : Trace::left_out, budget);
      },
      py::arg("scenario"), py::arg("seed"), py::arg("trace"), py::arg("budget"));
  m.def("scenes", &scenes, py::arg("scenario"), py::arg("seed"), py::arg("most"));
}

}  // namespace nearsim::python
