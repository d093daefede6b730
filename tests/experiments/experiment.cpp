#include "tests/experiments/experiment.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <set>

#include "sim/scenario/load.hpp"

#ifndef NEARSIM_ROOT
#error "the build says where the repository is"
#endif

namespace nearsim::experiments {

namespace {

scenario::Scenario must(scenario::Loaded loaded) {
  if (loaded.scenario) return std::move(*loaded.scenario);
  std::fputs(scenario::render(loaded.diagnostics).c_str(), stderr);
  std::exit(2);
}

class Collector final : public kernel::Sink {
 public:
  explicit Collector(std::vector<kernel::StoredRecord>& records) : records_(records) {}
  void write(const kernel::Record& record, std::uint64_t index) override {
    if (record.topic == "engine" || record.topic == "mpc") records_.emplace_back(record, index);
  }

 private:
  std::vector<kernel::StoredRecord>& records_;
};

}  // namespace

scenario::Scenario scenario_of(const std::string& yaml) {
  return must(scenario::load_text(yaml, "experiment"));
}
scenario::Scenario shipped(const std::string& path) {
  return must(scenario::load_file(std::string(NEARSIM_ROOT) + "/" + path));
}

Observation observe(const scenario::Scenario& scenario, std::uint64_t seed) {
  Observation result;
  Collector collector(result.records);
  run::RunOptions options;
  options.sinks = {&collector};
  result.report = run::run(scenario, base::Seed{seed}, options);
  return result;
}

bool held(const run::Report& report, std::size_t expectation) {
  const run::Held h = report.expectations.at(expectation).held;
  return h == run::Held::held || h == run::Held::reached;
}

std::uint64_t count(const run::Report& report, std::string_view counter) {
  const auto it = std::find_if(report.counts.begin(), report.counts.end(),
                               [&](const run::Count& c) { return c.name == counter; });
  return it == report.counts.end() ? 0 : it->value;
}

bool violated(const run::Report& report, std::string_view invariant) {
  const std::string prefix = std::string(invariant) + " ";
  return std::any_of(report.invariants.begin(), report.invariants.end(), [&](const run::Verdict& v) {
    return v.held == run::Held::violated && v.text.compare(0, prefix.size(), prefix) == 0;
  });
}

double seconds(base::Duration duration) { return static_cast<double>(duration.count()) / 1e9; }
double seconds(base::Instant instant) { return seconds(instant.time_since_epoch()); }

std::vector<base::Instant> times(const Observation& o, std::string_view node, std::string_view verb,
                                 std::string_view peer) {
  std::vector<base::Instant> result;
  for (const kernel::StoredRecord& r : o.records)
    if (r.node == node && r.verb == verb && (peer.empty() || r.peer == peer)) result.push_back(r.at);
  return result;
}

std::size_t connected_pairs(const Observation& o) {
  std::set<std::pair<std::string, std::string>> ends;
  for (const kernel::StoredRecord& r : o.records) {
    if (r.topic != "mpc") continue;
    if (r.verb == "connected") ends.insert({r.node, r.peer});
    if (r.verb == "link_ended") ends.erase({r.node, r.peer});
  }
  return static_cast<std::size_t>(std::count_if(ends.begin(), ends.end(), [&](const auto& e) {
    return e.first < e.second && ends.count({e.second, e.first});
  }));
}

double Sample::least() const { return *std::min_element(values_.begin(), values_.end()); }
double Sample::most() const { return *std::max_element(values_.begin(), values_.end()); }
double Sample::mean() const {
  return std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(values_.size());
}
double Sample::median() const {
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

Table::Table(std::vector<std::string> head) {
  rows_.push_back(std::move(head));
  rows_.emplace_back(rows_[0].size(), "---");
}
void Table::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
std::string Table::text() const {
  std::string out;
  for (const auto& cells : rows_) {
    for (const std::string& cell : cells) out += "| " + cell + " ";
    out += "|\n";
  }
  return out + "\n";
}

}  // namespace nearsim::experiments
