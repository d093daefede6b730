// The commands.  Each file of this folder adds one to the program; what it came to becomes the exit code.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "sim/run/runner.hpp"

namespace nearsim::cli {

using run::Exit;

void add_run(CLI::App& app, Exit& exit);
void add_validate(CLI::App& app, Exit& exit);
void add_explain(CLI::App& app, Exit& exit);
void add_profiles(CLI::App& app, Exit& exit);
void add_schema(CLI::App& app, Exit& exit);
void add_dump(CLI::App& app, Exit& exit);
void add_fingerprints(CLI::App& app, Exit& exit);
void add_verify(CLI::App& app, Exit& exit);
void add_replay(CLI::App& app, Exit& exit);
void add_minimize(CLI::App& app, Exit& exit);
void add_version(CLI::App& app, Exit& exit);
void add_absent(CLI::App& app, Exit& exit);  // commands that other versions have

}  // namespace nearsim::cli
