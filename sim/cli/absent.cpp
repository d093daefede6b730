// Commands that are planned: named here, so that a script that uses one learns that it cannot be judged, not
// that it is misspelt.
#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"

namespace nearsim::cli {

void add_absent(CLI::App& app, Exit& exit) {
  for (const char* name : {"report"}) {
    CLI::App* command = app.add_subcommand(name, "not in this version");
    command->allow_extras();
    command->group("");  // not shown
    command->callback([&exit, name] {
      complain("version " NEARSIM_VERSION " has no `" + std::string(name) + "`");
      exit = Exit::cannot_judge;
    });
  }
}

}  // namespace nearsim::cli
