// nearsim replay FILE: does what was recorded still happen, to the nanosecond?
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/traces.hpp"
#include "sim/run/regression.hpp"

namespace nearsim::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  std::string trace;
};

std::string outcome_text(const std::string& violated) {
  return violated.empty() ? "everything held" : violated + " violated";
}

Exit replay(const scenario::Scenario& scenario) {
  const run::Replay now = run::replay(scenario);
  const scenario::Recorded& then = *scenario.recorded;
  const std::string head = scenario.file + "  seed " + std::to_string(then.seed) + ": ";
  if (now.same_violation && now.same_fingerprint) {
    print("same  " + head + outcome_text(then.violated) + ", fingerprint " + then.fingerprint + "\n");
    return Exit::passed;
  }
  print("DIFFERENT  " + head + (now.same_violation ? "the same outcome, by another way" : "another outcome") +
        "\n");
  print("  recorded (" + then.version + ")  " + outcome_text(then.violated) + ", fingerprint " +
        then.fingerprint + "\n");
  print("  now (" NEARSIM_VERSION ")       " + outcome_text(now.violated) + ", fingerprint " +
        now.report.fingerprint + "\n");
  if (!now.report.error.empty()) print("  " + now.report.error + "\n");
  return Exit::failed;
}

Exit compare(const scenario::Scenario& scenario, const std::string& path) {
  const auto golden = lines_of_file(path);
  if (!golden) return Exit::wrong_use;
  const base::Seed seed{scenario.recorded ? scenario.recorded->seed : scenario.seeds.first};
  const auto difference = run::first_difference(*golden, run::json_lines_of(scenario, seed));
  if (!difference) {
    print("same  " + scenario.file + "  seed " + std::to_string(seed.value) + ": all " +
          std::to_string(golden->size()) + " records of " + path + "\n");
    return Exit::passed;
  }
  print("DIFFERENT  " + scenario.file + "  seed " + std::to_string(seed.value) + "\n" +
        text_of(*difference, path, "now"));
  return Exit::failed;
}

}  // namespace

void add_replay(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("replay", "run what was recorded: the same outcome, the same fingerprint?");
  const auto o = std::make_shared<Options>();
  command->add_option("files", o->files, "regression files, and folders of them")
      ->required()
      ->option_text("FILE...");
  command->add_option("--trace", o->trace, "compare with this trace (.jsonl), record by record");
  command->callback([o, &exit] {
    const Read read = read_scenarios(o->files);
    exit = read.exit;
    if (!o->trace.empty() && read.scenarios.size() > 1)
      throw CLI::ValidationError("--trace", "one file at a time can be compared with a trace");
    for (const scenario::Scenario& s : read.scenarios) {
      if (!s.recorded && o->trace.empty()) {
        complain(
            s.file +
            ": nothing is recorded in it; `nearsim run --record FOLDER` writes files that can be replayed");
        exit = run::worse(exit, Exit::wrong_use);
        continue;
      }
      if (s.recorded) exit = run::worse(exit, replay(s));
      if (!o->trace.empty()) exit = run::worse(exit, compare(s, o->trace));
    }
  });
}

}  // namespace nearsim::cli
