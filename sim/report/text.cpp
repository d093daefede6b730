#include "sim/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/records.hpp"
#include "sim/run/judges/words.hpp"
#include "sim/run/witness.hpp"
#include "sim/scenario/meters.hpp"

namespace nearsim::report {

namespace {

using run::Demand;
using run::Exit;
using run::OverSeeds;

constexpr std::size_t page = 110;            // ours: columns, as everywhere in this project
constexpr std::size_t complaints_shown = 4;  // ours: of one run; the rest is usually their consequence

struct Row {
  std::string mark, text, measured;
  bool passed;
};

std::string demand_text(const OverSeeds& over) {
  return over.demand == Demand::must_fail ? over.text + " must fail" : over.text;
}

Row row_of(const OverSeeds& over, std::uint64_t runs) {
  std::string measured = over.measured;
  if (over.is_sometimes && runs > 1)
    measured = over.met == 0 ? fmt::format("in none of {} seeds", number(runs))
                             : fmt::format("in {} of {} seeds; seed {}: {}", number(over.met), number(runs),
                                           *over.reached_seed, over.measured);
  else if (runs > 1)
    measured = over.missed == 0 ? fmt::format("{} seeds; the first: {}", number(runs),
                                              measured.empty() ? "held" : measured)
                                : fmt::format("{} of {} seeds fail: {}", number(over.missed), number(runs),
                                              seed_list(over.missed_seeds, over.missed));
  else if (!over.passed && over.demand == Demand::must_fail)
    measured = "held" + (measured.empty() ? "" : ": " + measured);
  return {over.passed ? "ok" : "FAIL", demand_text(over), std::move(measured), over.passed};
}

std::vector<Row> rows_of(const run::Outcome& outcome) {
  std::vector<Row> rows;
  for (const OverSeeds& over : outcome.expectations) rows.push_back(row_of(over, outcome.runs));
  std::size_t held = 0;
  for (const OverSeeds& over : outcome.invariants)
    if (over.passed && over.demand == Demand::must_hold) ++held;
    else rows.push_back(row_of(over, outcome.runs));
  if (held > 0) rows.push_back({"ok", plural(held, "invariant"), "", true});
  return rows;
}

std::string table(const std::vector<Row>& rows, const Palette& palette) {
  std::size_t width = 0;
  for (const Row& row : rows)
    if (columns(row.text) <= 56) width = std::max(width, columns(row.text));  // ours: longer ones get a line
  std::string out;
  for (const Row& row : rows) {
    out += "  " + (row.passed ? palette.good(padded(row.mark, 4)) : palette.bad(padded(row.mark, 4))) + "  ";
    if (row.measured.empty()) {
      out += row.text + "\n";
    } else if (columns(row.text) > width) {
      out += row.text + "\n" + std::string(8 + width, ' ') + "  " + palette.faint(row.measured) + "\n";
    } else {
      out += padded(row.text, width) + "  " + palette.faint(row.measured) + "\n";
    }
  }
  return out;
}

std::string amount(const run::Count& count) {
  const scenario::Meter* meter = scenario::find_meter(count.name);
  return meter == nullptr ? number(count.value)
                          : scenario::amount_text(meter->unit, static_cast<std::int64_t>(count.value));
}

std::string counts_text(const run::Report& report, const Palette& palette) {
  std::string line;
  for (const run::Count& count : report.counts)
    if (count.name.find('.') == std::string::npos)
      line += fmt::format("{}{}\u00a0{}", line.empty() ? "" : "   ", count.name, amount(count));
  if (line.empty()) return {};
  std::string out;
  for (std::string rest = wrapped(line, page, "        "); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    out += palette.faint(rest.substr(0, end)) + "\n";
    rest.erase(0, end + 1);
  }
  // The hard spaces kept a name and its number on one line.
  for (std::size_t at = out.find("\u00a0"); at != std::string::npos; at = out.find("\u00a0"))
    out.replace(at, 2, " ");
  return out;
}

std::string records_text(const std::vector<kernel::StoredRecord>& records, const Palette& palette) {
  std::string out;
  for (const std::string& line : lines_of_records(records))
    out += palette.faint(clipped("      " + line, page)) + "\n";
  return out;
}

std::string complaint_text(const run::Outcome& outcome, const run::Report& report, const Complaint& complaint,
                           const Invocation& invocation, const Palette& palette) {
  if (complaint.violation == nullptr)
    return fmt::format("    {}  it holds, and must fail\n", palette.strong(complaint.verdict->text));
  const run::Violation& v = *complaint.violation;
  const std::string who = run::Names{*outcome.scenario}.pair(v.a, v.b);
  std::string out = fmt::format("    {}  {}  {}{}\n", palette.strong(complaint.verdict->text),
                                run::seconds(v.at), who, who.empty() ? v.detail : ": " + v.detail);
  return out +
         records_text(run::records_before(*outcome.scenario, report.seed, v, invocation.budget), palette);
}

std::string failure_text(const run::Outcome& outcome, const run::Report& report, const Invocation& invocation,
                         const Palette& palette) {
  std::string out = fmt::format("\n  {}\n", palette.bad(fmt::format("seed {}", report.seed.value)));
  if (report.ending != run::Ending::finished)
    out += fmt::format("    {} at {}: {}\n", ending_text(report.ending), run::seconds(report.ended),
                       report.error);
  if (report.ending == run::Ending::zeno)
    out += "    hint: each of them brings about another at once; a link or a delay of 0s takes no time\n";
  const std::vector<Complaint> complaints = complaints_of(report);
  for (std::size_t i = 0; i < std::min(complaints_shown, complaints.size()); ++i)
    out += complaint_text(outcome, report, complaints[i], invocation, palette);
  if (complaints.size() > complaints_shown)
    out += fmt::format("    and {} more\n", complaints.size() - complaints_shown);
  return out + "    repro: " + palette.accent(invocation.repro(outcome.scenario->file, report.seed.value)) +
         "\n";
}

std::string one_line(const run::Outcome& outcome, const Palette& palette) {
  return fmt::format("{}  {}  {}\n", palette.good("ok  "), padded(outcome.scenario->file, 52),
                     palette.faint(fmt::format("{}, {}, {}", seeds_text(outcome.seeds),
                                               plural(outcome.expectations.size(), "expectation"),
                                               plural(outcome.invariants.size(), "invariant"))));
}

std::string never_judged_text(const run::Outcome& outcome, const Palette& palette) {
  std::string out;
  for (const std::string& name : outcome.never_judged)
    out += fmt::format("  {}  must_fail names {}, which nothing here judges\n", palette.bad("?   "), name);
  return out;
}

}  // namespace

std::string text_of(const run::Outcome& outcome, const Invocation& invocation, const Palette& palette,
                    Detail detail) {
  if (detail == Detail::failures_only && outcome.exit() == Exit::passed) return one_line(outcome, palette);
  std::string out =
      fmt::format("{}  {}\n", palette.strong(outcome.scenario->file), seeds_text(outcome.seeds));
  out += wrapped(outcome.scenario->question, page, "  ") + "\n";
  out += table(rows_of(outcome), palette) + never_judged_text(outcome, palette);
  if (outcome.runs == 1 && outcome.first) {
    if (const std::string counts = counts_text(*outcome.first, palette); !counts.empty())
      out += "\n" + counts;
    out += palette.faint(fmt::format("        fingerprint {}   {}   {}", outcome.first->fingerprint,
                                     plural(outcome.first->records, "record"),
                                     plural(outcome.first->events, "event"))) +
           "\n";
  }
  if (outcome.stopped)
    out += fmt::format("  stopped after {} of {}\n", number(outcome.runs),
                       plural(outcome.seeds.last - outcome.seeds.first + 1, "seed"));
  // One run in full explains more than ten in part.
  if (!outcome.failures.empty()) out += failure_text(outcome, outcome.failures.front(), invocation, palette);
  return out;
}

std::string text_summary(const Ran& ran, const Palette& palette) {
  std::uint64_t passed = 0, runs = 0;
  for (const run::Outcome& outcome : ran.outcomes) {
    passed += outcome.exit() == Exit::passed ? 1u : 0u;
    runs += outcome.runs;
  }
  const std::uint64_t failed = ran.outcomes.size() - passed;
  const std::string all = fmt::format("{}, {}: {} passed, {} failed", plural(ran.outcomes.size(), "scenario"),
                                      plural(runs, "run"), number(passed), number(failed));
  return (failed == 0 ? palette.good(all) : palette.bad(all)) + "\n";
}

}  // namespace nearsim::report
