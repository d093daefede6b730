// Golden dialogues: files of "what the engine is told / ---- / what it answers", replayed against a bare
// engine.
//
//   dialogue_test FOLDER             fails at the first difference of each file, and if a reason occurs
//   nowhere dialogue_test FOLDER --update    rewrites the answers dialogue_test FOLDER --must-fail every file
//   must be found wrong
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "tests/dialogues/told.hpp"

namespace {

using namespace nearsim;            // NOLINT: a test of this namespace
using namespace nearsim::dialogue;  // NOLINT
using protocol::Why;

struct Outcome {
  bool ok = true;
  std::string complaint, mistakes, rewritten;
  std::set<Why> reasons;
};

class Reading {
 public:
  explicit Reading(std::string path) : path_(std::move(path)) {}

  Outcome outcome() {
    std::ifstream in(path_);
    for (std::string line; std::getline(in, line);) {
      ++number_;
      take(line);
    }
    finish_block();
    if (scenes_ == 0) complain(1, "no engine speaks here");
    out_.ok = out_.complaint.empty();
    while (out_.rewritten.ends_with("\n\n")) out_.rewritten.pop_back();
    return std::move(out_);
  }

 private:
  void take(const std::string& line) {
    if (line.empty()) {
      finish_block();
      out_.rewritten += "\n";
    } else if (line[0] == '#') {
      out_.rewritten += line + "\n";
    } else if (line == "----") {
      answering_ = true;
    } else if (answering_) {
      expected_ += line + "\n";
    } else {
      out_.rewritten += line + "\n";
      head_or_line(line);
    }
  }

  void head_or_line(const std::string& line) {
    const auto words = words_of(line);
    try {
      if (words[0] == "engine") {
        keep_reasons();
        scene_.emplace(words);
        ++scenes_;
      } else if (words[0] == "set" || words[0] == "with" || words[0] == "without") {
        if (!scene_) throw Mistake("no engine yet");
        scene_->change_profile(words);
      } else {
        if (!told_.empty()) throw Mistake("a line told needs ---- and a blank line after it");
        told_ = line;
        told_at_ = number_;
      }
    } catch (const Mistake& mistake) {
      mistaken(number_, mistake.what());
    }
  }

  void finish_block() {
    if (!told_.empty()) {
      std::string got;
      try {
        if (!scene_) throw Mistake("no engine yet");
        got = scene_->tell(told_);
      } catch (const std::exception& mistake) {  // the dialogue's or, as a failed check, the engine's
        mistaken(told_at_, mistake.what());
      }
      if (got != expected_)
        complain(told_at_, "told: " + told_ + "\n--- expected\n" + expected_ + "+++ got\n" + got);
      out_.rewritten += "----\n" + got;
    }
    told_.clear();
    expected_.clear();
    answering_ = false;
    keep_reasons();
  }

  void keep_reasons() {
    if (scene_) out_.reasons.insert(scene_->reasons().begin(), scene_->reasons().end());
  }

  void mistaken(int line, const std::string& what) {  // no update repairs these
    out_.mistakes += path_ + ":" + std::to_string(line) + ": " + what + "\n";
    complain(line, what);
  }

  void complain(int line, const std::string& what) {
    if (out_.complaint.empty()) out_.complaint = path_ + ":" + std::to_string(line) + ": " + what + "\n";
  }

  std::string path_, told_, expected_;
  int number_ = 0, told_at_ = 0, scenes_ = 0;
  bool answering_ = false;
  std::optional<Scene> scene_;
  Outcome out_;
};

std::vector<std::string> dialogues_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

int missing_reasons(const std::set<Why>& heard) {
  int missing = 0;
  const auto codes = protocol::names_of(Why{});
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!heard.contains(static_cast<Why>(i))) {
      std::printf("no dialogue shows the reason %s: write one, or remove it from protocol/reason.hpp\n",
                  std::string(codes[i]).c_str());
      ++missing;
    }
  return missing;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".", flag = argc > 2 ? argv[2] : "";
  const auto files = dialogues_in(folder);
  int wrong = 0, mistakes = 0;
  std::set<Why> reasons;
  for (const std::string& file : files) {
    const Outcome outcome = Reading(file).outcome();
    reasons.insert(outcome.reasons.begin(), outcome.reasons.end());
    if (flag == "--update") {
      std::ofstream(file) << outcome.rewritten;
      std::fputs(outcome.mistakes.c_str(), stdout);
      mistakes += !outcome.mistakes.empty();
    }
    if (outcome.ok == (flag == "--must-fail")) ++wrong;
    if (flag == "--must-fail" && outcome.ok) std::printf("%s: nothing found wrong\n", file.c_str());
    else if (flag.empty()) std::fputs(outcome.complaint.c_str(), stdout);
  }
  if (flag == "--update") return mistakes != 0;
  if (flag.empty()) wrong += missing_reasons(reasons);
  std::printf("%zu dialogues, %d wrong\n", files.size(), wrong);
  return wrong != 0 || files.empty();
}
