// nearsim fingerprints PATH...: one line `file seed fingerprint` for every scenario and its first seed.  Two
// builds of nearsim must print the same.
#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/run/sweep.hpp"

namespace nearsim::cli {

void add_fingerprints(CLI::App& app, Exit& exit) {
  struct Options {
    std::vector<std::string> paths;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> sets;
    unsigned jobs = run::processors();
  };
  CLI::App* command =
      app.add_subcommand("fingerprints", "one line `file seed fingerprint` for each scenario");
  const auto options = std::make_shared<Options>();
  command->add_option("files", options->paths, "scenario files, and folders of them")
      ->required()
      ->option_text("FILE...");
  add_seed(*command, options->seed, "this seed instead of each scenario's first");
  add_sets(*command, options->sets);
  add_jobs(*command, options->jobs);
  command->callback([options, &exit] {
    const Read read = read_scenarios(options->paths, options->sets);
    exit = read.exit;
    std::vector<std::string> lines(read.scenarios.size());
    run::in_parallel(lines.size(), options->jobs, [&](std::size_t i) {
      const scenario::Scenario& s = read.scenarios[i];
      const base::Seed first{options->seed.value_or(s.recorded ? s.recorded->seed : s.seeds.first)};
      lines[i] = fmt::format("{} {} {}\n", s.file, first.value, run::run(s, first).fingerprint);
    });
    for (const std::string& line : lines) print(line);
  });
}

}  // namespace nearsim::cli
