// nearsim verify FILE: the same run again under everything that must not matter; the fingerprint must be the
// same.
#include "sim/run/verify.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "sim/cli/again.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/traces.hpp"
#include "sim/run/sweep.hpp"

namespace nearsim::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> sets;
  unsigned threads = 4;
};

class Verifying {
 public:
  Verifying(const Options& options, const scenario::Scenario& scenario, base::Seed seed)
      : options_(options), scenario_(scenario), seed_(seed) {}

  [[nodiscard]] Exit run() {
    run::Verification verification = run::verify(scenario_, seed_, options_.threads);
    print(scenario_.file + "  seed " + std::to_string(seed_.value) + "  " + verification.fingerprint + "\n");
    for (const run::Circumstance& c : verification.circumstances)
      say(c.fingerprint == verification.fingerprint, c.what);
    if (verification.first_different() != nullptr) return show_difference_here();
    for (const OtherWorld& world : other_worlds()) {
      const auto printed = run_again(arguments("fingerprints"), world.environment);
      const bool same = printed && printed->find(" " + verification.fingerprint + "\n") != std::string::npos;
      say(same, world.what);
      if (!printed) {
        complain("could not start another process of this program");
        return Exit::internal;
      }
      if (!same) return show_difference_there(world);
    }
    return Exit::passed;
  }

 private:
  static void say(bool value, std::string_view what) {
    print(std::string(value ? "  same       " : "  DIFFERENT  ").append(what).append("\n"));
  }

  [[nodiscard]] std::vector<std::string> arguments(const std::string& command) const {
    std::vector<std::string> out{command, scenario_.file, "--seed", std::to_string(seed_.value)};
    for (const std::string& set : options_.sets) {
      out.push_back("--set");
      out.push_back(set);
    }
    return out;
  }

  // Whatever differed may do so again: a few pairs of traces usually catch it.
  [[nodiscard]] Exit show_difference_here() const {
    const auto first = run::json_lines_of(scenario_, seed_);
    for (int i = 0; i < 20; ++i) {
      (void)run::run(scenario_, base::Seed{seed_.value + 1});
      if (const auto difference = run::first_difference(first, run::json_lines_of(scenario_, seed_))) {
        print(text_of(*difference, "one run", "another"));
        return Exit::internal;
      }
    }
    print("  the traces of single runs agree: what differs shows only on several threads\n");
    return Exit::internal;
  }

  [[nodiscard]] Exit show_difference_there(const OtherWorld& world) const {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("nearsim-verify-" + std::to_string(::getpid()) + ".jsonl"))
            .string();
    std::vector<std::string> words = arguments("run");
    words.insert(words.end(), {"--trace", path, "--progress", "never"});
    (void)run_again(words, world.environment);
    const auto there = lines_of_file(path);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    if (there)
      if (const auto difference = run::first_difference(run::json_lines_of(scenario_, seed_), *there))
        print(text_of(*difference, "here", world.what));
    return Exit::internal;
  }

  const Options& options_;
  const scenario::Scenario& scenario_;
  base::Seed seed_;
};

}  // namespace

void add_verify(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("verify", "run again under everything that must not matter, and compare");
  const auto o = std::make_shared<Options>();
  command->add_option("files", o->files, "scenario files, and folders of them")
      ->required()
      ->option_text("FILE...");
  add_seed(*command, o->seed, "the seed; else each scenario's first");
  add_sets(*command, o->sets);
  command->add_option("--threads", o->threads, "how many at once")
      ->check(whole_number(1, 64))
      ->option_text("N");
  command->callback([o, &exit] {
    const Read read = read_scenarios(o->files, o->sets);
    exit = read.exit;
    for (const scenario::Scenario& s : read.scenarios)
      exit = run::worse(exit, Verifying{*o, s, base::Seed{o->seed.value_or(s.seeds.first)}}.run());
  });
}

}  // namespace nearsim::cli
