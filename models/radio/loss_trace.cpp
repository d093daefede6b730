#include "models/radio/loss_trace.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "sim/base/check.hpp"

namespace nearsim::radio {
namespace {

using namespace std::chrono_literals;

struct Cell {
  std::string_view text;
  std::size_t column;
};

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t comma = std::min(line.find(',', begin), line.size());
    const std::string_view raw = line.substr(begin, comma - begin);
    const std::string_view text = trimmed(raw);
    const auto indent = static_cast<std::size_t>(text.empty() ? 0 : text.data() - raw.data());
    cells.push_back({text, begin + indent + 1});
    begin = comma + 1;
  }
  return cells;
}

struct Number {
  double value;
  std::string_view unit;
};
std::optional<Number> number(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || !(value >= 0) || value > 1e9) return std::nullopt;
  return Number{value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

std::optional<base::Duration> duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}}};
  const std::optional<Number> n = number(text);
  if (!n) return std::nullopt;
  for (const auto& [unit, nanos] : units)
    if (n->unit == unit && n->value * nanos < 9e18)
      return base::Duration{static_cast<std::int64_t>(n->value * nanos + 0.5)};
  return std::nullopt;
}

std::optional<base::Ratio> share(std::string_view text) {
  const std::optional<Number> n = number(text);
  if (!n || n->unit != "%" || n->value > 100) return std::nullopt;
  return base::Ratio{static_cast<std::int64_t>(n->value * 1e4 + 0.5)};
}

class Reading {
 public:
  void line(std::string_view text) {
    ++line_;
    if (trimmed(text).empty() || trimmed(text).front() == '#') return;
    const std::vector<Cell> cells = cells_of(text);
    if (!header_) return header(cells);
    if (cells.size() != 3)
      return error(1, std::to_string(cells.size()) + " cells, and a row has three",
                   "at,delay,loss: 1.5s,20ms,1%");
    row(cells);
  }
  [[nodiscard]] TraceReading finish() {
    if (!header_) error(1, "the trace is empty", "the first line is: at,delay,loss");
    else if (out_.trace.points.empty() && out_.errors.empty())
      error(1, "the trace has no rows", "0s,10ms,0%");
    return std::move(out_);
  }

 private:
  void header(const std::vector<Cell>& cells) {
    header_ = true;
    constexpr std::array<std::string_view, 3> names{"at", "delay", "loss"};
    const bool right =
        cells.size() == 3 && std::equal(cells.begin(), cells.end(), names.begin(),
                                        [](const Cell& c, std::string_view n) { return c.text == n; });
    if (!right) error(1, "the header is not at,delay,loss", "the first line is: at,delay,loss");
  }
  void row(const std::vector<Cell>& cells) {
    const std::optional<base::Duration> at = duration(cells[0].text), delay = duration(cells[1].text);
    const std::optional<base::Ratio> loss = share(cells[2].text);
    if (!at) return bad(cells[0], "at", "a time with its unit: 1.5s");
    if (!delay) return bad(cells[1], "delay", "a time with its unit: 20ms");
    if (!loss) return bad(cells[2], "loss", "from 0% to 100%");
    std::vector<TracePoint>& points = out_.trace.points;
    if (points.empty() && *at != 0ns)
      return error(cells[0].column, "at: the first row begins later than 0s", "begin with 0s");
    if (!points.empty() && *at <= points.back().at)
      return error(cells[0].column, "at: not later than the row before", "rows are in the order of time");
    points.push_back({*at, *delay, *loss});
  }
  void bad(const Cell& cell, std::string_view name, std::string_view hint) {
    error(cell.column, std::string(name) + ": '" + std::string(cell.text.substr(0, 40)) + "' is not one",
          hint);
  }
  void error(std::size_t column, std::string message, std::string_view hint) {
    out_.errors.push_back({std::max<std::size_t>(line_, 1), column, std::move(message), std::string(hint)});
  }

  TraceReading out_;
  std::size_t line_ = 0;
  bool header_ = false;
};

}  // namespace

const TracePoint& LinkTrace::when(base::Duration since_start) const {
  NEARSIM_CHECK(!points.empty(), "an empty trace is played");
  const auto after = std::upper_bound(points.begin(), points.end(), since_start,
                                      [](base::Duration t, const TracePoint& p) { return t < p.at; });
  return after == points.begin() ? points.front() : *(after - 1);
}

TraceReading read_trace(std::string_view csv) {
  Reading reading;
  if (csv.substr(0, 3) == "\xEF\xBB\xBF") csv.remove_prefix(3);  // a byte order mark, as spreadsheets write
  while (!csv.empty()) {
    const std::size_t end = csv.find('\n');
    reading.line(csv.substr(0, end));
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
  }
  return reading.finish();
}

}  // namespace nearsim::radio
