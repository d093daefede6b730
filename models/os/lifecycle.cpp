#include "models/os/lifecycle.hpp"

namespace nearsim::os {

std::string_view name(Process p) {
  switch (p) {
    case Process::running: return "running";
    case Process::paused: return "paused";
    case Process::killed: return "killed";
  }
  return "unknown";
}

Transition Lifecycle::pause() {
  if (state_ != Process::running) return Transition::no_change;
  state_ = Process::paused;
  return Transition::done;
}

Transition Lifecycle::resume() {
  if (state_ != Process::paused) return Transition::no_change;
  state_ = Process::running;
  return Transition::done;
}

Transition Lifecycle::kill() {
  if (state_ == Process::killed) return Transition::no_change;
  state_ = Process::killed;
  ++generation_;
  return Transition::done;
}

Transition Lifecycle::restart() {
  if (state_ != Process::killed) return Transition::no_change;
  state_ = Process::running;
  return Transition::done;
}

}  // namespace nearsim::os
