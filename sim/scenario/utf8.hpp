// Just enough UTF-8 to check a file, count its characters and draw a caret under one of them.
#pragma once

#include <cstddef>
#include <string_view>

namespace nearsim::scenario {

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  // in bytes; 0: what stands here is not UTF-8
};

// The character at `at`: shortest form only, no surrogates, nothing above U+10FFFF.
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

// As much of the beginning as fits into so many bytes, without half a character.
[[nodiscard]] std::string_view cut_to(std::string_view text, std::size_t bytes);
[[nodiscard]] std::size_t count_characters(std::string_view text);  // a byte that is not UTF-8 counts as one

[[nodiscard]] bool is_valid_utf8(std::string_view text);

// Control characters (but for tab and newline), and the code points that are never characters.
[[nodiscard]] bool is_forbidden(char32_t code);

// Text without control characters, tabs and line ends.
[[nodiscard]] bool is_one_line(std::string_view text);

// What makes a terminal write backwards, so that a line shows something else than it says.
[[nodiscard]] bool turns_the_line(char32_t code);

// Spaces and line ends of Unicode that YAML takes for letters, and marks without a width: what a copied page
// leaves behind.
[[nodiscard]] bool is_disguised_space(char32_t code);

[[nodiscard]] int columns_of(char32_t code);  // on a terminal: 0, 1 or 2

}  // namespace nearsim::scenario
