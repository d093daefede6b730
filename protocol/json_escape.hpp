// One escape sequence of a JSON string: the character it spells and the bytes it takes, or why it is none.
//   \n  \u00fc  \ud83d\ude00 (beyond U+FFFF: two units, high surrogate then low)      RFC 8259, section 7
#pragma once

#include <cstddef>
#include <string_view>

namespace nearsim::protocol::json {

inline constexpr std::string_view cut_string = "the message ends inside a string";
inline constexpr std::string_view half_pair = "half a surrogate pair";

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }

// Four hexadecimal digits, or one of two values that no code point has.
inline constexpr char32_t not_hexadecimal = 0x110000;
inline constexpr char32_t cut_hexadecimal = 0x110001;

[[nodiscard]] inline char32_t four_hexadecimal(std::string_view text) {
  char32_t unit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i >= text.size()) return cut_hexadecimal;
    const char c = text[i];
    const int digit = is_digit(c)            ? c - '0'
                      : 'a' <= c && c <= 'f' ? c - 'a' + 10
                      : 'A' <= c && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return not_hexadecimal;
    unit = unit * 16 + static_cast<char32_t>(digit);
  }
  return unit;
}

struct Escape {
  char32_t code = 0;
  std::size_t length = 0;
  std::string_view why;  // empty: well-formed
};
constexpr Escape spells(char32_t code, std::size_t length) { return {code, length, {}}; }
constexpr Escape refused(std::string_view why) { return {0, 0, why}; }

constexpr bool is_high_surrogate(char32_t unit) { return 0xD800 <= unit && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(char32_t unit) { return 0xDC00 <= unit && unit <= 0xDFFF; }

// A code point beyond U+FFFF is two units, high then low; one without the other spells no character.
[[nodiscard]] inline Escape surrogate_pair(char32_t high, std::string_view rest) {
  if (rest.empty() || rest == "\\") return refused(cut_string);
  if (!rest.starts_with("\\u")) return refused(half_pair);
  const char32_t low = four_hexadecimal(rest.substr(2));
  if (low == cut_hexadecimal) return refused(cut_string);
  if (!is_low_surrogate(low)) return refused(half_pair);
  return spells(0x10000 + (((high - 0xD800) << 10) | (low - 0xDC00)), 12);
}

[[nodiscard]] inline Escape escape_at_front(std::string_view text) {  // text[0] is the backslash
  if (text.size() < 2) return refused(cut_string);
  switch (text[1]) {
    case '"':
    case '\\':
    case '/': return spells(static_cast<char32_t>(text[1]), 2);
    case 'b': return spells('\b', 2);
    case 'f': return spells('\f', 2);
    case 'n': return spells('\n', 2);
    case 'r': return spells('\r', 2);
    case 't': return spells('\t', 2);
    case 'u': break;
    default: return refused("an escape that JSON does not have");
  }
  const char32_t unit = four_hexadecimal(text.substr(2));
  if (unit == cut_hexadecimal) return refused(cut_string);
  if (unit == not_hexadecimal) return refused("\\u needs four hexadecimal digits");
  if (is_low_surrogate(unit)) return refused(half_pair);
  if (is_high_surrogate(unit)) return surrogate_pair(unit, text.substr(6));
  return spells(unit, 6);
}

}  // namespace nearsim::protocol::json
