// nearsim run FILE...
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/running.hpp"
#include "sim/run/sweep.hpp"

namespace nearsim::cli {

namespace {

const std::map<std::string, When>& whens() {
  static const std::map<std::string, When> names{
      {"auto", When::automatic}, {"always", When::always}, {"never", When::never}};
  return names;
}

}  // namespace

void add_run(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("run", "run scenarios over their seeds and judge them");
  const auto o = std::make_shared<Running>();
  o->jobs = run::processors();
  command->add_option("files", o->files, "scenario files, and folders of them")
      ->required()
      ->option_text("FILE...");
  auto* seed = command->add_option("--seed", o->seed, "one seed, instead of the scenario's");
  seed->option_text("N");
  command->add_option("--seeds", o->seeds, "a range of seeds")->excludes(seed)->option_text("A..B");
  command->add_option("--set", o->invocation.sets, "change a setting; may be repeated")
      ->allow_extra_args(false)
      ->option_text("PATH=VALUE");
  command->add_option("--jobs,-j", o->jobs, "threads; the result does not depend on them")
      ->check(CLI::Range(1, 1024))
      ->option_text("N");
  command->add_option("--trace", o->trace, "write every record of one run: .jsonl, or .txt for reading")
      ->option_text("FILE");
  command->add_option("--output,-o", o->outputs, "write a report beside what is printed; may be repeated")
      ->allow_extra_args(false)
      ->option_text("KIND=PATH");
  command->add_option("--format,-f", o->format, "text, json, ndjson, junit, github or mermaid")
      ->check(CLI::IsMember(format_names()))
      ->option_text("KIND");
  command->add_flag("--lanes", o->lanes, "draw who said what to whom, in time");
  command->add_option("--record", o->record, "write a regression file of each kind of failure to this folder")
      ->option_text("FOLDER");
  command->add_flag("--fail-fast", o->fail_fast, "stop a scenario at its first failing seed");
  command->add_option("--budget", o->invocation.budget, "end a run after this many events (exit 124)")
      ->option_text("EVENTS");
  command
      ->add_option("--time-limit", o->time_limit,
                   "begin no new batch of runs after so many real seconds (exit 124)")
      ->option_text("SECONDS");
  command->add_option("--progress", o->progress, "auto, always or never")
      ->transform(CLI::CheckedTransformer(whens()))
      ->option_text("WHEN");
  command->add_option("--color", o->color, "auto, always or never")
      ->transform(CLI::CheckedTransformer(whens()))
      ->option_text("WHEN");
  command->callback([o, &exit] { exit = o->run(); });
}

}  // namespace nearsim::cli
