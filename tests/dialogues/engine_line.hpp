// The head of a scene: which engine is spoken to.
//
//   engine Ana profile meshred seed 1
//   set gates.arbitration_window.window 2s
//   without gates.election
//   with detectors.keep_alive
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/profile.hpp"

namespace nearsim::dialogue {

struct Mistake : std::runtime_error {  // of whoever wrote the dialogue
  using std::runtime_error::runtime_error;
};

[[nodiscard]] std::vector<std::string> words_of(const std::string& line);
[[nodiscard]] base::Duration duration(const std::string& text);  // 1.2s, 800ms, -3s; exact to the nanosecond

// Carries out one line after `engine ...`; a path that names nothing is a mistake.
void change(protocol::Profile& profile, const std::vector<std::string>& words);

}  // namespace nearsim::dialogue
