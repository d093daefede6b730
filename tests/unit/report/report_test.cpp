// The formats, each from the same results.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sim/report/formats.hpp"
#include "sim/report/style.hpp"
#include "sim/report/text.hpp"
#include "tests/unit/report/sample.hpp"

using namespace nearsim;
using namespace nearsim::report;

namespace nearsim::report {

run::Outcome outcome_of(const Sample& sample, std::uint64_t first, std::uint64_t last) {
  run::Outcome outcome;
  outcome.scenario = &sample.scenario;
  outcome.seeds = {first, last};
  for (std::uint64_t seed = first; seed <= last; ++seed) run::fold(outcome, sample.report(seed), 10);
  run::finish(outcome);
  return outcome;
}

}  // namespace nearsim::report

TEST_CASE("a demand decides what a violation means") {
  const Sample sample;
  run::Report report = sample.report(1);
  CHECK(report.passed());
  CHECK(demand_of(report, report.invariants[1]) == run::Demand::must_fail);
  report.invariants[1].held = run::Held::held;
  CHECK_FALSE(report.passed());
  CHECK_FALSE(sample.report(2).passed());
  report = sample.report(1);
  report.ending = run::Ending::budget;
  CHECK_FALSE(report.passed());
}

TEST_CASE("over seeds: exits, failing seeds, must_fail that nobody judged") {
  const Sample sample;
  CHECK(outcome_of(sample, 1, 1).exit() == run::Exit::passed);
  const run::Outcome outcome = outcome_of(sample, 1, 6);
  CHECK(outcome.exit() == run::Exit::failed);
  CHECK(outcome.runs == 6);
  CHECK(outcome.failed == 3);
  CHECK(outcome.expectations[1].missed_seeds == std::vector<std::uint64_t>{2, 4, 6});
  CHECK(outcome.expectations[1].measured == "so once");
  CHECK(outcome.failures.front().seed.value == 2);

  Sample naming;
  naming.scenario.must_fail = {"I13", "I99"};
  CHECK(outcome_of(naming, 1, 1).exit() == run::Exit::cannot_judge);
  CHECK(outcome_of(naming, 1, 1).never_judged == std::vector<std::string>{"I99"});

  run::Outcome nothing;
  nothing.scenario = &sample.scenario;
  CHECK(nothing.exit() == run::Exit::cannot_judge);
}

TEST_CASE("sometimes is decided over the seeds") {
  const Sample sample;
  for (const bool reached : {true, false}) {
    run::Outcome outcome;
    outcome.scenario = &sample.scenario;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      run::Report report = sample.report(1);
      report.seed = {seed};
      const run::Held held = reached && seed == 3 ? run::Held::reached : run::Held::not_reached;
      report.expectations = {{"sometimes dual_session", held, "", {}}};
      CHECK(report.passed());
      run::fold(outcome, std::move(report), 10);
    }
    CHECK(outcome.exit() == (reached ? run::Exit::passed : run::Exit::failed));
    CHECK(outcome.expectations[0].reached_seed.value_or(0) == (reached ? 3 : 0));
  }
}

TEST_CASE("the worst exit of several") {
  using run::Exit;
  CHECK(run::worse(Exit::passed, Exit::cannot_judge) == Exit::cannot_judge);
  CHECK(run::worse(Exit::failed, Exit::cannot_judge) == Exit::failed);
  CHECK(run::worse(Exit::budget, Exit::failed) == Exit::failed);
  CHECK(run::worse(Exit::internal, Exit::wrong_use) == Exit::internal);
}

TEST_CASE("text: one run in full") {
  const Sample sample;
  const std::string text = text_of(outcome_of(sample, 1, 1), {}, Palette{}, Detail::full);
  CHECK(text ==
        "scenarios/race/sample.yaml  seed 1\n"
        "  Who yields?\n"
        "\n"
        "  ok    within 5s, usable: all  held at 0.700s\n"
        "  ok    never dual_session      never\n"
        "  ok    I13 TIEB must fail      once\n"
        "  ok    1 invariant\n"
        "\n"
        "        invite 2\n"
        "        fingerprint 0123456789abcdef   38 records   1,029 events\n");
  CHECK(text_of(outcome_of(sample, 1, 1), {}, Palette{}, Detail::failures_only).find('\n') + 1 ==
        text_of(outcome_of(sample, 1, 1), {}, Palette{}, Detail::failures_only).size());
}

TEST_CASE("text: many seeds, some of which fail; a repro line that a shell understands") {
  Sample sample;
  sample.scenario.run_for = 0s;  // the witness runs it again, and need not run far
  const Invocation invocation{{"devices.*.start=2s"}, 0};
  const std::string text = text_of(outcome_of(sample, 1, 6), invocation, Palette{}, Detail::full);
  CHECK(text.find("FAIL  never dual_session      3 of 6 seeds fail: 2, 4, 6\n") != std::string::npos);
  CHECK(text.find("ok    within 5s, usable: all  6 seeds; the first: held at 0.700s\n") != std::string::npos);
  CHECK(text.find("    never dual_session  1.500s  Ana-Bob: it was so for <1s & more\n") !=
        std::string::npos);
  CHECK(text.find("repro: nearsim run scenarios/race/sample.yaml --seed 2 --set 'devices.*.start=2s'\n") !=
        std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text_of(outcome_of(sample, 1, 6), invocation, Palette{Colour::on}, Detail::full)
            .find("\x1b[1;31mFAIL") != std::string::npos);
}

TEST_CASE("json: a document and lines, both valid") {
  const Sample sample;
  Ran ran;
  ran.outcomes = {outcome_of(sample, 1, 6)};
  const auto document = nlohmann::json::parse(json_of(ran, "9.9"));
  CHECK(document["nearsim"] == "9.9");
  CHECK(document["exit"] == 1);
  const auto& scenario = document["scenarios"][0];
  CHECK(scenario["expectations"][1]["failing_seeds"] == nlohmann::json({2, 4, 6}));
  CHECK(scenario["failures"][0]["expectations"][1]["violations"][0]["at"] == 1'500'000'000);
  CHECK(scenario["invariants"][1]["must_fail"] == true);
  CHECK(scenario["first_run"]["counts"]["mpc.connected"] == 2);

  const std::string line = json_line_of(sample.scenario, sample.report(2), {});
  CHECK(line.find('\n') + 1 == line.size());
  CHECK(nlohmann::json::parse(line)["passed"] == false);
}

TEST_CASE("json stays valid whatever a name is made of") {
  Sample sample;
  sample.scenario.question = "\xff\xfe \"quoted\"";
  Ran ran;
  ran.outcomes = {outcome_of(sample, 1, 1)};
  CHECK(nlohmann::json::accept(json_of(ran, "1")));
}

TEST_CASE("junit: a case for each expectation and invariant, all seeds in one") {
  const Sample sample;
  Ran ran;
  ran.outcomes = {outcome_of(sample, 2, 3)};
  CHECK(junit_of(ran) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"nearsim\" tests=\"4\" failures=\"1\" errors=\"0\">\n"
        "  <testsuite name=\"scenarios/race/sample.yaml\" tests=\"4\" failures=\"1\" errors=\"0\">\n"
        "    <testcase classname=\"scenarios.race.sample\" name=\"within 5s, usable: all\"/>\n"
        "    <testcase classname=\"scenarios.race.sample\" name=\"never dual_session\">\n"
        "      <failure message=\"1 of 2 seeds failed: 2\">so once</failure>\n"
        "      <system-out>nearsim run scenarios/race/sample.yaml --seed 2</system-out>\n"
        "    </testcase>\n"
        "    <testcase classname=\"scenarios.race.sample\" name=\"I8 CAUSE\"/>\n"
        "    <testcase classname=\"scenarios.race.sample\" name=\"I13 TIEB must fail\"/>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

TEST_CASE("junit: a run that broke off is an error") {
  const Sample sample;
  run::Outcome outcome;
  outcome.scenario = &sample.scenario;
  run::Report report = sample.report(1);
  report.ending = run::Ending::check_failed;
  report.error = "a < b";
  run::fold(outcome, std::move(report), 10);
  CHECK(outcome.exit() == run::Exit::internal);
  Ran ran;
  ran.outcomes = {outcome};
  const std::string xml = junit_of(ran);
  CHECK(xml.find("errors=\"1\"") != std::string::npos);
  CHECK(xml.find("a &lt; b") != std::string::npos);
}

TEST_CASE("github: an annotation at the expectation's place, ten at most") {
  const Sample sample;
  Ran ran;
  ran.outcomes = {outcome_of(sample, 2, 3)};
  CHECK(github_of(ran) ==
        "::error file=scenarios/race/sample.yaml,line=9,col=5,title=never dual_session::fails in 1 of 2 "
        "seeds (2): so once%0Anearsim run scenarios/race/sample.yaml --seed 2\n");
  for (int i = 0; i < 11; ++i) ran.outcomes.push_back(ran.outcomes.front());
  const std::string many = github_of(ran);
  CHECK(std::count(many.begin(), many.end(), '\n') == 11);
  CHECK(many.find("::notice title=nearsim::and 2 more failures") != std::string::npos);
}

TEST_CASE("style: widths count characters, words stay whole") {
  CHECK(columns("José") == 4);
  CHECK(padded("José", 6) == "José  ");
  CHECK(clipped("José María", 6) == "José …");
  CHECK(wrapped("one two three", 9, "  ") == "  one two\n  three\n");
  CHECK(number(1234567) == "1,234,567");
  CHECK(plural(1, "seed") == "1 seed");
  CHECK(shell_word("a'b") == "'a'\\''b'");
  CHECK(shell_word("a/b.yaml") == "a/b.yaml");
}
