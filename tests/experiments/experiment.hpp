// What the experiments of results/spine.md share: running many variations of a scenario, and saying what came
// out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/sinks.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::experiments {

// A scenario from text; a mistake in it ends the program with the reader's own words.
[[nodiscard]] scenario::Scenario scenario_of(const std::string& yaml);
[[nodiscard]] scenario::Scenario shipped(const std::string& path);  // below the repository's root

struct Observation {
  run::Report report;
  std::vector<kernel::StoredRecord> records;  // those of topics engine and mpc
};
[[nodiscard]] Observation observe(const scenario::Scenario& scenario, std::uint64_t seed);

[[nodiscard]] bool held(const run::Report& report, std::size_t expectation);
[[nodiscard]] std::uint64_t count(const run::Report& report, std::string_view counter);
[[nodiscard]] bool violated(const run::Report& report, std::string_view invariant);
[[nodiscard]] double seconds(base::Instant instant);
[[nodiscard]] double seconds(base::Duration duration);

// Instants of the records that a device wrote with this verb; "" matches every peer.
[[nodiscard]] std::vector<base::Instant> times(const Observation& o, std::string_view node,
                                               std::string_view verb, std::string_view peer = "");

// Unordered pairs with both ends connected at the end of the run.
[[nodiscard]] std::size_t connected_pairs(const Observation& o);

class Sample {  // of one figure over many runs
 public:
  void add(double value) { values_.push_back(value); }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] double least() const;
  [[nodiscard]] double most() const;
  [[nodiscard]] double mean() const;
  [[nodiscard]] double median() const;

 private:
  std::vector<double> values_;
};

class Table {  // Markdown
 public:
  explicit Table(std::vector<std::string> head);
  void row(std::vector<std::string> cells);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// One section each of results/spine.md, in this order.
[[nodiscard]] std::string cases_of_seed_002();
[[nodiscard]] std::string grid_of_timings();
[[nodiscard]] std::string backoff_of_seed_002();
[[nodiscard]] std::string names_of_seed_002();
[[nodiscard]] std::string further_defects_of_seed_002();
[[nodiscard]] std::string idle_links_of_seed_000();
[[nodiscard]] std::string storm_of_seed_000();
[[nodiscard]] std::string blast_of_seed_000();
[[nodiscard]] std::string handshake_budget_of_seed_000();
[[nodiscard]] std::string rejection_of_seed_000();
[[nodiscard]] std::string repair_of_seed_000();

// The whole of results/seed_001.md.
[[nodiscard]] std::string defects_of_seed_001();
// And of results/seed_003.md.
[[nodiscard]] std::string detection_of_seed_003();
[[nodiscard]] std::string loops_of_seed_003();
[[nodiscard]] std::string repair_of_seed_003();

}  // namespace nearsim::experiments
