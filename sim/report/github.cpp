// Workflow commands of GitHub Actions: failures as annotations at the line of the expectation.
#include <fmt/format.h>

#include "sim/report/formats.hpp"
#include "sim/report/style.hpp"

namespace nearsim::report {

namespace {

constexpr std::size_t most = 10;  // GitHub shows no more errors than this for one step

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '%' ? "%25" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  return out;
}
std::string escaped_property(std::string_view text) {
  std::string out;
  for (const char c : escaped(text)) out += c == ':' ? "%3A" : c == ',' ? "%2C" : std::string(1, c);
  return out;
}

std::string command(const run::Outcome& outcome, const scenario::Position& position, std::string_view title,
                    std::string_view message) {
  std::string where = "file=" + escaped_property(outcome.scenario->file);
  where += fmt::format(",line={}", position.line > 0 ? position.line : 1);
  if (position.column > 0) where += fmt::format(",col={}", position.column);
  return fmt::format("::error {},title={}::{}\n", where, escaped_property(title), escaped(message));
}

std::string command(const run::Outcome& outcome, const run::OverSeeds& over,
                    const scenario::Position& position, const Invocation& invocation) {
  const std::string what = over.demand == run::Demand::must_fail ? over.text + " must fail" : over.text;
  const std::uint64_t seed = over.missed_seeds.empty() ? outcome.seeds.first : over.missed_seeds.front();
  const std::string how =
      over.is_sometimes ? fmt::format("in none of {}", plural(over.missed, "seed"))
                        : fmt::format("fails in {} of {} ({}): {}", over.missed, plural(outcome.runs, "seed"),
                                      seed_list(over.missed_seeds, over.missed), over.measured);
  return command(outcome, position, what,
                 fmt::format("{}\n{}", how, invocation.repro(outcome.scenario->file, seed)));
}

}  // namespace

std::string github_of(const Ran& ran) {
  std::vector<std::string> commands;
  for (const run::Outcome& outcome : ran.outcomes) {
    for (std::size_t i = 0; i < outcome.expectations.size(); ++i)
      if (const run::OverSeeds& over = outcome.expectations[i]; !over.passed)
        commands.push_back(
            command(outcome, over, outcome.scenario->expectations[i].position, ran.invocation));
    for (const run::OverSeeds& over : outcome.invariants)
      if (!over.passed) commands.push_back(command(outcome, over, {}, ran.invocation));
    for (const run::Report& report : outcome.failures)
      if (report.ending != run::Ending::finished)
        commands.push_back(
            command(outcome, scenario::Position{}, ending_text(report.ending),
                    report.error + "\n" + ran.invocation.repro(outcome.scenario->file, report.seed.value)));
    for (const std::string& name : outcome.never_judged)
      commands.push_back(
          command(outcome, scenario::Position{}, name, "must_fail names what nothing here judges"));
  }
  std::string out;
  for (std::size_t i = 0; i < std::min(most, commands.size()); ++i) out += commands[i];
  if (commands.size() > most)
    out += fmt::format("::notice title=nearsim::and {} more failures, see the log\n", commands.size() - most);
  return out;
}

}  // namespace nearsim::report
