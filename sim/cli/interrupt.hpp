// Ctrl-C, or a scheduler's SIGTERM, while something should end in order: the first is noted as long as this
// object lives, asked for in between, and has its usual effect when the object goes; the second has it at
// once. Who was begun with such a signal ignored, as a shell begins what is to outlive it, goes on ignoring
// it.
#pragma once

namespace nearsim::cli {

class Interrupt {  // one at a time
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  [[nodiscard]] bool has_come() const;
};

}  // namespace nearsim::cli
