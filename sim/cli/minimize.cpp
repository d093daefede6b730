// nearsim minimize FILE --seed N -o OUT.yaml
#include "sim/run/minimize.hpp"

#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/formats.hpp"
#include "sim/run/regression.hpp"

namespace nearsim::cli {

namespace {

struct Options {
  std::string file, out;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> sets;
};

Exit minimize(const scenario::Scenario& scenario, const Options& options) {
  const base::Seed seed{*options.seed};
  const run::Minimized small = run::minimize(scenario, seed);
  if (small.ending != run::Ending::finished) {
    complain(fmt::format("{}: seed {} does not end ({}: {}); only a run that ends can be minimized",
                         scenario.file, seed.value, report::ending_text(small.ending), small.error));
    return Exit::cannot_judge;
  }
  if (small.violated.empty()) {
    complain(scenario.file + ": everything is as demanded in seed " + std::to_string(seed.value) +
             ", so there is nothing to minimize");
    return Exit::cannot_judge;
  }
  const run::Report report = run::run(small.scenario, seed);
  if (!write_file(options.out, run::regression_of(small.scenario, report, NEARSIM_VERSION).text))
    return Exit::wrong_use;
  const scenario::Scenario& s = small.scenario;
  complain_raw(options.out + ": " + small.violated + " violated with " +
               report::plural(s.devices.size(), "device") + ", " + report::plural(s.faults.size(), "fault") +
               ", " + report::plural(s.steps.size(), "step") + ", after " +
               report::plural(static_cast<std::size_t>(small.runs), "run") + "\n");
  return Exit::passed;
}

}  // namespace

void add_minimize(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "minimize", "leave out faults, steps, devices and seconds while the same thing stays violated");
  const auto o = std::make_shared<Options>();
  command->add_option("file", o->file, "a scenario file")->required()->option_text("FILE");
  add_seed(*command, o->seed, "of the run that fails");
  command->get_option("--seed")->required();
  command->add_option("-o,--output", o->out, "the regression file to write")
      ->required()
      ->option_text("OUT.yaml");
  add_sets(*command, o->sets);
  command->callback([o, &exit] {
    if (!can_write(o->out)) {
      exit = Exit::wrong_use;
      return;
    }
    const Read read = read_one(o->file, o->sets);
    exit = read.exit;
    for (const scenario::Scenario& s : read.scenarios) exit = run::worse(exit, minimize(s, *o));
  });
}

}  // namespace nearsim::cli
