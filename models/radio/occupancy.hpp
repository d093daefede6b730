// Who holds the air when, for models that decide a message's fate when it is sent: one frontier per channel,
// behind which the next transmission waits.  Wi-Fi and AWDL on one channel share its frontier; that is their
// coexistence.
//
//     channel 44   [Ana>ap][ap>Bob].....[Cyd, AWDL].......
//                                                  ^ claim(44, ...) starts here, or later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"

namespace nearsim::radio {

class Occupancy {
 public:
  // A transmission of `length` on the channel, not before `earliest`: when it begins.
  [[nodiscard]] base::Instant claim(std::uint16_t channel, base::Instant earliest, base::Duration length) {
    Held& held = of(channel);
    const base::Instant begins = std::max(held.until, earliest);
    held.until = begins + length;
    held.total += length;
    return begins;
  }
  [[nodiscard]] base::Instant free_from(std::uint16_t channel) { return of(channel).until; }
  [[nodiscard]] base::Duration total(std::uint16_t channel) { return of(channel).total; }  // claimed so far

 private:
  struct Held {
    std::uint16_t channel = 0;
    base::Instant until{};
    base::Duration total{};
  };
  Held& of(std::uint16_t channel) {  // a site has a handful of channels
    for (Held& held : held_)
      if (held.channel == channel) return held;
    held_.push_back({channel, {}, {}});
    return held_.back();
  }

  std::vector<Held> held_;
};

}  // namespace nearsim::radio
