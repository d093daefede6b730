#include "sim/cli/input.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "sim/cli/output.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/set.hpp"

namespace nearsim::cli {

namespace fs = std::filesystem;

Found find_scenarios(const std::vector<std::string>& paths) {
  Found found;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (path.empty() || path == "-") {
      complain(path.empty() ? "'' is the name of no file"
                            : "'-' is no file; /dev/stdin is what a pipe brings");
      found.exit = run::Exit::wrong_use;
      continue;
    }
    if (!fs::is_directory(path, failed)) {
      found.files.push_back(path);  // whether it is there, the reader finds out
      continue;
    }
    std::vector<std::string> inside;
    for (fs::recursive_directory_iterator it{path, failed}, end; !failed && it != end; it.increment(failed)) {
      // A link to nowhere or in a circle is a scenario that cannot be read, which the reader says.
      std::error_code unreadable;
      const fs::file_status status = it->status(unreadable);
      const bool is_scenario = fs::is_regular_file(status) || !fs::exists(status);
      if (is_scenario && it->path().extension() == ".yaml") inside.push_back(it->path().string());
    }
    if (failed || inside.empty()) {
      complain(failed ? "cannot read the folder " + path + ": " + failed.message()
                      : "no scenario (*.yaml) in " + path);
      found.exit = run::Exit::wrong_use;
    }
    std::sort(inside.begin(), inside.end());
    found.files.insert(found.files.end(), inside.begin(), inside.end());
  }
  return found;
}

namespace {

run::Exit exit_of(const std::vector<scenario::Diagnostic>& diagnostics) {
  const int code = scenario::exit_code(diagnostics);
  return code == 0 ? run::Exit::passed : code == 2 ? run::Exit::wrong_use : run::Exit::cannot_judge;
}

run::Exit apply(scenario::Scenario& scenario, const std::vector<std::string>& sets) {
  for (const std::string& set : sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos) {
      complain("--set " + set + ": write path=value, e.g. --set run_for=30s");
      return run::Exit::wrong_use;
    }
    const auto wrong = scenario::set(scenario, std::string_view{set}.substr(0, equals),
                                     std::string_view{set}.substr(equals + 1));
    if (wrong.empty()) continue;
    complain("--set " + set + ", in " + scenario.file + ":");
    complain_raw(scenario::render(wrong));
    return exit_of(wrong);
  }
  return run::Exit::passed;
}

}  // namespace

Read read_scenarios(const std::vector<std::string>& paths, const std::vector<std::string>& sets) {
  Found found = find_scenarios(paths);
  Read read;
  read.exit = found.exit;
  for (const std::string& file : found.files) {
    scenario::Loaded loaded = scenario::load_file(file);
    complain_raw(scenario::render(loaded.diagnostics));
    run::Exit exit = exit_of(loaded.diagnostics);
    if (loaded.scenario && exit == run::Exit::passed) exit = apply(*loaded.scenario, sets);
    read.exit = run::worse(read.exit, exit);
    if (loaded.scenario && exit == run::Exit::passed) read.scenarios.push_back(std::move(*loaded.scenario));
  }
  return read;
}

Read read_one(const std::string& path, const std::vector<std::string>& sets) {
  if (Found found = find_scenarios({path}); found.files.size() > 1) {
    complain(path + " has " + std::to_string(found.files.size()) +
             " scenarios, and this takes one at a time");
    return {{}, run::Exit::wrong_use};
  }
  return read_scenarios({path}, sets);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<scenario::SeedRange> parse_seeds(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto first = parse_number(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : parse_number(text.substr(dots + 2));
  if (!first || !last || *last < *first || *last - *first == ~std::uint64_t{0}) return std::nullopt;
  return scenario::SeedRange{*first, *last};
}

}  // namespace nearsim::cli
