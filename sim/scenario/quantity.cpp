// Reading quantities, and saying what is wrong with the ones that are none.
#include "sim/scenario/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>

#include "sim/scenario/quantity_units.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

// What one kind of quantity is called and counted in; units from small to large, the last ones only read.
struct Kind {
  std::string_view noun;      // "a duration"
  std::string_view examples;  // "1.2s or 200ms"
  std::string_view smallest;  // "a nanosecond"
  std::span<const Unit> units;
  std::string_view usual;  // the unit that a number without one most likely meant
};

constexpr Kind duration_kind{"a duration", "1.2s or 200ms", "a nanosecond", duration_units, "s"};
constexpr Kind ratio_kind{"a share", "5% or 0.5%", "one part per million", ratio_units, "%"};
constexpr Kind drift_kind{"a drift", "20ppm or -20ppm", "one part per billion", drift_units, "ppm"};
constexpr Kind byte_kind{"a size", "200B or 2kB", "a byte", byte_units, "B"};
constexpr Kind rate_kind{"a bit rate", "2Mbit/s", "a bit per second", rate_units, "Mbit/s"};
constexpr Kind length_kind{"a length", "8m or 1.5m", "a millimetre", length_units, "m"};

std::string unit_list(const Kind& kind) {
  std::string out;
  for (const Unit& unit : kind.units) out += (out.empty() ? "" : ", ") + std::string(unit.name);
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Number {  // [+-] whole [. fraction] unit
  bool negative = false;
  std::string_view whole, fraction, unit;
};

std::optional<Number> split(std::string_view text) {
  Number number;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const auto digits = [&] {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n])) ++n;
    const std::string_view out = text.substr(0, n);
    text.remove_prefix(n);
    return out;
  };
  number.whole = digits();
  if (number.whole.empty()) return {};
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    number.fraction = digits();
    if (number.fraction.empty()) return {};
  }
  number.unit = text;
  return number;
}

enum class Fit { exact, too_fine, too_large };

// whole.fraction * scale, in integers.
Fit scaled(const Number& number, std::int64_t scale, std::int64_t& out) {
  std::int64_t value = 0;
  for (const char c : number.whole)
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
        __builtin_add_overflow(value, std::int64_t{c - '0'}, &value))
      return Fit::too_large;
  if (__builtin_mul_overflow(value, scale, &value)) return Fit::too_large;
  std::int64_t place = scale;
  for (const char c : number.fraction) {
    if (c == '0' && place % 10 != 0) continue;
    if (place % 10 != 0) return Fit::too_fine;
    place /= 10;
    if (__builtin_add_overflow(value, (c - '0') * place, &value)) return Fit::too_large;
  }
  out = number.negative ? -value : value;
  return Fit::exact;
}

Problem malformed(std::string_view text, const Kind& kind) {
  std::string hint = fmt::format("write {}", kind.examples);
  if (text.find(',') != std::string_view::npos) hint = "the decimal mark is a point, e.g. 1.5";
  if (text.size() > 1 && text[0] == '.' && is_digit(text[1])) hint = fmt::format("write the zero: 0{}", text);
  return {fmt::format("'{}' is not {}", text, kind.noun), hint};
}

Problem bad_unit(std::string_view text, const Number& number, const Kind& kind) {
  const std::string_view digits = text.substr(0, text.size() - number.unit.size());
  if (number.unit.empty()) {
    // 0.05 for one in twenty
    std::int64_t share = 0;
    const bool is_share = &kind == &ratio_kind && !number.fraction.empty() && number.whole == "0";
    if (is_share && scaled(number, base::certain.ppm, share) == Fit::exact)
      return {fmt::format("'{}' has no unit", text),
              fmt::format("write {} if it is a share of one, or {}%", text_of(base::Ratio{share}), digits)};
    return {fmt::format("'{}' has no unit", text),
            fmt::format("write {}{} (units: {})", digits, kind.usual, unit_list(kind))};
  }
  std::string_view unit = number.unit;
  while (!unit.empty() && unit[0] == ' ') unit.remove_prefix(1);
  std::vector<std::string_view> names;
  for (const Unit& known : kind.units) names.push_back(known.name);
  const bool is_known = std::find(names.begin(), names.end(), unit) != names.end();
  if (is_known)
    return {fmt::format("'{}' has a space before its unit", text), fmt::format("write {}{}", digits, unit)};
  // "µs" with either micro sign
  if (unit == "\xC2\xB5s" || unit == "\xCE\xBCs")
    return {fmt::format("'{}' is written with u", text), fmt::format("write {}us", digits)};
  return {fmt::format("'{}' has the unknown unit '{}'", text, unit),
          fmt::format("units: {}", unit_list(kind))};
}

template <class Show>
Outcome parse_kind(std::string_view text, const Kind& kind, std::int64_t lo, std::int64_t hi,
                   std::int64_t& out, Show show) {
  const std::optional<Number> number = split(text);
  if (!number) return malformed(text, kind);
  if (number->unit.find_first_of(",_eE") == 0) return malformed(text, kind);
  const auto unit = std::find_if(kind.units.begin(), kind.units.end(),
                                 [&](const Unit& u) { return u.name == number->unit; });
  if (unit == kind.units.end()) return bad_unit(text, *number, kind);
  std::int64_t value = 0;
  switch (scaled(*number, unit->scale, value)) {
    case Fit::exact: break;
    case Fit::too_fine:
      return Problem{fmt::format("'{}' is finer than {}", text, kind.smallest), "use fewer decimals"};
    case Fit::too_large:
      value = number->negative ? std::numeric_limits<std::int64_t>::min() : base::forever.count();
  }
  if (value < lo || value > hi || value == base::forever.count()) {
    const std::string greatest = hi == base::forever.count() ? show(hi - 1) : show(hi);
    if (value < lo && lo == 0)
      return Problem{fmt::format("'{}' is negative", text), fmt::format("at least {}", show(lo))};
    return Problem{fmt::format("'{}' is {}", text, value < lo ? "too small" : "too large"),
                   fmt::format("from {} to {}", show(lo), greatest)};
  }
  out = value;
  return {};
}

template <class T, class Member>
Outcome parse_as(std::string_view text, T& out, Limits<T> limits, const Kind& kind, Member member) {
  std::int64_t value = 0;
  const auto show = [&](std::int64_t v) {
    T t{};
    t.*member = v;
    return text_of(t);
  };
  if (auto problem = parse_kind(text, kind, limits.lo.*member, limits.hi.*member, value, show))
    return problem;
  out.*member = value;
  return {};
}

}  // namespace

Outcome parse(std::string_view text, Duration& out, Limits<Duration> limits) {
  const bool may_be_none = limits.hi == base::forever;
  if (text == "none") {
    if (!may_be_none) return Problem{"'none' is not possible here", "write a duration, e.g. 1.2s or 200ms"};
    out = base::forever;
    return {};
  }
  std::int64_t value = 0;
  const auto show = [](std::int64_t v) { return text_of(Duration{v}); };
  // A time that can be switched off is limited like the others when it is on.
  const Duration hi = may_be_none ? protocol::longest_setting : limits.hi;
  if (auto problem = parse_kind(text, duration_kind, limits.lo.count(), hi.count(), value, show)) {
    if (may_be_none) problem->hint += problem->hint.empty() ? "or none" : "; or none";
    return problem;
  }
  out = Duration{value};
  return {};
}

Outcome parse(std::string_view text, base::Ratio& out, Limits<base::Ratio> limits) {
  return parse_as(text, out, limits, ratio_kind, &base::Ratio::ppm);
}
Outcome parse(std::string_view text, base::Drift& out, Limits<base::Drift> limits) {
  return parse_as(text, out, limits, drift_kind, &base::Drift::ppb);
}
Outcome parse(std::string_view text, base::Bytes& out, Limits<base::Bytes> limits) {
  return parse_as(text, out, limits, byte_kind, &base::Bytes::count);
}
// Unlimited is said in a word: a rate of zero would carry nothing.
Outcome parse(std::string_view text, base::BitRate& out, Limits<base::BitRate> limits) {
  const bool may_be_none = limits.lo == base::BitRate{0};
  if (text == "none") {
    if (!may_be_none) return Problem{"'none' is not possible here", "write a rate, e.g. 2Mbit/s"};
    out = base::BitRate{0};
    return {};
  }
  if (may_be_none) limits.lo = base::BitRate{1};
  auto problem = parse_as(text, out, limits, rate_kind, &base::BitRate::bits_per_second);
  if (problem && may_be_none)
    problem->hint = text == "0" ? "write none, or e.g. 2Mbit/s" : problem->hint + "; or none";
  return problem;
}
Outcome parse(std::string_view text, base::Meters& out, Limits<base::Meters> limits) {
  return parse_as(text, out, limits, length_kind, &base::Meters::millimetres);
}

Outcome parse(std::string_view text, std::int64_t& out, Limits<std::int64_t> limits) {
  const std::optional<Number> number = split(text);
  if (!number || !number->unit.empty() || !number->fraction.empty())
    return Problem{fmt::format("'{}' is not a whole number", text), "write e.g. 3; a count has no unit"};
  std::int64_t value = 0;
  const bool fits = scaled(*number, 1, value) == Fit::exact;
  if (!fits || value < limits.lo || value > limits.hi)
    return Problem{fmt::format("'{}' is out of range", text),
                   fmt::format("from {} to {}", limits.lo, limits.hi)};
  out = value;
  return {};
}

Outcome parse(std::string_view text, int& out, Limits<int> limits) {
  std::int64_t value = 0;
  if (auto problem = parse(text, value, Limits<std::int64_t>{limits.lo, limits.hi})) return problem;
  out = static_cast<int>(value);
  return {};
}

Outcome parse(std::string_view text, std::uint64_t& out) {
  std::uint64_t value = 0;
  bool fits = !text.empty();
  for (const char c : text) {
    if (!is_digit(c))
      return Problem{fmt::format("'{}' is not a whole number from 0 up", text), "write e.g. 7"};
    fits = fits && !__builtin_mul_overflow(value, std::uint64_t{10}, &value) &&
           !__builtin_add_overflow(value, static_cast<std::uint64_t>(c - '0'), &value);
  }
  if (!fits)
    return Problem{text.empty() ? "a number is missing" : fmt::format("'{}' is out of range", text),
                   fmt::format("from 0 to {}", std::numeric_limits<std::uint64_t>::max())};
  out = value;
  return {};
}

Outcome parse(std::string_view text, bool& out) {
  if (text == "true" || text == "false") {
    out = text == "true";
    return {};
  }
  constexpr std::array<std::string_view, 8> yes{"yes", "on", "y", "Yes", "On", "True", "TRUE", "1"};
  constexpr std::array<std::string_view, 8> no{"no", "off", "n", "No", "Off", "False", "FALSE", "0"};
  const auto is_in = [&](const auto& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  std::string hint = "write true or false";
  if (is_in(yes)) hint = "write true";
  if (is_in(no)) hint = "write false";
  return Problem{fmt::format("'{}' is neither true nor false", text), hint};
}

Outcome parse(std::string_view text, std::string& out) {
  if (text.empty()) return Problem{"the text is empty", "write a word"};
  if (!is_one_line(text))
    return Problem{"the text holds a character that cannot be shown",
                   "write one line without control characters"};
  out = text;
  return {};
}

}  // namespace nearsim::scenario
