// What a user names on the command line: files and folders, seeds, settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/runner.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::cli {

// Files as they are; of folders every .yaml below them, by name.  Complains about what is not there.
struct Found {
  std::vector<std::string> files;
  run::Exit exit = run::Exit::passed;
};
[[nodiscard]] Found find_scenarios(const std::vector<std::string>& paths);

// Reads them all and prints what is wrong with them.  `exit` is the worst: wrong_use if a file is wrong,
// cannot_judge if one is beyond this version; the rest can be run.
struct Read {
  std::vector<scenario::Scenario> scenarios;
  run::Exit exit = run::Exit::passed;
};
[[nodiscard]] Read read_scenarios(const std::vector<std::string>& paths,
                                  const std::vector<std::string>& sets = {});

// The same for a command that takes exactly one.
[[nodiscard]] Read read_one(const std::string& path, const std::vector<std::string>& sets = {});

[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);       // all digits
[[nodiscard]] std::optional<scenario::SeedRange> parse_seeds(std::string_view text);  // "7", "1..20"

}  // namespace nearsim::cli
