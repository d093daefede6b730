#include "sim/cli/output.hpp"

#include <poll.h>
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

bool reader_went_away() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

namespace {

namespace fs = std::filesystem;

bool write_all(const std::string& path, std::string_view content) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  bool good = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int reason = errno;
  const bool closed = std::fclose(file) == 0;
  if (!good) errno = reason;
  return good && closed;
}

bool cannot(const std::string& path, std::string_view reason) {
  complain(std::string("cannot write ").append(path.empty() ? "''" : path).append(": ").append(reason));
  return false;
}

}  // namespace

bool flush() {
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  if ((flushed && std::ferror(stdout) == 0) || reader_went_away()) return true;
  complain(std::string("cannot write to stdout: ") +
           (errno != 0 ? std::strerror(errno) : "not all of it was taken"));
  return false;
}

bool can_write(const std::string& path) {
  if (path.empty()) return cannot(path, "this is the name of no file");
  std::error_code failed;
  if (fs::is_directory(path, failed)) return cannot(path, "it is a folder");
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, failed))
    return cannot(path, "there is no folder " + folder.string());
  return true;
}

bool write_file(const std::string& path, std::string_view content) {
  if (!can_write(path)) return false;
  std::error_code failed;
  const fs::file_status target = fs::status(path, failed);
  const bool is_link = fs::is_symlink(fs::symlink_status(path, failed));
  if ((fs::exists(target) && !fs::is_regular_file(target)) || (is_link && !fs::exists(target)))
    return write_all(path, content) || cannot(path, std::strerror(errno));
  const std::string place = is_link ? fs::canonical(path, failed).string() : path;
  const std::string temporary = place + ".tmp" + std::to_string(::getpid());
  if (!write_all(temporary, content)) {
    const int reason = errno;
    fs::remove(temporary, failed);
    return cannot(path, std::strerror(reason));
  }
  fs::rename(temporary, place, failed);
  if (!failed) return true;
  const std::string reason = failed.message();
  fs::remove(temporary, failed);
  return cannot(path, reason);
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
