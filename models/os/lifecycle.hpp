// The life of a process: running, paused (suspended by the system), killed, and running again as another
// generation. Whoever leaves something behind in the world (a callback, a timer) keeps the generation and
// compares.
#pragma once

#include <cstdint>
#include <string_view>

namespace nearsim::os {

enum class Process : std::uint8_t { running, paused, killed };
[[nodiscard]] std::string_view name(Process);

// A transition that does not apply (resuming what runs) changes nothing and says so.
enum class Transition : std::uint8_t { done, no_change };

class Lifecycle {
 public:
  Transition pause();    // running -> paused
  Transition resume();   // paused -> running
  Transition kill();     // running or paused -> killed
  Transition restart();  // killed -> running, as the next generation

  [[nodiscard]] Process state() const { return state_; }
  [[nodiscard]] bool running() const { return state_ == Process::running; }
  [[nodiscard]] std::uint32_t generation() const { return generation_; }  // changes at kill

 private:
  Process state_ = Process::running;
  std::uint32_t generation_ = 0;
};

}  // namespace nearsim::os
