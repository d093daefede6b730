// Diagnostics as text.  The caret line repeats the tabs of the source line, so that it stands under the right
// character however wide a terminal makes a tab.
#include <fmt/format.h>

#include "sim/scenario/position.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

std::string indent_to(const std::string& source, int caret) {
  std::string indent;
  std::size_t at = 0;
  for (int i = 0; i < caret && at < source.size(); ++i) {
    const Character character = character_at(source, at);
    if (character.code == '\t') indent += '\t';
    else indent.append(static_cast<std::size_t>(columns_of(character.code)), ' ');
    at += character.length == 0 ? 1 : character.length;
  }
  return indent;
}

std::string place(const Position& position) {
  if (position.line == 0) return position.file;
  return fmt::format("{}:{}:{}", position.file, position.line, position.column);
}

}  // namespace

std::string render(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    const char* kind = diagnostic.severity == Severity::error ? "error" : "cannot judge";
    out += fmt::format("{}: {}: {}\n", place(diagnostic.position), kind, diagnostic.message);
    if (!diagnostic.source.empty())
      out += fmt::format("  {}\n  {}^\n", diagnostic.source, indent_to(diagnostic.source, diagnostic.caret));
    if (!diagnostic.hint.empty()) out += fmt::format("  hint: {}\n", diagnostic.hint);
  }
  return out;
}

int exit_code(const std::vector<Diagnostic>& diagnostics) {
  int code = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) return 2;
    code = 125;
  }
  return code;
}

}  // namespace nearsim::scenario
