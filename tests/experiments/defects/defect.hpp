// One row of results/seeds.md: a defect of a source design, what was predicted for it, what the simulator
// measures as written and after the smallest repair.  A row is a scenario with a blank for the design's
// settings and a figure that is read off its runs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/experiments/experiment.hpp"

namespace nearsim::experiments {

struct Defect {
  std::string id;  // "B000-1"
  std::string what, predicted, written, scenario, repair, repaired;
};
using Defects = std::vector<Defect>;

constexpr std::uint64_t chance_seeds = 1000;  // where chance has a part

// `yaml` with each "@1" replaced by `one` and each "@2" by `two`.
[[nodiscard]] scenario::Scenario filled(std::string_view yaml, std::string_view one,
                                        std::string_view two = "");

// "median 3.50 s (3.00 to 4.00)"; "never" if no run has the figure, and how many have not.
[[nodiscard]] std::string median(const Sample& sample, std::string_view unit, std::uint64_t runs);
[[nodiscard]] std::string share(std::uint64_t part, std::uint64_t of);

// Over the seeds: the share of runs in which something came about, or a figure of each run that has it.
using Event = std::function<bool(const Observation&)>;
using Figure = std::function<void(const Observation&, Sample&)>;
[[nodiscard]] std::string share_of(const scenario::Scenario& s, const Event& came,
                                   std::uint64_t seeds = chance_seeds);
[[nodiscard]] std::string median_of(const scenario::Scenario& s, std::string_view unit, const Figure& figure,
                                    std::uint64_t seeds = chance_seeds);

// Events and figures.
[[nodiscard]] Event expected(std::size_t expectation);  // the scenario's expectation came true
// From the first record (node, verb, peer) of one kind to the first of another after it, in seconds.
struct Mark {
  std::string_view node, verb, peer;
};
[[nodiscard]] Figure between(Mark from, Mark to);
[[nodiscard]] Figure counted(std::string_view counter);  // by its name in the report

// The rows of each seed, in the order of their numbers.
[[nodiscard]] Defects defects_of_seed_000();
[[nodiscard]] Defects more_defects_of_seed_001();
[[nodiscard]] Defects defects_of_seed_002();
[[nodiscard]] Defects defects_of_seed_003();
// Sentences of the documents that the numbers contradict, and their own checklists: two tables.
[[nodiscard]] std::string contradicted_claims();
[[nodiscard]] std::string claims_about_the_field();
[[nodiscard]] std::string checklists();
[[nodiscard]] std::string beyond_the_list();  // what nobody had predicted

}  // namespace nearsim::experiments
