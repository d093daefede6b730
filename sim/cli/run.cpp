// nearsim run FILE...
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/running.hpp"
#include "sim/run/sweep.hpp"

namespace nearsim::cli {

namespace {

// A format of another version is no misspelling: who asks for it cannot be judged here.
std::string a_format(const std::string& word) {
  return is_planned_format(word) ? std::string{} : one_of(format_names())(word);
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
  seed->check(whole_number())->option_text("N");
  command->add_option("--seeds", o->seeds, "a range of seeds")
      ->check(seed_range())
      ->excludes(seed)
      ->option_text("A..B");
  add_sets(*command, o->invocation.sets, "change a setting");
  add_jobs(*command, o->jobs);
  command
      ->add_option("--trace", o->trace,
                   "every record of the first run that fails, else of the first; .jsonl, or .txt for reading")
      ->option_text("FILE");
  command
      ->add_option("--output,-o", o->outputs,
                   "write a report beside what is printed, KIND as for --format; may be repeated")
      ->allow_extra_args(false)
      ->option_text("KIND=PATH");
  command->add_option("--format,-f", o->format, "text, json, ndjson, junit, github or mermaid")
      ->check(&a_format)
      ->option_text("KIND");
  command->add_flag("--lanes", o->lanes, "draw who said what to whom, in time");
  command->add_option("--record", o->record, "write a regression file of each kind of failure to this folder")
      ->option_text("FOLDER");
  command->add_flag("--fail-fast", o->fail_fast, "stop a scenario at its first failing seed");
  command->add_option("--budget", o->invocation.budget, "end a run after this many events (exit 124)")
      ->check(whole_number(1))
      ->option_text("EVENTS");
  command->add_option("--time-limit", o->time_limit, "begin no new run after so many real seconds (exit 124)")
      ->check(whole_number(1, 1'000'000'000))
      ->option_text("SECONDS");
  add_progress(*command, o->progress);
  add_color(*command, o->color);
  command->callback([o, &exit] { exit = o->run(); });
}

}  // namespace nearsim::cli
