// Replays folders of inputs through the fuzz target, without a fuzzer, so that every compiler and every
// sanitizer of the matrix sees them in the normal suite.   reader_replay FOLDER...
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  std::size_t replayed = 0;
  for (int i = 1; i < count; ++i) {
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(arguments[i], error)) {
      std::ifstream stream(file.path(), std::ios::binary);
      const std::vector<char> chars(std::istreambuf_iterator<char>(stream), {});
      const std::vector<std::uint8_t> bytes(chars.begin(), chars.end());
      std::printf("%s\n", file.path().filename().c_str());
      std::fflush(stdout);  // so that the last line names the culprit if the next call traps
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      ++replayed;
    }
  }
  if (replayed == 0) return std::fputs("nothing to replay\n", stderr), 1;
  std::printf("%zu replayed\n", replayed);
}
