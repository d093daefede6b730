// Runs over seeds: the same whatever the number of threads; regressions that can be replayed.
#include "sim/run/runner.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

#include "protocol/profile.hpp"
#include "sim/run/regression.hpp"
#include "sim/run/sweep.hpp"
#include "sim/run/verify.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;
using namespace nearsim::run;
using namespace std::chrono_literals;

namespace {

scenario::Scenario load(std::string_view expect, std::string_view more = {}) {
  std::string text =
      "# Question: a test?\nnearsim: 1\nrun_for: 20s\nseeds: 1..40\n"
      "discovery: {default: {delay: 100ms, jitter: 1s}}\n"
      "devices:\n  - {name: Ana, profile: meshred}\n  - {name: Bob, profile: meshred}\n";
  text.append(more).append("expect:\n").append(expect);
  scenario::Loaded loaded = scenario::load_text(text, "dir/test.yaml");
  INFO(scenario::render(loaded.diagnostics));
  REQUIRE(loaded.scenario.has_value());
  return *loaded.scenario;
}

// Fails in some seeds, by the time at which discovery finds.
scenario::Scenario sometimes_late() { return load("  - {within: 800ms, usable: all}\n"); }

RunnerOptions with(unsigned jobs, Stop stop = Stop::never) {
  RunnerOptions options;
  options.jobs = jobs;
  options.stop = stop;
  return options;
}

class Patient final : public RunWatcher {  // for so many runs
 public:
  explicit Patient(std::uint64_t runs) : left_(runs) {}
  void ran(const Report&, std::uint64_t, std::uint64_t) override {}
  bool goes_on() override { return left_-- > 0; }

 private:
  std::uint64_t left_;
};

class Listener final : public RunWatcher {
 public:
  void ran(const Report& report, std::uint64_t, std::uint64_t) override {
    seeds.push_back(report.seed.value);
  }
  std::vector<std::uint64_t> seeds;
};

}  // namespace

TEST_CASE("the number of threads changes nothing") {
  const scenario::Scenario s = sometimes_late();
  const Outcome one = run_seeds(s, with(1));
  REQUIRE(one.failed > 0);
  REQUIRE(one.failed < one.runs);
  CHECK(one.exit() == Exit::failed);
  for (const unsigned jobs : {2u, 7u}) {
    Listener listener;
    const Outcome other = run_seeds(s, with(jobs), &listener);
    CHECK(other.failed == one.failed);
    CHECK(other.expectations[0].missed_seeds == one.expectations[0].missed_seeds);
    REQUIRE(other.failures.size() == one.failures.size());
    for (std::size_t i = 0; i < one.failures.size(); ++i)
      CHECK(other.failures[i].fingerprint == one.failures[i].fingerprint);
    REQUIRE(listener.seeds.size() == 40);
    for (std::uint64_t i = 0; i < 40; ++i) CHECK(listener.seeds[i] == i + 1);
  }
}

TEST_CASE("stopping at the first failure stops at the same one with any number of threads") {
  const scenario::Scenario s = sometimes_late();
  const Outcome one = run_seeds(s, with(1, Stop::at_first_failure));
  const Outcome three = run_seeds(s, with(3, Stop::at_first_failure));
  CHECK(one.failed == 1);
  CHECK(three.runs == one.runs);
  CHECK(three.failures.at(0).seed.value == one.failures.at(0).seed.value);
}

TEST_CASE("a watcher stops between two runs, and what was run is the first of the seeds") {
  for (const unsigned jobs : {1u, 3u}) {
    Patient patient{5};
    const Outcome outcome = run_seeds(load("  - {sometimes: reset_identity}\n"), with(jobs), &patient);
    CHECK(outcome.runs == 5);
    CHECK(outcome.stopped);
    CHECK(outcome.exit() == Exit::budget);  // a later seed might have reached it
    CHECK(outcome.first->seed.value == 1);
  }
  Patient patient{20};
  const Outcome failed = run_seeds(sometimes_late(), with(2), &patient);
  CHECK(failed.runs == 20);
  REQUIRE(failed.failed > 0);
  CHECK(failed.exit() == Exit::failed);  // that seed fails, whatever the others do
  Patient none{0};
  CHECK(run_seeds(sometimes_late(), with(2), &none).runs == 0);
}

TEST_CASE("a run that ends its budget is neither passed nor failed") {
  RunnerOptions options = with(1);
  options.seeds = scenario::SeedRange{1, 1};
  options.event_budget = 5;
  const Outcome outcome = run_seeds(sometimes_late(), options);
  CHECK(outcome.exit() == Exit::budget);
}

TEST_CASE("a regression fails again in the same way, and says so when it does not") {
  const scenario::Scenario s = sometimes_late();
  const Outcome outcome = run_seeds(s);
  const Regression file = regression_of(s, outcome.failures.at(0), "1.2.3");
  CHECK(file.name ==
        "test-within_800ms_usable_all-seed" + std::to_string(outcome.failures[0].seed.value) + ".yaml");
  scenario::Loaded again = scenario::load_text(file.text, file.name);
  INFO(scenario::render(again.diagnostics));
  REQUIRE(again.scenario.has_value());
  const Replay same = replay(*again.scenario);
  CHECK(same.same_violation);
  CHECK(same.same_fingerprint);

  again.scenario->links.normal.delay += 1us;
  CHECK_FALSE(replay(*again.scenario).same_fingerprint);
  again.scenario->expectations[0].bound = 10s;
  CHECK_FALSE(replay(*again.scenario).same_violation);
}

TEST_CASE("verify: the same run under different circumstances") {
  const Verification v = verify(sometimes_late(), base::Seed{3}, 3);
  CHECK(v.circumstances.size() == 4);
  CHECK(v.first_different() == nullptr);
  Verification broken = v;
  broken.circumstances[2].fingerprint = "other";
  REQUIRE(broken.first_different() != nullptr);
  CHECK(broken.first_different()->what == "after runs of other seeds");
}

TEST_CASE("where two traces part") {
  using Lines = std::vector<std::string>;
  CHECK_FALSE(first_difference(Lines{"a", "b"}, Lines{"a", "b"}).has_value());
  const auto inside = first_difference(Lines{"a", "b"}, Lines{"a", "c"});
  REQUIRE(inside.has_value());
  CHECK(inside->index == 1);
  CHECK(inside->other == "c");
  const auto shorter = first_difference(Lines{"a", "b"}, Lines{"a"});
  REQUIRE(shorter.has_value());
  CHECK(shorter->one == "b");
  CHECK(shorter->other.empty());
}

TEST_CASE("in parallel: each job once; the first failure by number is thrown") {
  std::vector<std::atomic<int>> ran(1000);
  in_parallel(1000, 4, [&](std::size_t i) { ++ran[i]; });
  for (const auto& count : ran) CHECK(count == 1);
  std::vector<std::atomic<int>> first(1000);
  int asked = 0;  // never by two at once
  CHECK(in_parallel(
            1000, 4, [&] { return ++asked <= 77; }, [&](std::size_t i) { ++first[i]; }) == 77);
  CHECK(asked == 78);
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i] == (i < 77 ? 1 : 0));
  in_parallel(0, 4, [](std::size_t) { throw std::runtime_error("never"); });
  CHECK_THROWS_WITH(in_parallel(3, 1, [](std::size_t i) { throw std::runtime_error(std::to_string(i)); }),
                    "0");
}
