#include "sim/cli/running.hpp"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <set>

#include "sim/cli/input.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/report/formats.hpp"
#include "sim/report/lanes.hpp"
#include "sim/report/text.hpp"
#include "sim/run/regression.hpp"
#include "sim/run/witness.hpp"

namespace nearsim::cli {

namespace {

using run::Exit;

class Progress final : public run::RunWatcher {
 public:
  Progress(const Running& running, const Interrupt& interrupt, std::chrono::steady_clock::time_point begun)
      : running_(running), interrupt_(interrupt), shown_(shows_progress(running.progress)), begun_(begun) {}
  ~Progress() override {
    if (drawn_) complain_raw("\r\x1b[K");
  }
  void next(const scenario::Scenario& scenario) { scenario_ = &scenario; }

  void ran(const run::Report& report, std::uint64_t done, std::uint64_t of) override {
    if (running_.format == "ndjson") print(report::json_line_of(*scenario_, report, running_.invocation));
    if (running_.writes_lines()) lines_ += report::json_line_of(*scenario_, report, running_.invocation);
    failed_ += report.passed() ? 0u : 1u;
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - last_ < std::chrono::milliseconds{100}) return;
    last_ = now;
    drawn_ = true;
    complain_raw("\r\x1b[K" + scenario_->file + "  " + report::number(done) + " of " +
                 report::plural(of, "seed") +
                 (failed_ > 0 ? ", " + report::number(failed_) + " failed" : ""));
  }
  [[nodiscard]] const std::string& lines() const { return lines_; }
  bool goes_on() override {
    if (interrupt_.has_come() || (running_.tells_stdout_only() && reader_went_away())) return false;
    return running_.time_limit == 0 ||
           std::chrono::steady_clock::now() - begun_ < std::chrono::seconds{running_.time_limit};
  }

 private:
  const Running& running_;
  const Interrupt& interrupt_;
  bool shown_, drawn_ = false;
  const scenario::Scenario* scenario_ = nullptr;
  std::uint64_t failed_ = 0;
  std::string lines_;  // one of each run, for a file; what is printed goes out at once
  std::chrono::steady_clock::time_point begun_, last_{};
};

std::string kind_of(const std::string& output) { return output.substr(0, output.find('=')); }
std::string path_of(const std::string& output) { return output.substr(output.find('=') + 1); }

std::string known_formats() {
  std::string out;
  for (const std::string& name : format_names()) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// The run that is worth a look: the first that failed, else the first.
base::Seed seed_to_show(const run::Outcome& outcome) {
  return outcome.failures.empty() ? base::Seed{outcome.seeds.first} : outcome.failures.front().seed;
}

std::vector<kernel::StoredRecord> records_to_show(const run::Outcome& outcome,
                                                  const report::Invocation& invocation) {
  return run::records_of(*outcome.scenario, seed_to_show(outcome), invocation.budget);
}

std::string mermaid_of(const report::Ran& ran) {
  std::string out;
  for (const run::Outcome& outcome : ran.outcomes)
    out += report::mermaid_of(*outcome.scenario, records_to_show(outcome, ran.invocation));
  return out;
}

std::string text_of(const report::Ran& ran, const report::Palette& palette) {
  std::string out;
  const bool one = ran.outcomes.size() == 1;
  for (const run::Outcome& outcome : ran.outcomes)
    out += report::text_of(outcome, ran.invocation, palette,
                           one ? report::Detail::full : report::Detail::failures_only);
  return one ? out : out + report::text_summary(ran, palette);
}

std::string formatted(const std::string& kind, const report::Ran& ran, const report::Palette& palette) {
  if (kind == "json") return report::json_of(ran, NEARSIM_VERSION);
  if (kind == "junit") return report::junit_of(ran);
  if (kind == "github") return report::github_of(ran);
  if (kind == "mermaid") return mermaid_of(ran);
  return text_of(ran, palette);
}

}  // namespace

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names{"text", "json", "ndjson", "junit", "github", "mermaid"};
  return names;
}

bool is_planned_format(std::string_view kind) {
  return kind == "html" || kind == "pcapng" || kind == "perfetto";
}

bool Running::writes_lines() const {
  return std::any_of(outputs.begin(), outputs.end(),
                     [](const std::string& o) { return kind_of(o) == "ndjson"; });
}

run::RunnerOptions Running::options() const {
  run::RunnerOptions out;
  const std::string& wanted = seed.empty() ? seeds : seed;
  if (!wanted.empty()) out.seeds = parse_seeds(wanted);  // checked when it was read
  out.jobs = jobs;
  out.event_budget = invocation.budget;
  out.stop = fail_fast ? run::Stop::at_first_failure : run::Stop::never;
  return out;
}

std::string Running::drawn(const run::Outcome& outcome) const {
  const report::Palette palette{colour(color)};
  return "\n" + report::lanes_of(*outcome.scenario, records_to_show(outcome, invocation), palette);
}

bool Running::tells_stdout_only() const { return outputs.empty() && trace.empty() && record.empty(); }

Exit Running::write_trace(const run::Outcome& outcome) const {
  const bool json = std::filesystem::path(trace).extension() == ".jsonl";
  std::string content;
  for (const kernel::StoredRecord& record : records_to_show(outcome, invocation))
    content += (json ? record.json() : record.text()) + "\n";
  if (outcome.runs > 1) complain_raw("traced seed " + std::to_string(seed_to_show(outcome).value) + "\n");
  return write_file(trace, content) ? Exit::passed : Exit::wrong_use;
}

Exit Running::write_outputs(const report::Ran& ran, const std::string& lines) const {
  Exit exit = Exit::passed;
  for (const std::string& output : outputs) {
    const std::string kind = kind_of(output);
    const std::string content = kind == "ndjson" ? lines : formatted(kind, ran, report::Palette{});
    if (!write_file(path_of(output), content)) exit = Exit::wrong_use;
  }
  return exit;
}

// One file for each way in which a scenario fails, from the first seed that does.
Exit Running::write_regressions(const report::Ran& ran) const {
  Exit exit = Exit::passed;
  for (const run::Outcome& outcome : ran.outcomes) {
    std::set<std::string> written;
    for (const run::Report& report : outcome.failures) {
      if (report.ending != run::Ending::finished) {
        complain(fmt::format("{}: seed {} is not recorded, because it did not end: {}",
                             outcome.scenario->file, report.seed.value, report::ending_text(report.ending)));
        continue;
      }
      if (!written.insert(run::first_violated(report)).second) continue;
      const run::Regression file = run::regression_of(*outcome.scenario, report, NEARSIM_VERSION);
      const std::string path = (std::filesystem::path(record) / file.name).string();
      if (write_file(path, file.text)) complain_raw("recorded " + path + "\n");
      else exit = Exit::wrong_use;
    }
  }
  return exit;
}

// Before anything runs: a run of hours must not end at a file that could never be written.
Exit Running::check_asked() const {
  std::vector<std::string> kinds{format}, paths;
  for (const std::string& output : outputs) {
    if (output.find('=') == std::string::npos)
      throw CLI::ValidationError("-o",
                                 "'" + output + "': write KIND=PATH, with KIND one of " + known_formats());
    kinds.push_back(kind_of(output));
    paths.push_back(path_of(output));
  }
  for (const std::string& kind : kinds) {
    if (is_planned_format(kind)) {
      complain("version " NEARSIM_VERSION " does not write " + kind);
      return Exit::cannot_judge;
    }
    const auto& known = format_names();
    if (std::find(known.begin(), known.end(), kind) == known.end())
      throw CLI::ValidationError("-o", "'" + kind + "' is none of " + known_formats());
  }
  if (!trace.empty()) {
    const std::string kind = std::filesystem::path(trace).extension().string();
    if (kind != ".jsonl" && kind != ".txt")
      throw CLI::ValidationError("--trace",
                                 "'" + trace + "' ends neither in .jsonl nor in .txt, for reading");
    paths.push_back(trace);
  }
  for (const std::string& path : paths) {
    if (path == "-") throw CLI::ValidationError("-o", "'-' is no file; --format says what is printed");
    if (!can_write(path)) return Exit::wrong_use;
  }
  std::error_code failed;
  if (!record.empty() && !std::filesystem::is_directory(record, failed)) {
    std::filesystem::create_directories(record, failed);
    if (failed) complain("cannot make the folder " + record + ": " + failed.message());
    if (failed) return Exit::wrong_use;
  }
  return Exit::passed;
}

Exit Running::run() const {
  if (const Exit exit = check_asked(); exit != Exit::passed) return exit;
  const run::RunnerOptions run_options = options();
  const auto begun = std::chrono::steady_clock::now();
  Read read = read_scenarios(files, invocation.sets);
  if (read.exit == Exit::wrong_use) return read.exit;
  // A regression file is run as what it recorded: its violation is what must come out.  `replay` compares
  // more.
  for (scenario::Scenario& scenario : read.scenarios)
    if (scenario.recorded && !scenario.recorded->violated.empty())
      scenario.must_fail.push_back(scenario.recorded->violated);
  if (!trace.empty() && read.scenarios.size() != 1)
    throw CLI::ValidationError("--trace", "one scenario at a time can be traced");
  report::Ran ran{invocation, {}};
  std::string lines;
  const Interrupt interrupt;  // what was run until then is told
  {
    Progress progress{*this, interrupt, begun};
    for (const scenario::Scenario& scenario : read.scenarios) {
      progress.next(scenario);
      ran.outcomes.push_back(run::run_seeds(scenario, run_options, &progress));
      if (interrupt.has_come()) break;
    }
    lines = progress.lines();
  }
  if (interrupt.has_come())
    complain(fmt::format("interrupted; this is of the runs until then ({} of {} begun)",
                         report::number(ran.outcomes.size()),
                         report::plural(read.scenarios.size(), "scenario")));
  const Exit exit = run::worse(read.exit, tell(ran, lines));
  if (interrupt.has_come()) (void)flush();  // what is printed is not kept by who is ended by a signal
  return exit;
}

Exit Running::tell(const report::Ran& ran, const std::string& lines) const {
  const report::Palette palette{colour(color)};
  const bool nothing_to_tell = format == "text" && ran.outcomes.empty();  // stderr has told why
  if (format != "ndjson" && !nothing_to_tell) print(formatted(format, ran, palette));
  if (lanes && format == "text")
    for (const run::Outcome& outcome : ran.outcomes) print(drawn(outcome));
  Exit exit = ran.exit();
  if (!trace.empty()) exit = run::worse(exit, write_trace(ran.outcomes.front()));
  if (!record.empty()) exit = run::worse(exit, write_regressions(ran));
  return run::worse(exit, write_outputs(ran, lines));
}

}  // namespace nearsim::cli
