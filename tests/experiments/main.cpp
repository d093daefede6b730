// Writes results/spine.md: every number in it is measured by this program, and by nothing else.
//
//   nearsim_spine [FILE]      to FILE (by way of a temporary name), or to standard output
#include <string>

#include "tests/experiments/experiment.hpp"
#include "tests/experiments/page.hpp"

namespace {

std::string document() {
  using namespace nearsim::experiments;
  return "# Seeds 000 and 002, measured\n\n"
         "Written by `scripts/spine`; do not edit. `scripts/test` measures everything again and compares. "
         "Each figure says what was\npredicted from the document's own constants and what the simulator "
         "measured; where the two differ, the text says which\nis wrong.\n\n" +
         cases_of_seed_002() + grid_of_timings() + backoff_of_seed_002() + names_of_seed_002() +
         further_defects_of_seed_002() + idle_links_of_seed_000() + storm_of_seed_000() +
         blast_of_seed_000() + handshake_budget_of_seed_000() + rejection_of_seed_000() +
         repair_of_seed_000();
}

}  // namespace

int main(int argc, char** argv) { return nearsim::experiments::publish(document, argc, argv); }
