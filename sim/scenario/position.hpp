// Where in a file something stands, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

namespace nearsim::scenario {

struct Position {
  std::string file;
  int line = 0, column = 0;  // counted from 1, in characters; 0: the file as a whole
};

enum class Severity { error, cannot_judge };  // exit 2; exit 125 (newer file, missing capability)

struct Diagnostic {
  Severity severity = Severity::error;
  Position position;
  std::string message;
  std::string hint;  // "did you mean 'election'?"; may be empty
  std::string
      source;     // the line it stands on, cut to a window around the place when it is long; may be empty
  int caret = 0;  // the place in `source`, in characters, counted from 0
};

// All diagnostics as a compiler would print them: `file:line:col: error: ...`, the line, a caret, the hint.
[[nodiscard]] std::string render(const std::vector<Diagnostic>& diagnostics);

// 0: nothing to complain about; 2: the file is wrong; 125: the file may be right, but this version cannot
// judge it.
[[nodiscard]] int exit_code(const std::vector<Diagnostic>& diagnostics);

}  // namespace nearsim::scenario
