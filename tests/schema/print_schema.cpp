// The generated JSON Schema on stdout, for check_schema.py.
#include <cstdio>

#include "sim/scenario/schema.hpp"

int main() {
  const std::string text = nearsim::scenario::schema();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
