#include "sim/base/check.hpp"

#include <cstdlib>

namespace nearsim::base {

CheckFailed::CheckFailed(const char* file, int line, const char* condition, const char* text)
    : file_(file),
      line_(line),
      text_(text),
      what_(std::string(file) + ":" + std::to_string(line) + ": " + text + " (" + condition + ")") {}

void check_failed(const char* file, int line, const char* condition, const char* text) {
#if defined(__cpp_exceptions)
  throw CheckFailed(file, line, condition, text);
#else
  (void)file, (void)line, (void)condition, (void)text;
  std::abort();  // a device build without exceptions: the crash log carries the stack
#endif
}

}  // namespace nearsim::base
