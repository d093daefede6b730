// Where in a file something stands, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

namespace nearsim::scenario {

struct Position {
  std::string file;
  int line = 0, column = 0;  // counted from 1; 0: the file as a whole
};

enum class Severity { error, cannot_judge };  // exit 2; exit 125 (newer file, missing capability)

struct Diagnostic {
  Severity severity = Severity::error;
  Position position;
  std::string message;
  std::string hint;    // "did you mean 'election'?"; may be empty
  std::string source;  // the line it stands on, for the caret
};

// All diagnostics as a compiler would print them: `file:line:col: error: ...`, the line, a caret, the hint.
[[nodiscard]] std::string render(const std::vector<Diagnostic>& diagnostics);

}  // namespace nearsim::scenario
