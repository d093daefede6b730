#include "sim/cli/again.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

namespace nearsim::cli {

std::vector<OtherWorld> other_worlds() {
  return {
      {"in a process of its own", {}},
      {"in a Turkish locale, fourteen hours ahead",
       {{"LC_ALL", "tr_TR.UTF-8"}, {"TZ", "Pacific/Kiritimati"}}},
      {"with an environment of another size", {{"NEARSIM_PADDING", std::string(5003, 'x')}}},
      {"with freshly allocated memory full of 0xa5",
       {{"MALLOC_PERTURB_", "90"}}},  // glibc fills with the complement
  };
}

namespace {

std::vector<std::string> merged(const Environment& changes) {
  std::vector<std::string> out;
  for (const auto& [key, value] : changes) out.push_back(key + "=" + value);
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text{*entry};
    bool changed = false;
    for (const auto& change : changes) changed = changed || text.rfind(change.first + "=", 0) == 0;
    if (!changed) out.push_back(text);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

std::string read_all(int descriptor) {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

std::optional<std::string> run_again(const std::vector<std::string>& arguments, const Environment& changes) {
  std::error_code failed;
  const std::string self = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  std::array<int, 2> ends{};
  if (failed || ::pipe(ends.data()) != 0) return std::nullopt;
  std::vector<std::string> words{self};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = merged(changes);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, self.c_str(), &actions, nullptr, pointers(words).data(),
                                  pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string out = error == 0 ? read_all(ends[0]) : std::string{};
  ::close(ends[0]);
  int status = 0;
  if (error != 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return std::nullopt;
  return out;
}

}  // namespace nearsim::cli
