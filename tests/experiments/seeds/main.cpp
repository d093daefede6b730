// Writes results/seed_001.md: the defects of seed 001, measured.
//
//   nearsim_seed_001 [FILE]      to FILE, or to standard output
#include <cstdio>

#include "tests/experiments/experiment.hpp"

int main(int argc, char** argv) {
  const std::string text =
      "# Seed 001, measured\n\nWritten by `build/release/tests/nearsim_seed_001 results/seed_001.md`; do not "
      "edit.\n\n" +
      nearsim::experiments::defects_of_seed_001();
  std::FILE* file = argc < 2 ? stdout : std::fopen(argv[1], "w");
  if (file == nullptr || std::fputs(text.c_str(), file) < 0) return 1;
  return argc < 2 || std::fclose(file) == 0 ? 0 : 1;
}
