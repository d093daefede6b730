// The text of one file, by lines, and what is wrong with it.  Complaints are collected, so that a reader of
// the file sees all of them at once, in the order of the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/position.hpp"

namespace nearsim::scenario {

struct Mark {
  int line = 0;  // counted from 0 like bytes; -1: the file as a whole
  int byte = 0;
};
inline constexpr Mark whole_file{-1, 0};

class SourceText {
 public:
  SourceText(std::string_view text,
             std::string name);  // copies; CRLF becomes LF, a leading byte order mark goes

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t lines() const { return starts_.size(); }
  [[nodiscard]] std::string_view line(std::size_t number) const;  // from 0; without its newline
  [[nodiscard]] Position position(Mark mark) const;
  void show(Mark mark, Diagnostic& diagnostic) const;  // fills in position, source and caret

 private:
  std::string name_, text_;
  std::vector<std::size_t> starts_;
};

class Findings {
 public:
  explicit Findings(const SourceText& source) : source_(&source) {}

  void error(Mark mark, const std::string& message, const std::string& hint = {}) {
    add(Severity::error, mark, message, hint);
  }
  void cannot_judge(Mark mark, const std::string& message, const std::string& hint = {}) {
    add(Severity::cannot_judge, mark, message, hint);
  }
  // A complaint about another file, which this one names; after all of this file.
  void add(Diagnostic elsewhere) {
    ++total_;
    elsewhere_.push_back(std::move(elsewhere));
  }
  [[nodiscard]] bool empty() const { return total_ == 0; }
  [[nodiscard]] std::size_t count() const { return total_; }
  [[nodiscard]] const SourceText& source() const { return *source_; }

  // In the order of the file, without repetitions; after the first hundred only their number.
  [[nodiscard]] std::vector<Diagnostic> diagnostics() const;

 private:
  struct Finding {
    Severity severity;
    Mark mark;
    std::string message, hint;
  };
  void add(Severity severity, Mark mark, const std::string& message, const std::string& hint);

  const SourceText* source_;
  std::vector<Finding> findings_;
  std::vector<Diagnostic> elsewhere_;
  std::size_t total_ = 0;
};

}  // namespace nearsim::scenario
