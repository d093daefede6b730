#include "sim/scenario/yaml_errors.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace nearsim::scenario {
namespace {

// yaml-cpp's own words are about its tokens; these are about what somebody forgot.
struct Translation {
  std::string_view theirs, ours, hint;
};
const std::array<Translation, 16> translations{{
    {YAML::ErrorMsg::END_OF_MAP, "this does not continue the map above it",
     "check the indentation, or a missing ':'"},
    {YAML::ErrorMsg::END_OF_SEQ, "this does not continue the list above it",
     "check the indentation, or a missing '-'"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a '{' is not closed before this", "write '}' or a ','"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a '[' is not closed before this", "write ']' or a ','"},
    {YAML::ErrorMsg::MAP_KEY, "a key cannot begin here", "check the indentation"},
    {YAML::ErrorMsg::MAP_VALUE, "a second ':' in one line", "put the value in quotes if ': ' belongs to it"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a list entry cannot begin here", "check the indentation"},
    {YAML::ErrorMsg::FLOW_END, "a bracket closes that was not opened", "remove it"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quote is not closed", "write the closing quote"},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "a quote is not closed before this", "write the closing quote"},
    {YAML::ErrorMsg::CHAR_IN_SCALAR, "this character cannot begin or stand in plain text",
     "put the text in quotes"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "this character cannot begin a value", "put the text in quotes"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "no anchor of this name stands above", "define it with &name first"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab in the indentation", "YAML indents with spaces only"},
    {YAML::ErrorMsg::ALIAS_NOT_FOUND, "a name is missing after '*'",
     "put the text in quotes if '*' belongs to it"},
    {YAML::ErrorMsg::ANCHOR_NOT_FOUND, "a name is missing after '&'",
     "put the text in quotes if '&' belongs to it"},
}};

// `run_for:10s` is a word to YAML, which goes on until the next line's colon: the slip is above the
// complaint.
std::optional<Mark> missing_space(const SourceText& source, int line) {
  while (line > 0) {
    const std::string_view text = source.line(static_cast<std::size_t>(--line));
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos || text[first] == '#') continue;
    const std::size_t colon = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", first);
    const bool is_slip = colon != std::string_view::npos && colon > first && text[colon] == ':' &&
                         colon + 1 < text.size() && text[colon + 1] != ' ' && text[colon + 1] != '\t';
    if (is_slip) return Mark{line, static_cast<int>(colon)};
    return {};
  }
  return {};
}

}  // namespace

void report(const YAML::Exception& problem, const SourceText& source, Findings& findings) {
  Mark mark = problem.mark.is_null() ? whole_file : mark_of(problem.mark);
  // The end of the file is past its last newline; the last written line is where something is missing.
  while (mark.line > 0 && source.line(static_cast<std::size_t>(mark.line)).empty()) {
    --mark.line;
    mark.byte = static_cast<int>(source.line(static_cast<std::size_t>(mark.line)).size());
  }
  if (problem.msg == std::string_view{YAML::ErrorMsg::MAP_VALUE})
    if (const std::optional<Mark> slip = missing_space(source, mark.line)) {
      findings.error(*slip, "a space is missing after ':'", "write `key: value`");
      return;
    }
  for (const Translation& known : translations)
    if (problem.msg == known.theirs) {
      findings.error(mark, std::string(known.ours), std::string(known.hint));
      return;
    }
  findings.error(mark, fmt::format("not valid YAML: {}", problem.msg),
                 "put text with special characters in quotes");
}

}  // namespace nearsim::scenario
