#include "sim/scenario/utf8.hpp"

#include <algorithm>
#include <array>

namespace nearsim::scenario {

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  std::size_t length = 0;
  char32_t code = 0, least = 0;
  if ((lead & 0xE0) == 0xC0) {
    length = 2, code = lead & 0x1Fu, least = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, code = lead & 0x0Fu, least = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    length = 4, code = lead & 0x07u, least = 0x10000;
  } else {
    return {};
  }
  if (at + length > text.size()) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(at + i) & 0x3Fu);
  }
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < least || code > 0x10FFFF || is_surrogate) return {};
  return {code, length};
}

std::string_view cut_to(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const std::size_t length = character_at(text, at).length;
    at += length == 0 ? 1 : length;
  }
  return count;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_at(text, at).length;
    if (length == 0) return false;
    at += length;
  }
  return true;
}

bool is_forbidden(char32_t code) {
  if (code == '\t' || code == '\n') return false;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return true;
  return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

bool is_one_line(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.length == 0 || is_forbidden(character.code) || character.code == '\n' ||
        character.code == '\t')
      return false;
    at += character.length;
  }
  return true;
}

bool turns_the_line(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_disguised_space(char32_t code) {
  if (code >= 0x2000 && code <= 0x200B) return true;
  static constexpr std::array<char32_t, 9> others{0xA0,   0x1680, 0x2028, 0x2029, 0x202F,
                                                  0x205F, 0x2060, 0x3000, 0xFEFF};
  return std::find(others.begin(), others.end(), code) != others.end();
}

int columns_of(char32_t code) {
  struct Range {
    char32_t first, last;
  };
  // The large blocks only: combining marks, joiners and what turns the direction of a line; then East Asian
  // wide characters and emoji (Unicode TR 11).
  static constexpr std::array<Range, 7> none{{{0x300, 0x36F},
                                              {0x200B, 0x200F},
                                              {0x202A, 0x202E},
                                              {0x2060, 0x206F},
                                              {0xFE00, 0xFE0F},
                                              {0x20D0, 0x20FF},
                                              {0xFEFF, 0xFEFF}}};
  static constexpr std::array<Range, 7> two{{{0x1100, 0x115F},
                                             {0x2E80, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFF00, 0xFF60},
                                             {0x1F300, 0x1FAFF},
                                             {0x20000, 0x3FFFD}}};
  for (const Range& range : none)
    if (code >= range.first && code <= range.last) return 0;
  for (const Range& range : two)
    if (code >= range.first && code <= range.last) return 2;
  return 1;
}

}  // namespace nearsim::scenario
