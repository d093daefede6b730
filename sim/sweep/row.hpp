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
  std::vector<std::optional<std::int64_t>> figures;                // for each expectation: figure.hpp
  std::vector<std::optional<base::Instant>> broke;                 // for each verdict: its first violation
  std::vector<std::pair<std::string_view, std::uint64_t>> counts;  // the vocabulary's names
  bool operator==(const Row&) const = default;
};

// All of the row; what its texts and lists had of memory serves again.
void fill(Row& row, const run::Report& report);
[[nodiscard]] std::vector<std::string> verdict_names(const run::Report& report);

// The lists as JSON, for the store: [700000000,null] and {"invite":2}.  One text for all rows, because one
// thread makes them and another reads them, millions of them.
class Texts {
 public:
  struct Of {  // one row
    std::string_view figures, broke, counts;
  };
  Texts() = default;
  explicit Texts(const std::vector<Row>& rows) { write(rows); }
  void write(const std::vector<Row>& rows);  // instead of what was there
  [[nodiscard]] std::size_t size() const { return ends_.size() / 3; }
  [[nodiscard]] Of operator[](std::size_t row) const {
    return {part(3 * row), part(3 * row + 1), part(3 * row + 2)};
  }

 private:
  [[nodiscard]] std::string_view part(std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends_[i - 1];
    return std::string_view{all_}.substr(from, ends_[i] - from);
  }
  std::string all_;
  std::vector<std::size_t> ends_;
};
// Back; false: that is no such text.
[[nodiscard]] bool read_figures(std::string_view text, Row& row);
[[nodiscard]] bool read_broke(std::string_view text, Row& row);
[[nodiscard]] bool read_counts(std::string_view text, Row& row);

}  // namespace nearsim::sweep
