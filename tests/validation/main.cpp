// Writes results/validation.md, and fails if a row is outside its bound.
//
//   nearsim_validation [FILE]     the usual depth: what is committed
//   nearsim_validation --deep     ten times the work, to standard output
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "tests/experiments/page.hpp"
#include "tests/validation/validation.hpp"

namespace {

using namespace nearsim::validation;

constexpr std::array chapters{&saturation_calculated,
                              &saturation_simulated,
                              &queues,
                              &path_losses,
                              &error_rates,
                              &losses,
                              &awdl_model,
                              &bluetooth,
                              &discovery,
                              &sessions,
                              &webrtc,
                              &reports};

constexpr std::string_view head =
    "# Models beside published measurements\n\n"
    "Written by `scripts/validation`; do not edit. `scripts/test` measures everything again and compares, "
    "and fails when a\n"
    "row is outside its bound; `scripts/test --nightly` does it with ten times the simulated work. The "
    "models themselves,\n"
    "their sources and what they leave out are described in [docs/models](../docs/models).\n\n";

}  // namespace

int main(int argc, char** argv) {
  const std::string argument = argc > 1 ? argv[1] : "";
  if (argc > 2 || (argument.starts_with('-') && argument != "--deep")) {
    std::fprintf(stderr, "usage: %s [--deep | FILE]\n", argv[0]);
    return 2;
  }
  const Depth depth = argument == "--deep" ? Depth::deep : Depth::usual;
  std::string text(head);
  int outside = 0;
  for (const auto& make : chapters) {
    const Chapter chapter = make(depth);
    text += text_of(chapter);
    for (const Row& row : chapter.rows) {
      if (holds(row)) continue;
      ++outside;
      std::fprintf(stderr, "outside its bound: %s, %s\n", row.target.c_str(), row.input.c_str());
    }
  }
  while (text.ends_with("\n\n")) text.pop_back();
  if (argument.empty() || depth == Depth::deep) std::fputs(text.c_str(), stdout);
  else if (!nearsim::experiments::replace_file(argument, text)) return 2;
  return outside == 0 ? 0 : 1;
}
