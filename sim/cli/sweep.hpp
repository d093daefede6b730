// `nearsim sweep` and `nearsim merge`.
#pragma once

#include <CLI/App.hpp>

#include "sim/run/runner.hpp"

namespace nearsim::cli {

void add_sweep(CLI::App& app, run::Exit& exit);
void add_merge(CLI::App& app, run::Exit& exit);

}  // namespace nearsim::cli
