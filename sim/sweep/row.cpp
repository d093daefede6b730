#include "sim/sweep/row.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

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

template <class T, class F>
std::string list_text(const std::vector<std::optional<T>>& all, F number) {
  std::string out = "[";
  for (const std::optional<T>& one : all) {
    if (out.size() > 1) out += ',';
    if (one) fmt::format_to(std::back_inserter(out), "{}", number(*one));
    else out += "null";
  }
  return out + "]";
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
  bool name(std::string& out) {
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

Row row_of(const run::Report& report) {
  Row row;
  row.seed = report.seed.value;
  row.passed = report.passed();
  row.ending = report.ending;
  row.fingerprint = report.fingerprint;
  row.ended = report.ended;
  row.events = report.events;
  row.records = report.records;
  for (const auto* verdicts : {&report.expectations, &report.invariants})
    for (const run::Verdict& verdict : *verdicts) {
      row.held += letter_of(verdict.held);
      row.broke.push_back(verdict.violations.empty() ? std::nullopt
                                                     : std::optional(verdict.violations.front().at));
    }
  for (const run::Verdict& verdict : report.expectations) row.figures.push_back(figure_of(verdict));
  for (const run::Count& count : report.counts) row.counts.emplace_back(count.name, count.value);
  return row;
}

std::vector<std::string> verdict_names(const run::Report& report) {
  std::vector<std::string> out;
  for (const auto* verdicts : {&report.expectations, &report.invariants})
    for (const run::Verdict& verdict : *verdicts) out.push_back(verdict.text);
  return out;
}

std::string figures_text(const Row& row) {
  return list_text(row.figures, [](std::int64_t n) { return n; });
}
std::string broke_text(const Row& row) {
  return list_text(row.broke, [](base::Instant at) { return base::nanoseconds(at); });
}
std::string counts_text(const Row& row) {
  std::string out = "{";
  for (const auto& [name, count] : row.counts)  // names of the vocabulary: nothing to escape
    fmt::format_to(std::back_inserter(out), "{}\"{}\":{}", out.size() > 1 ? "," : "", name, count);
  return out + "}";
}

std::vector<Texts> texts_of(const std::vector<Row>& rows) {
  std::vector<Texts> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back({figures_text(row), broke_text(row), counts_text(row)});
  return out;
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
  }
  return scan.is_over();
}

}  // namespace nearsim::sweep
