#include "sim/report/style.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nearsim::report {

namespace {
constexpr bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }
}  // namespace

std::string Palette::paint(std::string_view code, std::string_view text) const {
  return on_ && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out{text};
  out.append(width - std::min(width, columns(text)), ' ');
  return out;
}

std::string centred(std::string_view text, std::size_t width, std::string_view fill) {
  const std::size_t room = width - std::min(width, columns(text));
  std::string out;
  for (std::size_t i = 0; i < room / 2; ++i) out += fill;
  out += text;
  for (std::size_t i = room / 2; i < room; ++i) out += fill;
  return out;
}

std::string clipped(std::string_view text, std::size_t width) {
  if (columns(text) <= width || width == 0) return std::string(text);
  std::size_t end = 0, seen = 0;
  while (end < text.size() && (continues(text[end]) || seen < width - 1))
    seen += continues(text[end++]) ? 0u : 1u;
  return std::string(text.substr(0, end)) + "…";
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out, line;
  const auto flush = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (!line.empty()) out.append(indent).append(line).append("\n");
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (word.empty()) {
      if (!line.empty()) line += ' ';  // two spaces in a row separate columns: they stay
      continue;
    }
    if (!line.empty() && columns(indent) + columns(line) + 1 + columns(word) > width) flush();
    if (!line.empty()) line += ' ';
    line += word;
  }
  flush();
  return out;
}

std::string plural(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", number(count), thing, count == 1 ? "" : "s");
}

std::string number(std::uint64_t value) {
  std::string out = std::to_string(value);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view safe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=,:@%+";
  if (!word.empty() && word.find_first_not_of(safe) == std::string_view::npos) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace nearsim::report
