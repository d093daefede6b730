// UTF-8, as far as JSON needs it: how long is the character that starts here, and which bytes spell a code
// point. Whatever is not well-formed (overlong forms, surrogates, beyond U+10FFFF, cut short) has length 0.
//   The Unicode Standard 15.0, table 3-7, "Well-Formed UTF-8 Byte Sequences".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nearsim::protocol::utf8 {

[[nodiscard]] inline std::size_t length_at_front(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto within = [](unsigned b, unsigned lowest, unsigned highest) {
    return lowest <= b && b <= highest;
  };
  const auto continues = [&](std::size_t i) { return within(byte(i), 0x80, 0xBF); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return text.empty() ? 0 : 1;
  if (within(lead, 0xC2, 0xDF)) return continues(1) ? 2 : 0;
  if (within(lead, 0xE0, 0xEF)) {
    const unsigned lowest = lead == 0xE0 ? 0xA0 : 0x80;   // below: overlong
    const unsigned highest = lead == 0xED ? 0x9F : 0xBF;  // above: surrogates
    return within(byte(1), lowest, highest) && continues(2) ? 3 : 0;
  }
  if (within(lead, 0xF0, 0xF4)) {
    const unsigned lowest = lead == 0xF0 ? 0x90 : 0x80;   // below: overlong
    const unsigned highest = lead == 0xF4 ? 0x8F : 0xBF;  // above: beyond U+10FFFF
    return within(byte(1), lowest, highest) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

[[nodiscard]] inline bool valid(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = length_at_front(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// `code` is a Unicode scalar value: at most 0x10FFFF and no surrogate.
inline void append(std::string& text, char32_t code) {
  const auto put = [&text](char32_t byte) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
  };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      put(0xE0 | (code >> 12));
    } else {
      put(0xF0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3F));
    }
    put(0x80 | ((code >> 6) & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

}  // namespace nearsim::protocol::utf8
