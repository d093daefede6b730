// nearsim dump FILE
#include "sim/scenario/dump.hpp"

#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/scenario/swarm.hpp"

namespace nearsim::cli {

void add_dump(CLI::App& app, Exit& exit) {
  struct Options {
    std::string file;
    std::vector<std::string> sets;
    std::optional<std::uint64_t> seed;
  };
  CLI::App* command =
      app.add_subcommand("dump", "a scenario with every default, profile and count spelled out");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "a scenario file")->required()->option_text("FILE");
  add_sets(*command, options->sets);
  add_seed(*command, options->seed, "write out the faults that the swarm draws for this seed");
  command->callback([options, &exit] {
    const Read read = read_one(options->file, options->sets);
    for (const scenario::Scenario& s : read.scenarios)
      print(scenario::dump(options->seed ? scenario::drawn(s, base::Seed{*options->seed}) : s));
    exit = read.exit;
  });
}

}  // namespace nearsim::cli
