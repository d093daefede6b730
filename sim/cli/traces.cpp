#include "sim/cli/traces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "sim/cli/output.hpp"
#include "sim/report/style.hpp"

namespace nearsim::cli {

std::optional<std::vector<std::string>> lines_of_file(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    complain("cannot read " + path);
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) out.push_back(std::move(line));
  return out;
}

std::string text_of(const run::TraceDifference& d, std::string_view one, std::string_view other) {
  const auto shown = [](const std::string& record) {
    return record.empty() ? "(the trace has ended)" : record;
  };
  const std::size_t width = std::max(report::columns(one), report::columns(other));
  return fmt::format("  the first difference is record {}\n    {}  {}\n    {}  {}\n", d.index,
                     report::padded(one, width), shown(d.one), report::padded(other, width), shown(d.other));
}

}  // namespace nearsim::cli
