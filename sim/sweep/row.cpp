#include "sim/sweep/row.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "sim/scenario/vocabulary.hpp"
#include "sim/sweep/figure.hpp"

namespace nearsim::sweep {

namespace {

char letter_of(run::Held held) {
  switch (held) {
    case run::Held::held: return 'h';
    case run::Held::violated: return 'v';
    case run::Held::reached: return 'r';
    case run::Held::not_reached: return 'n';
  }
  return '?';
}

template <class T>
void add_number(std::string& out, T number) {
  const fmt::format_int digits{number};
  out.append(digits.data(), digits.size());
}

template <class T, class F>
void add_list(std::string& out, const std::vector<std::optional<T>>& all, F number) {
  char before = '[';
  for (const std::optional<T>& one : all) {
    out += std::exchange(before, ',');
    if (one) add_number(out, number(*one));
    else out += "null";
  }
  out += all.empty() ? "[]" : "]";
}

void add_counts(std::string& out, const Row& row) {
  out += '{';
  for (std::size_t i = 0; i < row.counts.size(); ++i) {  // names of the vocabulary: nothing to escape
    out.append(i == 0 ? "\"" : ",\"").append(row.counts[i].first).append("\":");
    add_number(out, row.counts[i].second);
  }
  out += '}';
}

// Reads what the functions above write, and no more of JSON than that: a sweep reads millions of them.
class Scan {
 public:
  explicit Scan(std::string_view text) : rest_(text) {}
  bool take(std::string_view token) {
    if (rest_.substr(0, token.size()) != token) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  template <class T>
  bool number(T& out) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (error != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  bool name(std::string_view& out) {
    const std::size_t end = rest_.find('"', 1);
    if (rest_.empty() || rest_[0] != '"' || end == std::string_view::npos) return false;
    out = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }
  [[nodiscard]] bool is_over() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

template <class T, class F>
bool read_list(std::string_view text, std::vector<std::optional<T>>& out, F made) {
  Scan scan{text};
  if (!scan.take("[")) return false;
  while (!scan.take("]")) {
    if (!out.empty() && !scan.take(",")) return false;
    std::int64_t number = 0;
    if (scan.take("null")) out.push_back(std::nullopt);
    else if (scan.number(number)) out.push_back(made(number));
    else return false;
  }
  return scan.is_over();
}

}  // namespace

void fill(Row& row, const run::Report& report) {
  row.seed = report.seed.value;
  row.passed = report.passed();
  row.ending = report.ending;
  row.fingerprint = report.fingerprint;
  row.ended = report.ended;
  row.events = report.events;
  row.records = report.records;
  row.held.clear();
  row.broke.clear();
  for (const auto* verdicts : {&report.expectations, &report.invariants}) {
    row.held.reserve(row.held.size() + verdicts->size());
    row.broke.reserve(row.broke.size() + verdicts->size());
    for (const run::Verdict& verdict : *verdicts) {
      row.held += letter_of(verdict.held);
      row.broke.push_back(verdict.violations.empty() ? std::nullopt
                                                     : std::optional(verdict.violations.front().at));
    }
  }
  row.figures.clear();
  row.figures.reserve(report.expectations.size());
  for (const run::Verdict& verdict : report.expectations) row.figures.push_back(figure_of(verdict));
  row.counts.clear();
  row.counts.reserve(report.counts.size());
  for (const run::Count& count : report.counts) row.counts.emplace_back(count.name, count.value);
}

std::vector<std::string> verdict_names(const run::Report& report) {
  std::vector<std::string> out;
  for (const auto* verdicts : {&report.expectations, &report.invariants})
    for (const run::Verdict& verdict : *verdicts) out.push_back(verdict.text);
  return out;
}

void Texts::write(const std::vector<Row>& rows) {
  all_.clear();
  ends_.clear();
  ends_.reserve(3 * rows.size());
  for (const Row& row : rows) {
    add_list(all_, row.figures, [](std::int64_t n) { return n; });
    ends_.push_back(all_.size());
    add_list(all_, row.broke, [](base::Instant at) { return base::nanoseconds(at); });
    ends_.push_back(all_.size());
    add_counts(all_, row);
    ends_.push_back(all_.size());
  }
}

bool read_figures(std::string_view text, Row& row) {
  return read_list(text, row.figures, [](std::int64_t n) { return n; });
}
bool read_broke(std::string_view text, Row& row) {
  return read_list(text, row.broke, [](std::int64_t n) { return base::Instant{base::Duration{n}}; });
}
bool read_counts(std::string_view text, Row& row) {
  Scan scan{text};
  if (!scan.take("{")) return false;
  while (!scan.take("}")) {
    if (!row.counts.empty() && !scan.take(",")) return false;
    auto& [name, count] = row.counts.emplace_back();
    if (!scan.name(name) || !scan.take(":") || !scan.number(count)) return false;
    const scenario::Counter* counter = scenario::find_counter(name);
    if (counter == nullptr) return false;
    name = counter->name;  // which outlives the text
  }
  return scan.is_over();
}

}  // namespace nearsim::sweep
