// Seed 001: what its defects cost, in numbers, and what is left of them after the repair.
#include <fmt/format.h>

#include <algorithm>

#include "tests/experiments/experiment.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t seeds = 1000;

std::string range(const Sample& s, std::string_view unit) {
  if (s.size() == 0) return "never";
  return fmt::format("{:.2f} {} ({:.2f} to {:.2f})", s.median(), unit, s.least(), s.most());
}
std::string share(std::uint64_t part, std::uint64_t of) {
  return fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(of));
}

// B001-1: from the loss of a phone until the engine of another takes it for dead.
std::string detection(std::string_view profile) {
  Sample after;
  for (std::uint64_t n = 0; n < seeds; ++n) {
    const auto lost = 30s + n * 20ms;
    const Observation o = observe(scenario_of(fmt::format(R"(nearsim: 1
run_for: 300s
mpc: {{dead_peer_least: 600s, dead_peer_most: 600s}}
devices: [{{name: Ana, profile: {0}}}, {{name: Cyd, profile: {0}}}]
faults: [{{at: {1}ms, partition: [Cyd]}}]
)",
                                                          profile, lost / 1ms)),
                                  n + 1);
    const auto suspected = times(o, "Ana", "suspect");
    if (!suspected.empty()) after.add(seconds(suspected[0]) - seconds(lost));
  }
  return range(after, "s");
}

// B001-2: how often everybody has everybody when a direction of discovery fails with some probability.
std::string meshes(int devices, int percent, std::string_view without) {
  const scenario::Scenario s = scenario_of(fmt::format(R"(nearsim: 1
run_for: 8s
mpc: {{crossing_invitations: first_wins}}
discovery: {{default: {{delay: 100ms, jitter: 500ms, fail: {1}%}}}}
devices: [{{name: phone, count: {0}, profile: attable, without: [{2}]}}]
expect: [{{within: 8s, connected: all}}]
)",
                                                       devices, percent, without));
  std::uint64_t whole = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) whole += held(run::run(s, base::Seed{seed}), 0);
  return share(whole, seeds);
}

// B001-7: from one reset to the next, and the longest delay, with attempts that fail after `attempt`.
struct Resets {
  Sample period, delay;
};
Resets resets(int attempt_ms) {
  const bool refused = attempt_ms < 1000;
  const scenario::Scenario s = scenario_of(fmt::format(
      R"(nearsim: 1
run_for: 1200s
links: {{default: {{delay: {0}ms}}}}
discovery: {{default: {{delay: 100ms, jitter: 100ms}}}}
devices: [{{name: Ana, profile: attable}}, {{name: Zoe, profile: attable, set: {{invitation.timeout: {1}ms}}}}]
faults: [{{at: 0s, {2}: {{from: Zoe, to: Ana}}}}]
)",
      refused ? attempt_ms / 2 : 20, std::max(attempt_ms, 1000), refused ? "refuse" : "cut"));
  Resets result;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Observation o = observe(s, seed);
    const auto at = times(o, "Zoe", "reset_identity");
    for (std::size_t i = 1; i < at.size(); ++i) result.period.add(seconds(at[i]) - seconds(at[i - 1]));
    for (const kernel::StoredRecord& r : o.records)
      if (r.verb == "retry") result.delay.add(seconds(std::get<base::Duration>(*r.find("in"))));
  }
  return result;
}

// B001-8: the share of the time after 10 s in which Bob's application has Zoe.
std::string availability(std::string_view profile) {
  const scenario::Scenario s = scenario_of(fmt::format(R"(nearsim: 1
run_for: 310s
discovery: {{default: {{delay: 100ms, jitter: 500ms}}}}
devices: [{{name: Ana, profile: {0}}}, {{name: Bob, profile: {0}}}, {{name: Zoe, profile: {0}}}]
faults: [{{at: 0s, refuse: {{from: Zoe, to: Ana}}}}]
)",
                                                       profile));
  Sample there;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    double had = 0, since = -1;
    const auto end_of = [&](double now) {
      if (since >= 0) had += std::max(0.0, now - std::max(since, 10.0));
      since = -1;
    };
    for (const kernel::StoredRecord& r : observe(s, seed).records) {
      if (r.node != "Bob" || r.peer != "Zoe" || r.verb != "notify") continue;
      if (std::get<std::string>(*r.find("standing")) == "connected") since = seconds(r.at);
      else end_of(seconds(r.at));
    }
    end_of(310);
    there.add(100 * had / 300);
  }
  return range(there, "%");
}

}  // namespace

std::string defects_of_seed_001() {
  Table table({"defect", "predicted", "measured as written", "scenario", "repair", "measured after it"});
  table.row({"B001-1: no rule for missing heartbeats: a dead phone is noticed after", "never, by the engine",
             detection("attable"), "seeds/001/ghost_never_noticed.yaml",
             "`detectors.keep_alive.timeout: 32s`", detection("attable_repaired")});
  for (const auto& [n, q, predicted] : {std::tuple{2, 5, "95 %; either side may: 99.75 %"},
                                        {8, 5, "23.8 %; 93.2 %"},
                                        {2, 1, "99 %; 99.99 %"},
                                        {8, 1, "75.5 %; 99.7 %"}})
    table.row(
        {fmt::format(
             "B001-2: the leader must see: whole meshes of {} when a direction of discovery fails with {} %",
             n, q),
         predicted, meshes(n, q, ""), "seeds/001/leader_must_see.yaml", "`without: [gates.election]`",
         meshes(n, q, "gates.election")});
  for (const int attempt : {100, 10'000, 20'000, 30'000}) {
    const Resets r = resets(attempt);
    table.row({fmt::format("B001-7: attempts fail after {:.1f} s: from reset to reset", attempt / 1000.0),
               fmt::format("{:.1f} s; longest delay 4.0 s", 5 * attempt / 1000.0 + 7.5),
               fmt::format("{}; longest delay {:.1f} s", range(r.period, "s"), r.delay.most()),
               "seeds/001/backoff_cap_unreachable.yaml", "`remedies.*.reset.after_failures: 0`",
               "no resets, 30 s reached"});
  }
  table.row({"B001-8: one peer out of reach: how long its leader's healthy link is there",
             "(period - rebuild) / period", availability("attable"), "seeds/001/poison_blast.yaml",
             "the same", availability("attable_repaired")});
  return "## Seed 001\n\n" + table.text();
}

}  // namespace nearsim::experiments
