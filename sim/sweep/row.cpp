#include "sim/sweep/row.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "sim/sweep/figure.hpp"

namespace nearsim::sweep {

namespace {

using Json = nlohmann::ordered_json;

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

template <class T, class F>
bool read_list(std::string_view text, std::vector<std::optional<T>>& out, F made) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array()) return false;
  for (const Json& one : json) {
    if (one.is_null()) out.push_back(std::nullopt);
    else if (one.is_number_integer()) out.push_back(made(one.get<std::int64_t>()));
    else return false;
  }
  return true;
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

bool read_figures(std::string_view text, Row& row) {
  return read_list(text, row.figures, [](std::int64_t n) { return n; });
}
bool read_broke(std::string_view text, Row& row) {
  return read_list(text, row.broke, [](std::int64_t n) { return base::Instant{base::Duration{n}}; });
}
bool read_counts(std::string_view text, Row& row) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return false;
  for (const auto& [name, count] : json.items()) {
    if (!count.is_number_unsigned()) return false;
    row.counts.emplace_back(name, count.get<std::uint64_t>());
  }
  return true;
}

}  // namespace nearsim::sweep
