// nearsim schema
#include "sim/scenario/schema.hpp"

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"

namespace nearsim::cli {

void add_schema(CLI::App& app, Exit&) {
  app.add_subcommand("schema", "the scenario language as a JSON Schema, for editors")->callback([] {
    const std::string schema = scenario::schema();
    print(schema);
    if (schema.empty() || schema.back() != '\n') print("\n");
  });
}

}  // namespace nearsim::cli
