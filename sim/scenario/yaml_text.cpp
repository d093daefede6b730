#include "sim/scenario/yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_inner(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

// YAML 1.1 readers take more words for something else than 1.2 does; also the words of this language stay in
// quotes.
bool has_meaning(std::string_view text) {
  constexpr std::array<std::string_view, 14> words{"true", "false", "yes", "no",  "on",   "off", "null",
                                                   "y",    "n",     "all", "any", "none", "inf", "nan"};
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_plain(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_inner) &&
         !has_meaning(text);
}

bool must_escape(char32_t code) {
  return is_forbidden(code) || code == '\n' || code == '\t' || code == 0x2028 || code == 0x2029 ||
         code == 0xFEFF || columns_of(code) == 0;
}

}  // namespace

std::string yaml_word(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const std::size_t length = std::max<std::size_t>(1, character.length);
    if (character.length == 0) out += "\\uFFFD";  // not UTF-8: nothing that was read is
    else if (character.code == '"' || character.code == '\\')
      out += {'\\', static_cast<char>(character.code)};
    else if (must_escape(character.code))
      out += fmt::format("\\U{:08X}", static_cast<std::uint32_t>(character.code));
    else out += text.substr(at, length);
    at += length;
  }
  return out + "\"";
}

std::string yaml_list(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) out += (out.size() > 1 ? ", " : "") + yaml_word(word);
  return out + "]";
}

}  // namespace nearsim::scenario
