// What a sweep keeps of one run: figures, no prose.  The names of the verdicts belong to the point, since
// every run of it has the same ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/run/report.hpp"

namespace nearsim::sweep {

struct Row {
  std::uint64_t seed = 0;
  bool passed = false;
  run::Ending ending = run::Ending::finished;
  std::string fingerprint;
  base::Instant ended{};
  std::uint64_t events = 0, records = 0;
  std::string
      held;  // a letter for each verdict, expectations first: h held, v violated, r reached, n not reached
  std::vector<std::optional<std::int64_t>> figures;  // for each expectation: figure.hpp
  std::vector<std::optional<base::Instant>> broke;   // for each verdict: its first violation
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  bool operator==(const Row&) const = default;
};

[[nodiscard]] Row row_of(const run::Report& report);
[[nodiscard]] std::vector<std::string> verdict_names(const run::Report& report);

// The lists as JSON, for the store: [700000000,null] and {"invite":2}.
[[nodiscard]] std::string figures_text(const Row& row);
[[nodiscard]] std::string broke_text(const Row& row);
[[nodiscard]] std::string counts_text(const Row& row);
struct Texts {
  std::string figures, broke, counts;
};
[[nodiscard]] std::vector<Texts> texts_of(const std::vector<Row>& rows);
// Back; false: that is no such text.
[[nodiscard]] bool read_figures(std::string_view text, Row& row);
[[nodiscard]] bool read_broke(std::string_view text, Row& row);
[[nodiscard]] bool read_counts(std::string_view text, Row& row);

}  // namespace nearsim::sweep
