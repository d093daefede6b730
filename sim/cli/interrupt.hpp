// Ctrl-C, or a scheduler's SIGTERM, while something should end in order: held back as long as this object
// lives, asked for in between, and delivered with its usual effect when the object goes.  No handler, and so
// nothing global.
#pragma once

namespace nearsim::cli {

class Interrupt {
 public:
  Interrupt();  // before the threads that it should not hit are made
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  [[nodiscard]] bool has_come() const;
};

}  // namespace nearsim::cli
