// Survival: every shipped design in every room of scenarios/survival, under the same swarm of faults. Prints,
// per design, the share of seeds that violate each invariant, and how long after the last heal all pairs were
// usable.
//
//   nearsim_survival [--seeds N] [--large-seeds N] [--first SEED] [--rooms 2,3,5] [--profiles a,b]
//   [--must-survive NAME] [--within SECONDS] [--watch SECONDS] [--jobs N]
//
// A run that does more, in ten seconds or in all, than any quiet design does is a storm: it ends there, and
// counts as a violation of I7.  A run of a large room also ends when everybody has been usable to everybody
// for --watch seconds after the swarm.  Exit code 1: a run did not finish otherwise, or a design that must
// survive violated something, or was not usable again in time; its first such seeds are named on stderr. 2:
// an option that cannot be.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>

#include "protocol/profile.hpp"
#include "sim/run/sweep.hpp"
#include "sim/scenario/invariants.hpp"
#include "tests/experiments/experiment.hpp"
#include "tests/experiments/survival_cost.hpp"
#include "tests/experiments/survival_run.hpp"

namespace nearsim::experiments {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::uint64_t seeds = 300, large_seeds = 300;  // a room of more than ten is large
  std::uint64_t first = 1;
  std::vector<std::string> rooms{"2", "3", "5", "8", "9", "30"}, profiles, must_survive;
  double within = 60;  // ours: a minute after the last heal
  double watch = 30;   // ours: a large room that has been well for so long stays well
  unsigned jobs = run::processors();
};

struct Tally {
  std::vector<std::uint64_t> violated;
  std::uint64_t any = 0, storms = 0, runs = 0;
  std::vector<double> after;                               // of those that came back, sorted
  std::vector<std::pair<std::uint64_t, std::string>> bad;  // seeds, and what was not as it should be
  std::string error;
};

std::string blame(const One& one, double within) {
  std::string out = one.storm ? "a storm" : "";
  for (std::size_t i = 0; i < one.violated.size(); ++i)
    if (one.violated[i]) out += (out.empty() ? "" : ", ") + std::string(scenario::invariants()[i].name);
  const bool back = one.usable_after >= 0 && one.usable_after <= within;
  if (!back) out += (out.empty() ? "" : ", ") + std::string("not usable again in time");
  return out;
}

Tally tally(std::span<const One> runs, const Options& options) {
  Tally out;
  out.violated.resize(scenario::invariants().size());
  for (const One& one : runs) {
    if (std::string why = blame(one, options.within); !why.empty())
      out.bad.emplace_back(options.first + out.runs, std::move(why));
    ++out.runs;
    bool any = false;
    for (std::size_t i = 0; i < one.violated.size(); ++i) {
      out.violated[i] += one.violated[i] ? 1u : 0u;
      any = any || one.violated[i];
    }
    out.any += any ? 1u : 0u;
    out.storms += one.storm ? 1u : 0u;
    if (one.usable_after >= 0) out.after.push_back(one.usable_after);
    if (out.error.empty()) out.error = one.error;
  }
  std::sort(out.after.begin(), out.after.end());
  return out;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return "-";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (share < 0.05) return "<0.1";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", share);
  return text;
}

std::string quantile(const Tally& t, double q) {  // over all runs; those that never came back are last
  const auto place = static_cast<std::size_t>(q * static_cast<double>(t.runs - 1));
  if (place >= t.after.size()) return "never";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", t.after[place]);
  return text;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::size_t seeds_named = 20;  // ours: enough to begin with

// The room, with each of the designs that are asked for alone in it.
std::vector<std::pair<std::string, scenario::Scenario>> lived_in(const scenario::Scenario& room,
                                                                 const Options& options) {
  std::vector<std::pair<std::string, scenario::Scenario>> out;
  for (const protocol::Design& design : protocol::designs()) {
    if (!options.profiles.empty() && !has(options.profiles, design.name)) continue;
    scenario::Scenario& scenario = out.emplace_back(design.name, room).second;
    scenario.invariants = scenario::default_invariants();
    scenario.expectations.clear();  // whether all were usable again, the sinks see
    for (scenario::DeviceSpec& device : scenario.devices) device.profile = design.make();
  }
  return out;
}

// All designs of one part at once: no thread waits for the end of one.
Cost run_part(Part part, const std::vector<std::pair<std::string, scenario::Scenario>>& scenarios,
              std::uint64_t seeds, const Options& options, std::vector<One>& runs) {
  const auto watch = std::chrono::milliseconds(std::llround(options.watch * 1e3));
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    if (part_of(scenarios[i].first) == part) members.push_back(i);
  const auto begun = Clock::now();
  run::in_parallel(members.size() * seeds, options.jobs, [&](std::size_t i) {
    const std::size_t member = members[i / seeds];
    const scenario::Scenario& scenario = scenarios[member].second;
    runs[member * seeds + i % seeds] =
        run_one(scenario, options.first + i % seeds, is_large(scenario) ? watch : 0ms);
  });
  Cost cost{members.size() * seeds, 0, since(begun)};
  for (const std::size_t member : members)
    for (std::uint64_t n = 0; n < seeds; ++n) cost.events += runs[member * seeds + n].events;
  return cost;
}

// One room: a table with a row for each invariant that somebody violated.  False: somebody who must not died.
bool print_room(const std::string& room, const Options& options, Costs& all) {
  const scenario::Scenario base = shipped("scenarios/survival/room_" + room + ".yaml");
  const std::uint64_t seeds = is_large(base) ? options.large_seeds : options.seeds;
  std::vector<std::string> head{"% of seeds"};
  std::vector<Tally> tallies;
  bool good = true;
  const auto scenarios = lived_in(base, options);
  std::vector<One> runs(scenarios.size() * seeds);  // by design, then by seed
  Costs costs;
  for (const Part part : parts) costs[part] = run_part(part, scenarios, seeds, options, runs);
  for (const auto& [design, scenario] : scenarios) {
    head.push_back(design);
    tallies.push_back(tally(std::span(runs).subspan(tallies.size() * seeds, seeds), options));
    const Tally& t = tallies.back();
    if (!t.error.empty())
      std::fprintf(stderr, "%s: %s\n", head.back().c_str(), t.error.c_str()), good = false;
    if (!has(options.must_survive, design) || t.bad.empty()) continue;
    good = false;
    for (std::size_t i = 0; i < t.bad.size() && i < seeds_named; ++i)
      std::fprintf(stderr, "%s in the room of %s, seed %llu: %s\n", head.back().c_str(), room.c_str(),
                   static_cast<unsigned long long>(t.bad[i].first), t.bad[i].second.c_str());
  }
  Table table(head);
  const auto row = [&](const std::string& name, auto cell) {
    std::vector<std::string> cells{name};
    for (const Tally& t : tallies) cells.push_back(cell(t));
    table.row(std::move(cells));
  };
  row("any", [](const Tally& t) { return percent(t.any, t.runs); });
  const auto& invariants = scenario::invariants();
  for (std::size_t i = 0; i < invariants.size(); ++i)
    if (std::any_of(tallies.begin(), tallies.end(), [&](const Tally& t) { return t.violated[i] > 0; }))
      row(std::string(invariants[i].name) + " " + std::string(invariants[i].word),
          [&](const Tally& t) { return percent(t.violated[i], t.runs); });
  row("ended as a storm", [](const Tally& t) { return percent(t.storms, t.runs); });
  row("all usable again", [](const Tally& t) { return percent(t.after.size(), t.runs); });
  for (const auto& share :
       {std::pair{"... median, s", 0.5}, {"... 90 %", 0.9}, {"... 99 %", 0.99}, {"... all", 1.0}})
    row(share.first, [&](const Tally& t) { return quantile(t, share.second); });
  std::printf("## %s devices, %llu seeds\n\n%s", room.c_str(), static_cast<unsigned long long>(seeds),
              table.text().c_str());
  costs.print(room + " devices");
  all += costs;
  return good;
}

// A name nobody has is an error: a gate over a design that is misspelt would hold of nothing.
Options options_of(CLI::App& app, int argc, char** argv) {
  Options out;
  std::vector<std::string> designs;
  for (const protocol::Design& design : protocol::designs()) designs.emplace_back(design.name);
  const CLI::Range seeds(1, 10'000'000);  // ours: a thousand nights
  app.add_option("--seeds", out.seeds, "of each room")->check(seeds);
  const auto* large =
      app.add_option("--large-seeds", out.large_seeds, "of a room of more than ten; as --seeds")
          ->check(seeds);
  app.add_option("--first", out.first, "the first seed");
  app.add_option("--rooms", out.rooms)->delimiter(',')->check(CLI::IsMember(out.rooms));
  app.add_option("--profiles", out.profiles, "all if not given")
      ->delimiter(',')
      ->check(CLI::IsMember(designs));
  app.add_option("--must-survive", out.must_survive)->delimiter(',')->check(CLI::IsMember(designs));
  app.add_option("--within", out.within, "s after the last heal")->check(CLI::Range(1.0, 86'400.0));
  app.add_option("--watch", out.watch,
                 "s of all being usable after which a run of a large room ends; 0: none does")
      ->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--jobs", out.jobs, "threads")->check(CLI::Range(1, 1024));
  app.parse(argc, argv);
  if (large->count() == 0) out.large_seeds = out.seeds;
  for (const std::string& design : out.must_survive)
    if (!out.profiles.empty() && !has(out.profiles, design))
      throw CLI::ValidationError("--must-survive", design + " is not among --profiles");
  return out;
}

}  // namespace
}  // namespace nearsim::experiments

int main(int argc, char** argv) {
  using namespace nearsim::experiments;
  CLI::App app{"Every design under the same swarm of faults, in each room of scenarios/survival"};
  Options options;
  try {
    options = options_of(app, argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  bool good = true;
  Costs costs;
  for (const std::string& room : options.rooms) good = print_room(room, options, costs) && good;
  if (options.rooms.size() > 1) costs.print("all rooms");
  return good ? 0 : 1;
}
