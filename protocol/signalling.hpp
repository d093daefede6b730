// The connection to the signalling server, as the engine knows it, and how long until the next attempt.
//
//     closed --open--> opening --stands--> open --ends--> closed, and an attempt is scheduled
#pragma once

#include "protocol/names.hpp"
#include "protocol/signalling_settings.hpp"
#include "sim/base/random.hpp"

namespace nearsim::protocol {

struct Rendezvous {
  enum class State : std::uint8_t { closed, opening, open } state = State::closed;
  int attempts = 0;  // counted when they are scheduled
  Instant next = base::never;
  bool operator==(const Rendezvous&) const = default;
};
[[nodiscard]] constexpr std::string_view state_name(Rendezvous::State state) {
  constexpr std::array<std::string_view, 3> names{"closed", "opening", "open"};
  return names[static_cast<std::size_t>(state)];
}

// The wait before the attempt that follows `attempts` earlier ones.
[[nodiscard]] Duration wait_after(const SignallingPolicy& policy, int attempts, base::Rng& rng);

}  // namespace nearsim::protocol
