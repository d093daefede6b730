// Writes results/seed_001.md: the defects of seed 001, measured.
//
//   nearsim_seed_001 [FILE]      to FILE, or to standard output
#include <string>

#include "tests/experiments/experiment.hpp"
#include "tests/experiments/page.hpp"

namespace {

std::string document() {
  return "# Seed 001, measured\n\nWritten by `build/release/tests/nearsim_seed_001 results/seed_001.md`; do "
         "not "
         "edit.\n\n" +
         nearsim::experiments::defects_of_seed_001();
}

}  // namespace

int main(int argc, char** argv) { return nearsim::experiments::publish(document, argc, argv); }
