// Options that several commands have, said and checked in one way.  A number is digits: "-5" is no seed that
// has wrapped round.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/output.hpp"

namespace nearsim::cli {

using Check = std::function<std::string(const std::string&)>;  // what is wrong with a value, or nothing

[[nodiscard]] Check whole_number(std::uint64_t least = 0, std::uint64_t most = ~std::uint64_t{0});
[[nodiscard]] Check seed_range();
[[nodiscard]] Check one_of(std::vector<std::string> words);

void add_sets(CLI::App& app, std::vector<std::string>& out, std::string doc = "change a setting first");
void add_seed(CLI::App& app, std::optional<std::uint64_t>& out, std::string doc);
void add_jobs(CLI::App& app, unsigned& out);
void add_color(CLI::App& app, When& out);
void add_progress(CLI::App& app, When& out);

}  // namespace nearsim::cli
