// nearsim validate FILE...
#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/style.hpp"

namespace nearsim::cli {

void add_validate(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("validate", "read scenarios and say everything that is wrong with them");
  const auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("files", *files, "scenario files, and folders of them")
      ->required()
      ->option_text("FILE...");
  command->callback([files, &exit] {
    const Read read = read_scenarios(*files);
    for (const scenario::Scenario& s : read.scenarios)
      print(fmt::format("ok    {}  {}\n", s.file,
                        fmt::format("{}, {}, {}", report::plural(s.devices.size(), "device"),
                                    report::plural(s.faults.size(), "fault"),
                                    report::plural(s.expectations.size(), "expectation"))));
    exit = read.exit;
  });
}

}  // namespace nearsim::cli
