// A failed check is a defect of ours: never the user's, never the simulated world's.  It stays on in release
// builds, because a simulator that goes on after a broken assumption produces numbers that somebody believes.
// It throws; the runner catches it, adds seed, time, node and the last records, and exits 3.
#pragma once

#include <exception>
#include <string>

namespace nearsim::base {

class CheckFailed : public std::exception {
 public:
  CheckFailed(const char* file, int line, const char* condition, const char* text);

  [[nodiscard]] const char* what() const noexcept override {
    return what_.c_str();
  }  // file:line: text (condition)
  [[nodiscard]] const char* file() const { return file_; }
  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] const char* text() const { return text_; }

 private:
  const char* file_;  // all three are string literals
  int line_;
  const char* text_;
  std::string what_;
};

// Out of line and cold, so that a check costs its caller one predicted branch.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, const char* text);

}  // namespace nearsim::base

#define NEARSIM_CHECK(condition, text)                                     \
  do {                                                                     \
    if (!(condition)) [[unlikely]]                                         \
      ::nearsim::base::check_failed(__FILE__, __LINE__, #condition, text); \
  } while (false)
