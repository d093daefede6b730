// Writes results/seed_003.md: every number in it is measured by this program, and by nothing else.
//
//   nearsim_seed_003 [FILE]      to FILE (by way of a temporary name), or to standard output
#include <string>

#include "tests/experiments/experiment.hpp"
#include "tests/experiments/page.hpp"

namespace {

std::string document() {
  using namespace nearsim::experiments;
  return "# Seed 003, measured\n\nWritten by `build/release/tests/nearsim_seed_003 results/seed_003.md`; do "
         "not "
         "edit. The test results.seed_003 measures\neverything again and compares.\n\n" +
         detection_of_seed_003() + loops_of_seed_003() + repair_of_seed_003();
}

}  // namespace

int main(int argc, char** argv) { return nearsim::experiments::publish(document, argc, argv); }
