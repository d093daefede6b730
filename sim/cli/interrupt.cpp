#include "sim/cli/interrupt.hpp"

#include <signal.h>

namespace nearsim::cli {

namespace {

sigset_t endings() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGINT);
  sigaddset(&out, SIGTERM);
  return out;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t held_back = endings();
  pthread_sigmask(SIG_BLOCK, &held_back, nullptr);
}
Interrupt::~Interrupt() {
  const sigset_t held_back = endings();
  pthread_sigmask(SIG_UNBLOCK, &held_back, nullptr);
}

bool Interrupt::has_come() const {
  sigset_t waiting;
  return sigpending(&waiting) == 0 &&
         (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

}  // namespace nearsim::cli
