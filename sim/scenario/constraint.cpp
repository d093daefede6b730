#include "sim/scenario/constraint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/decibels.hpp"
#include "sim/scenario/set.hpp"

namespace nearsim::scenario {

namespace {

struct Operator {
  std::string_view text;
  Comparison comparison;
};
constexpr std::array operators{
    // the longer ones first
    Operator{"<=", Comparison::less_or_equal}, Operator{">=", Comparison::greater_or_equal},
    Operator{"==", Comparison::equal},         Operator{"!=", Comparison::not_equal},
    Operator{"<", Comparison::less},           Operator{">", Comparison::greater}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A side: its kind, and a number where the kind has an order.
struct Side {
  std::string_view kind;
  std::int64_t number = 0;
  std::string text;
};

template <class T, class F>
bool read(std::string_view text, std::string_view kind, Side& side, F number) {
  T value{};
  if (parse_any<T>(text, value, {})) return false;
  side.kind = kind;
  side.number = number(value);
  return true;
}

bool read_decibels(std::string_view text, Side& side) {
  constexpr int any = 1'000'000;
  int value = 0;
  for (const std::string_view unit : {power_unit, attenuation_unit}) {
    if (parse_decibels(text, unit, value, {-any, any})) continue;
    side.kind = unit;
    side.number = value;
    return true;
  }
  return false;
}

Side side_of(std::string_view text) {
  Side side{"a word", 0, std::string(text)};
  if (text == "none") {  // later than any time
    side.kind = "a time";
    side.number = base::nanoseconds(base::forever);
    return side;
  }
  (void)(read<base::Duration>(text, "a time", side, [](base::Duration d) { return d.count(); }) ||
         read<base::Ratio>(text, "a ratio", side, [](base::Ratio r) { return std::int64_t{r.ppm}; }) ||
         read<base::Bytes>(text, "a size", side, [](base::Bytes b) { return std::int64_t{b.count}; }) ||
         read<base::Meters>(text, "a length", side, [](base::Meters m) { return m.millimetres; }) ||
         read<base::BitRate>(text, "a rate", side, [](base::BitRate r) { return r.bits_per_second; }) ||
         read_decibels(text, side) ||
         read<std::int64_t>(text, "a number", side, [](std::int64_t n) { return n; }));
  return side;
}

bool compare(std::int64_t order, Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return order < 0;
    case Comparison::less_or_equal: return order <= 0;
    case Comparison::equal: return order == 0;
    case Comparison::not_equal: return order != 0;
    case Comparison::greater_or_equal: return order >= 0;
    case Comparison::greater: return order > 0;
  }
  return false;
}

}  // namespace

Parsed parse_constraint(std::string_view text) {
  for (const Operator& candidate : operators) {
    // A link's path has a '>' in it (links.Ana>Bob.loss): an operator stands between spaces.
    const std::string spaced = fmt::format(" {} ", candidate.text);
    const std::size_t at = text.find(spaced);
    if (at == std::string_view::npos) continue;
    const std::string_view left = trimmed(text.substr(0, at)),
                           right = trimmed(text.substr(at + spaced.size()));
    if (left.empty() || right.empty()) break;
    return {{std::string(text), std::string(left), std::string(right), candidate.comparison}, {}};
  }
  return {
      {},
      Problem{fmt::format("'{}' is no comparison", text),
              "write `SETTING < SETTING` or `SETTING < VALUE`, with spaces around one of < <= == != >= >"}};
}

Judged judge(const Constraint& constraint, const Scenario& scenario) {
  const std::vector<Setting> settings = settings_of(scenario);
  const auto find = [&](const std::string& path) {
    return std::find_if(settings.begin(), settings.end(), [&](const auto& s) { return s.path == path; });
  };
  const auto value = [&](const std::string& side) {
    const auto found = find(side);
    return side_of(found == settings.end() ? side : found->value);
  };
  const Side left = value(constraint.left), right = value(constraint.right);
  if (find(constraint.left) == settings.end() && find(constraint.right) == settings.end())
    return {false, Problem{"neither side is a setting of the scenario", "name a setting by its path"}};
  if (left.kind != right.kind)
    return {false, Problem{fmt::format("{} cannot be compared with {}", left.kind, right.kind), {}}};
  if (left.kind != "a word") {
    const int order = left.number < right.number ? -1 : left.number > right.number ? 1 : 0;
    return {compare(order, constraint.comparison), {}};
  }
  if (constraint.comparison != Comparison::equal && constraint.comparison != Comparison::not_equal)
    return {false, Problem{"words have no order", "use == or !="}};
  return {compare(left.text.compare(right.text), constraint.comparison), {}};
}

}  // namespace nearsim::scenario
