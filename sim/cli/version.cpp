// nearsim version
#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::cli {

void add_version(CLI::App& app, Exit&) {
  app.add_subcommand("version", "this program's version and that of the scenario language")->callback([] {
    print("nearsim " NEARSIM_VERSION "\nscenario language " + std::to_string(scenario::language_version) +
          "\n");
  });
}

}  // namespace nearsim::cli
