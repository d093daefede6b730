#include "sim/cli/interrupt.hpp"

#include <signal.h>

#include <array>
#include <atomic>

namespace nearsim::cli {

namespace {

constexpr std::array endings{SIGINT, SIGTERM};
std::atomic<int> come{0};  // of the whole process, as its signals are
static_assert(std::atomic<int>::is_always_lock_free, "a signal may come between two steps of a lock");

extern "C" void note_ending(int number) { come = number; }

}  // namespace

Interrupt::Interrupt() {
  come = 0;
  struct sigaction noted {};
  noted.sa_handler = &note_ending;
  noted.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (const int number : endings) {
    struct sigaction before {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(number, &noted, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (const int number : endings) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    if (now.sa_handler == &note_ending) signal(number, SIG_DFL);
  }
  if (has_come()) raise(come);
}

bool Interrupt::has_come() const { return come != 0; }

}  // namespace nearsim::cli
