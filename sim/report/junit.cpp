// JUnit XML, as CI servers read it: a suite for each scenario, a case for each expectation and invariant over
// all seeds.
#include <fmt/format.h>

#include <algorithm>

#include "protocol/utf8.hpp"
#include "sim/report/formats.hpp"
#include "sim/report/style.hpp"

namespace nearsim::report {

namespace {

// The name of a file is any bytes; XML is UTF-8 without control characters.
std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = protocol::utf8::length_at_front(text);
    const std::string_view letter = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(letter.size());
    const char c = letter.front();
    if (length == 0) out += "\uFFFD";
    else if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') out += "?";
    else out += letter;
  }
  return out;
}

std::string class_of(
    std::string_view file) {  // scenarios/race/dual_invite.yaml -> scenarios.race.dual_invite
  std::string out{file.substr(0, file.rfind(".yaml"))};
  std::replace(out.begin(), out.end(), '/', '.');
  while (!out.empty() && out.front() == '.') out.erase(0, 1);
  return out;
}

std::string case_of(const run::Outcome& outcome, const run::OverSeeds& over, const Invocation& invocation) {
  const std::string& file = outcome.scenario->file;
  const std::string name = over.demand == run::Demand::must_fail ? over.text + " must fail" : over.text;
  std::string out =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(class_of(file)), escaped(name));
  if (over.passed) return out + "/>\n";
  const std::uint64_t seed = over.missed_seeds.empty() ? outcome.seeds.first : over.missed_seeds.front();
  const std::string message =
      over.is_sometimes ? fmt::format("in none of {}", plural(over.missed, "seed"))
                        : fmt::format("{} of {} failed: {}", over.missed, plural(outcome.runs, "seed"),
                                      seed_list(over.missed_seeds, over.missed));
  out += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n", escaped(message),
                     escaped(over.measured));
  return out + fmt::format("      <system-out>{}</system-out>\n    </testcase>\n",
                           escaped(invocation.repro(file, seed)));
}

struct Broken {
  std::uint64_t count = 0;
  std::string text;
};

Broken broken_cases(const run::Outcome& outcome, const Invocation& invocation) {
  Broken out;
  const std::string classname = escaped(class_of(outcome.scenario->file));
  for (const run::Report& report : outcome.failures) {
    if (report.ending == run::Ending::finished) continue;
    ++out.count;
    out.text += fmt::format(
        "    <testcase classname=\"{}\" name=\"seed {} ends\">\n      <error message=\"{}\">{}</error>\n"
        "      <system-out>{}</system-out>\n    </testcase>\n",
        classname, report.seed.value, ending_text(report.ending), escaped(report.error),
        escaped(invocation.repro(outcome.scenario->file, report.seed.value)));
  }
  for (const std::string& name : outcome.never_judged) {
    ++out.count;
    out.text += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\">\n      <error message=\"nothing judges it\"/>\n"
        "    </testcase>\n",
        classname, escaped(name + " must fail"));
  }
  return out;
}

}  // namespace

std::string junit_of(const Ran& ran) {
  std::string suites;
  std::uint64_t tests = 0, failures = 0, errors = 0;
  for (const run::Outcome& outcome : ran.outcomes) {
    std::string cases;
    std::uint64_t here = 0, failed = 0;
    for (const auto* all : {&outcome.expectations, &outcome.invariants})
      for (const run::OverSeeds& over : *all) {
        ++here;
        failed += over.passed ? 0u : 1u;
        cases += case_of(outcome, over, ran.invocation);
      }
    const Broken broken = broken_cases(outcome, ran.invocation);
    here += broken.count;
    suites += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}{}  </testsuite>\n",
        escaped(outcome.scenario->file), here, failed, broken.count, cases, broken.text);
    tests += here;
    failures += failed;
    errors += broken.count;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"nearsim\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      tests, failures, errors, suites);
}

}  // namespace nearsim::report
