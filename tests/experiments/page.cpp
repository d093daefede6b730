#include "tests/experiments/page.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace nearsim::experiments {

bool replace_file(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".tmp";
  std::ofstream file{temporary, std::ios::binary};
  file << text;
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(temporary, path, failed);
  if (file && !failed) return true;
  std::filesystem::remove(temporary, failed);
  std::fprintf(stderr, "cannot write %s\n", path.c_str());
  return false;
}

int publish(const std::function<std::string()>& measure, int argc, char** argv) {
  if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
    std::fprintf(stderr, "usage: %s [FILE]\n", argv[0]);
    return 2;
  }
  if (argc == 2) return replace_file(argv[1], measure()) ? 0 : 1;
  return std::fputs(measure().c_str(), stdout) < 0 ? 1 : 0;
}

}  // namespace nearsim::experiments
