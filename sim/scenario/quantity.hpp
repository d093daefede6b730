// Numbers with units, exactly.  Each quantity is an integer of its smallest unit (nanoseconds, parts per
// million, bytes, ...), so `1.2s` is read digit by digit and never passes through floating point; a decimal
// that the smallest unit cannot hold is an error rather than a rounding.
//
//   parse(text, out, limits)   nothing, or what is wrong
//   text_of(value)             the shortest exact way of writing it; parse() reads it back
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/names.hpp"
#include "protocol/settings.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"
#include "sim/scenario/spelling.hpp"

namespace nearsim::scenario {

using base::Duration;
using protocol::Limits;

struct Problem {
  std::string message, hint;
};
using Outcome = std::optional<Problem>;  // nothing: all is well

[[nodiscard]] Outcome parse(std::string_view text, Duration& out, Limits<Duration> limits);
[[nodiscard]] Outcome parse(std::string_view text, base::Ratio& out, Limits<base::Ratio> limits);
[[nodiscard]] Outcome parse(std::string_view text, base::Drift& out, Limits<base::Drift> limits);
[[nodiscard]] Outcome parse(std::string_view text, base::Bytes& out, Limits<base::Bytes> limits);
[[nodiscard]] Outcome parse(std::string_view text, base::BitRate& out, Limits<base::BitRate> limits);
[[nodiscard]] Outcome parse(std::string_view text, base::Meters& out, Limits<base::Meters> limits);
[[nodiscard]] Outcome parse(std::string_view text, std::int64_t& out, Limits<std::int64_t> limits);
[[nodiscard]] Outcome parse(std::string_view text, int& out, Limits<int> limits);
[[nodiscard]] Outcome parse(std::string_view text, std::uint64_t& out);  // a seed: any
[[nodiscard]] Outcome parse(std::string_view text, bool& out);
[[nodiscard]] Outcome parse(std::string_view text, std::string& out);  // one line, not empty

// The widest limits of each kind of value, for fields that state none.
[[nodiscard]] constexpr Limits<Duration> widest(Duration) { return protocol::any_time; }
[[nodiscard]] constexpr Limits<base::Ratio> widest(base::Ratio) { return {base::none, base::certain}; }
// Ours: a clock that is off by more than a tenth is broken in another way.
[[nodiscard]] constexpr Limits<base::Drift> widest(base::Drift) {
  return {base::Drift{-100'000'000}, base::Drift{100'000'000}};
}
[[nodiscard]] constexpr Limits<base::Bytes> widest(base::Bytes) {
  return {base::Bytes{0}, base::Bytes{1'000'000'000}};
}
[[nodiscard]] constexpr Limits<base::BitRate> widest(base::BitRate) {
  return {base::BitRate{0}, base::BitRate{1'000'000'000'000}};
}
[[nodiscard]] constexpr Limits<base::Meters> widest(base::Meters) {
  return {base::Meters{-100'000'000}, base::Meters{100'000'000}};
}
[[nodiscard]] constexpr Limits<std::int64_t> widest(std::int64_t) { return {0, 1'000'000'000}; }
[[nodiscard]] constexpr Limits<int> widest(int) { return {0, 1'000'000'000}; }

template <protocol::Named E>
[[nodiscard]] std::vector<std::string_view> all_names() {
  const auto names = names_of(E{});
  return {names.begin(), names.end()};
}

template <protocol::Named E>
[[nodiscard]] Outcome parse(std::string_view text, E& out) {
  if (const std::optional<E> found = protocol::named<E>(text)) {
    out = *found;
    return {};
  }
  return Problem{"'" + std::string(text) + "' is not one of its values",
                 suggest(text, all_names<E>(), "one of")};
}

// One call for all kinds of settings, with the limits of the field or the widest.
template <class T>
[[nodiscard]] Outcome parse_any(std::string_view text, T& out, std::optional<Limits<T>> limits) {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string> || protocol::Named<T>)
    return parse(text, out);
  else return parse(text, out, limits ? *limits : widest(T{}));
}

[[nodiscard]] std::string text_of(Duration value);  // base::forever: none
[[nodiscard]] std::string text_of(base::Ratio value);
[[nodiscard]] std::string text_of(base::Drift value);
[[nodiscard]] std::string text_of(base::Bytes value);
[[nodiscard]] std::string text_of(base::BitRate value);
[[nodiscard]] std::string text_of(base::Meters value);
[[nodiscard]] std::string text_of(std::int64_t value);
[[nodiscard]] std::string text_of(int value);
[[nodiscard]] std::string text_of(bool value);
[[nodiscard]] inline std::string text_of(const std::string& value) { return value; }
template <protocol::Named E>
[[nodiscard]] std::string text_of(E value) {
  return std::string(protocol::name(value));
}

}  // namespace nearsim::scenario
