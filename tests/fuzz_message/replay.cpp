// Replays the committed corpus through the fuzz target, without a fuzzer, so that every compiler and every
// sanitizer of the matrix sees it in the normal suite.   message_replay FOLDER
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: message_replay FOLDER\n", stderr), 2;
  std::size_t replayed = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(arguments[1], error)) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::vector<char> chars(std::istreambuf_iterator<char>(stream), {});
    const std::vector<std::uint8_t> bytes(chars.begin(), chars.end());
    std::printf("%s\n", file.path().filename().c_str());
    std::fflush(stdout);  // so that the last line names the culprit if the next call traps
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++replayed;
  }
  if (replayed == 0) return std::fprintf(stderr, "%s: nothing to replay\n", arguments[1]), 1;
  std::printf("%zu replayed\n", replayed);
}
