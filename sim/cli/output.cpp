#include "sim/cli/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace nearsim::cli {

void print(std::string_view data) { (void)std::fwrite(data.data(), 1, data.size(), stdout); }

void complain(std::string_view message) {
  complain_raw(std::string("nearsim: ").append(message).append("\n"));
}

void complain_raw(std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), stderr); }

bool flush() {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  if (errno == EPIPE || errno == 0) return true;
  complain(std::string("cannot write to stdout: ") + std::strerror(errno));
  return false;
}

bool write_file(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  bool good = file != nullptr && std::fwrite(content.data(), 1, content.size(), file) == content.size();
  int reason = errno;
  if (file != nullptr && std::fclose(file) != 0 && good) {
    good = false;
    reason = errno;
  }
  std::error_code failed;
  if (good) std::filesystem::rename(temporary, path, failed);
  if (good && !failed) return true;
  complain("cannot write " + path + ": " + (failed ? failed.message() : std::strerror(reason)));
  std::filesystem::remove(temporary, failed);
  return false;
}

report::Colour colour(When when) {
  if (when != When::automatic) return when == When::always ? report::Colour::on : report::Colour::off;
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::strcmp(terminal, "dumb") == 0;
  const bool wanted = (no_colour == nullptr || *no_colour == '\0') && !dumb && ::isatty(STDOUT_FILENO) == 1;
  return wanted ? report::Colour::on : report::Colour::off;
}

bool shows_progress(When when) {
  return when == When::always || (when == When::automatic && ::isatty(STDERR_FILENO) == 1);
}

}  // namespace nearsim::cli
