#include "sim/cli/command.hpp"
namespace nearsim::cli {
void add_verify(CLI::App&, Exit&) {}
void add_replay(CLI::App&, Exit&) {}
}  // namespace nearsim::cli
