// Channel sequences: which channel a radio is on in each of the 16 slots, by how busy it is.  Letters: p the
// primary social channel (44 in Europe, 149 in the US), s the secondary (6), i the access point's channel, a
// dot nothing.
//
//     low power   p... .... spp. ....     4 of 16 slots
//     idle        ppp. .... spp. ....     6
//     data 50 %   pppp iiii sppp iiii     8, the others the access point's
//     data 75 %   pppp ppii sppp ppii     12
//     data 100 %  pppp pppp sppp pppp     16
//
// As restated from the MobiCom 2018 paper; low power is also OWL's idle sequence and idle one that captures
// of 2026 show.  Slot 8 is channel 6 in every one of 556 captured sequences: it is where strangers meet.
#pragma once

#include <array>
#include <string_view>

#include "models/radio/awdl/units.hpp"

namespace nearsim::radio::awdl {

using Sequence = std::array<Channel, slots_in_cycle>;

enum class Load : std::uint8_t { low_power, idle, data_50, data_75, data_100 };
[[nodiscard]] constexpr auto names_of(Load) {
  return std::array<std::string_view, 5>{"low_power", "idle", "data_50", "data_75", "data_100"};
}

// Devices of 2026 idle with fewer slots, and name the access point's channel in slot 0 (captures: 6 when not
// associated).  Their sequences under load were not captured, so those are the ones of 2018.
enum class Generation : std::uint8_t { of_2018, of_2026 };
[[nodiscard]] constexpr auto names_of(Generation) {
  return std::array<std::string_view, 2>{"of_2018", "of_2026"};
}

struct Social {
  Channel primary = 149;
  Channel secondary = 6;
  bool operator==(const Social&) const = default;
};

// What is announced.  Without an access point there is no i, and its slots are off.
[[nodiscard]] Sequence sequence(Load, Social, Channel access_point, Generation = Generation::of_2018);
// Where the radio is: the slots that announce nothing belong to the access point, if there is one.
[[nodiscard]] Sequence tuned(const Sequence& announced, Channel access_point);

[[nodiscard]] int occupied(const Sequence&);  // slots with a channel
[[nodiscard]] int slots_on(const Sequence&, Channel);
[[nodiscard]] int common_slots(const Sequence&, const Sequence&);  // same slot, same channel
// The share of time two radios are on one channel if their clocks are unrelated: the mean over all phases.
[[nodiscard]] double unsynchronised_share(const Sequence&, const Sequence&);

}  // namespace nearsim::radio::awdl
