#include "sim/scenario/prescan.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

std::string describe(char32_t code) {
  if (code == 0) return "a NUL byte";
  if (code == '\r') return "a carriage return that does not end a line";
  return fmt::format("the control character U+{:04X}", static_cast<std::uint32_t>(code));
}

bool check_characters(const SourceText& source, Findings& findings) {
  for (std::size_t number = 0; number < source.lines(); ++number) {
    const std::string_view line = source.line(number);
    for (std::size_t at = 0; at < line.size();) {
      const Character character = character_at(line, at);
      const Mark mark{static_cast<int>(number), static_cast<int>(at)};
      if (character.length == 0) {
        findings.error(mark, fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(line[at])),
                       "a scenario is a text file; save it as UTF-8");
        return false;
      }
      if (is_forbidden(character.code)) {
        findings.error(
            mark, describe(character.code) + " cannot stand in a scenario",
            character.code == '\r' ? "end lines with LF or CRLF" : "is this a text file, saved as UTF-8?");
        return false;
      }
      at += character.length;
    }
  }
  return true;
}

bool check_lines(const SourceText& source, Findings& findings) {
  const std::size_t before = findings.count();
  for (std::size_t number = 0; number < source.lines(); ++number) {
    const std::string_view line = source.line(number);
    const std::size_t content = line.find_first_not_of(" \t");
    if (content == std::string_view::npos || line[content] == '#') continue;
    const std::size_t tab = line.substr(0, content).find('\t');
    if (tab != std::string_view::npos)
      findings.error({static_cast<int>(number), static_cast<int>(tab)}, "a tab in the indentation",
                     "YAML indents with spaces only");
    if (line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
      findings.error({static_cast<int>(number), 0}, "a merge conflict was left in the file",
                     "keep one of the two sides, and remove the marks");
    if (line[0] == '%')
      findings.error({static_cast<int>(number), 0}, "YAML directives are not used here", "remove the line");
  }
  return findings.count() == before;
}

// Follows quotes, brackets and plain words through the text, just well enough to say what yaml-cpp would not:
// where a quote that never ends began, and that brackets nest too deep.
class Outline {
 public:
  Outline(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  [[nodiscard]] bool check() {
    for (std::size_t number = 0; number < source_.lines(); ++number) {
      in_word_ = in_property_ = false;
      if (!check_line(static_cast<int>(number), source_.line(number))) return false;
    }
    if (quote_ == '\0') return true;
    findings_.error(quote_began_, "this quote is not closed", "write the closing quote");
    return false;
  }

 private:
  bool check_line(int number, std::string_view line) {
    for (std::size_t at = 0; at < line.size(); ++at) {
      const char c = line[at];
      if (quote_ != '\0') {
        if (quote_ == '"' && c == '\\') ++at;
        else if (c == quote_) quote_ = '\0';
        continue;
      }
      if (c == '#' && is_space(line, at, Side::before)) return true;
      if (static_cast<unsigned char>(c) >= 0x80 && !is_plain(line, at, {number, static_cast<int>(at)}))
        return false;
      if (!step(c, line, at, {number, static_cast<int>(at)})) return false;
    }
    return true;
  }

  // What looks like white space or a quote and is taken for a letter, outside quotes and comments.
  bool is_plain(std::string_view line, std::size_t at, Mark mark) {
    const char32_t code = character_at(line, at).code;
    if (is_disguised_space(code)) {
      findings_.error(mark, fmt::format("U+{:04X} is no space to YAML", static_cast<std::uint32_t>(code)),
                      "write an ordinary space, or leave it out");
      return false;
    }
    const bool is_curly = code == 0x2018 || code == 0x2019 || code == 0x201C || code == 0x201D;
    if (!is_curly || in_word_) return true;
    findings_.error(mark, "this quote is a typesetter's, and YAML knows only straight ones",
                    "write \" or leave the quotes out");
    return false;
  }

  enum class Side { before, after };
  static bool is_space(std::string_view line, std::size_t at, Side side) {
    if (side == Side::before ? at == 0 : at + 1 >= line.size()) return true;
    const char c = side == Side::before ? line[at - 1] : line[at + 1];
    return c == ' ' || c == '\t';
  }

  bool step(char c, std::string_view line, std::size_t at, Mark mark) {
    if (c == ' ' || c == '\t') in_property_ = false;
    if (c == ' ' || c == '\t' || in_property_) return true;
    const bool is_flow = depth_ > 0;
    const bool is_bracket = c == '[' || c == ']' || c == '{' || c == '}';
    if (is_bracket && (is_flow || !in_word_)) return bracket(c, mark);
    const bool ends_word =
        (c == ':' && (is_flow || is_space(line, at, Side::after))) || (c == ',' && is_flow);
    const bool is_entry = !in_word_ && (c == '-' || c == '?') && is_space(line, at, Side::after);
    if (ends_word || is_entry) {
      in_word_ = false;
      return true;
    }
    if (in_word_) return true;
    if (c == '"' || c == '\'') {
      quote_ = c;
      quote_began_ = mark;
      return true;
    }
    if ((c == '|' || c == '>') && !is_flow) {
      findings_.error(mark, "text in a block (| or >) is not used here", "write it in quotes, on one line");
      return false;
    }
    // An anchor or tag is followed by what it belongs to.
    (c == '&' || c == '!' ? in_property_ : in_word_) = true;
    return true;
  }

  bool bracket(char c, Mark mark) {
    in_word_ = false;
    if (c == '[' || c == '{') ++depth_;
    if ((c == ']' || c == '}') && depth_ > 0) --depth_;
    if (depth_ <= deepest_nesting) return true;
    findings_.error(mark, fmt::format("nested more than {} deep", deepest_nesting),
                    "is a bracket left open?");
    return false;
  }

  const SourceText& source_;
  Findings& findings_;
  char quote_ = '\0';
  Mark quote_began_{};
  bool in_word_ = false;      // plain text, in which quotes and brackets mean nothing
  bool in_property_ = false;  // &anchor or !tag
  int depth_ = 0;
};

}  // namespace

bool prescan(const SourceText& source, Findings& findings) {
  if (source.text().size() > largest_file) {
    findings.error(whole_file, fmt::format("larger than {} bytes, the most that is read", largest_file),
                   "write devices with `count` and give shared settings a profile of their own");
    return false;
  }
  if (!check_characters(source, findings)) return false;
  if (source.text().find_first_not_of(" \t\n") == std::string::npos) {
    findings.error(whole_file, "the file is empty", "a scenario needs at least `nearsim: 1` and `devices`");
    return false;
  }
  // Both, so that a file indented with tabs is told so for every line at once.
  const bool lines = check_lines(source, findings);
  return Outline(source, findings).check() && lines;
}

FileText read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {{}, "is a folder, not a scenario"};
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return {{}, fmt::format("cannot be opened: {}", std::strerror(errno))};
  std::string text;
  std::string block(1 << 16, '\0');
  while (text.size() <= largest_file) {
    const std::size_t got = std::fread(block.data(), 1, block.size(), file.get());
    text.append(block, 0, got);
    if (got < block.size()) break;
  }
  if (std::ferror(file.get()) != 0) return {{}, "cannot be read to its end"};
  return {std::move(text), {}};
}

}  // namespace nearsim::scenario
