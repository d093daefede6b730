// Every malformed scenario beside this file is refused with exactly the words in its .expected file,
// position, caret and exit code included: a message is part of the program.  `bad_scenarios FOLDER --update`
// rewrites the expectations, for a commit that explains why.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace {

namespace fs = std::filesystem;
using nearsim::scenario::exit_code;
using nearsim::scenario::load_text;
using nearsim::scenario::Loaded;
using nearsim::scenario::render;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Case {
  std::string name, text;
};

std::string repeated(const std::string& piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

// Too large to be kept as files.
std::vector<Case> generated() {
  const std::string head = "nearsim: 1\ndevices: [{name: Ana, profile: meshred}]\n";
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string last = std::to_string(i - 1), now = std::to_string(i);
    bomb += "a" + now + ": &a" + now + " [*a" + last + ", *a" + last + "]\n";
  }
  std::string chain = "b0: &b0 [x]\n";
  for (int i = 1; i <= 70; ++i)
    chain += "b" + std::to_string(i) + ": &b" + std::to_string(i) + " [*b" + std::to_string(i - 1) + "]\n";
  return {
      {"900_line_of_10_megabytes", head + "run_for: " + repeated("x", 10'000'000) + "\n"},
      {"901_file_of_5_megabytes", head + repeated("# a comment that goes on and on\n", 160'000)},
      {"902_brackets_100000_deep", head + "faults: " + repeated("[", 100'000)},
      {"911_anchored_brackets_100000_deep", head + "faults: &all " + repeated("[", 100'000)},
      {"903_braces_100000_deep", head + "faults: " + repeated("{a: ", 100'000)},
      {"904_alias_bomb_of_2_to_the_40", "nearsim: 1\n" + bomb},
      {"905_chain_of_aliases", "nearsim: 1\n" + chain},
      {"906_dashes_100000_deep", head + "faults:\n  " + repeated("- ", 100'000) + "x\n"},
      {"907_question_marks_100000_deep", head + "faults:\n  " + repeated("? ", 100'000) + "x\n"},
      {"908_bom_and_binary", "\xEF\xBB\xBF" + repeated(std::string("\x00\xFF\x01", 3), 1000)},
      {"909_line_of_3_megabytes", head + "run_for: " + repeated("x", 3'000'000) + "\n"},
      {"910_million_list_entries", head + "faults: [" + repeated("1,", 1'000'000) + "]\n"},
  };
}

std::vector<Case> all_cases(const fs::path& folder) {
  std::vector<Case> cases;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml")
      cases.push_back({entry.path().stem().string(), contents(entry.path())});
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  for (Case& made : generated()) cases.push_back(std::move(made));
  return cases;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fprintf(stderr, "usage: bad_scenarios FOLDER [--update]\n"), 2;
  const fs::path folder = fs::absolute(arguments[1]);
  fs::current_path(folder);  // a scenario may name a file beside it
  const bool update = count > 2 && std::string(arguments[2]) == "--update";
  int passed = 0, failed = 0;
  for (const Case& bad : all_cases(folder)) {
    const Loaded loaded = load_text(bad.text, bad.name + ".yaml");
    const std::string got =
        render(loaded.diagnostics) + "exit " + std::to_string(exit_code(loaded.diagnostics)) + "\n";
    const fs::path expected = folder / (bad.name + ".expected");
    if (update) std::ofstream(expected, std::ios::binary) << got;
    if (got == contents(expected) && !loaded.scenario && !loaded.diagnostics.empty()) {
      ++passed;
      continue;
    }
    ++failed;
    std::printf("--- %s: got\n%s--- expected\n%s", bad.name.c_str(), got.c_str(), contents(expected).c_str());
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
