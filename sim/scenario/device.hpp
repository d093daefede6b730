// A device: who it is, what it runs, and its clocks.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/mpc/ids.hpp"
#include "models/radio/mobility.hpp"
#include "protocol/profile.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::scenario {

using base::Duration;
using base::Ratio;
using namespace std::chrono_literals;

using protocol::Platform;

struct ClockSpec {
  Duration wall_offset = 0ms;  // the wall clock shows this much more than virtual time
  base::Drift drift{};         // of the device's oscillator: both its clocks
  bool operator==(const ClockSpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("wall_offset", s.wall_offset, "the wall clock is ahead by this (may be negative)",
      protocol::limits(-protocol::longest_setting, protocol::longest_setting));
    v("drift", s.drift, "rate error of the device's clocks, e.g. 20ppm (may be negative)");
  }
};

struct WanderSpec {
  base::Meters speed{1400};  // ours: a walk
  Duration pause = 2s;       // ours
  bool operator==(const WanderSpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("speed", s.speed, "so far in each second",
      protocol::Limits<base::Meters>{base::Meters{1}, base::Meters{100'000}});
    v("pause", s.pause, "so long at each point", protocol::any_time);
  }
};

struct DeviceSpec {
  std::string name;          // unique in the scenario
  std::string display_name;  // what peers see; defaults to the name; ties are allowed; cut already
  std::string node_id;       // stable per installation; defaults to the name
  std::string stream;        // of its random decisions; defaults to the name.  Equal ones decide alike
  protocol::Profile profile;
  Platform platform = Platform::ios;
  protocol::Network network = protocol::Network::wifi;
  mpc::Certificates certificates = mpc::Certificates::accepted;  // what its application says to them
  Duration start = 0ms;  // base::forever: not by itself, but by a step
  ClockSpec clock;
  std::string conditioner;  // Apple's name of a preset; empty: off
  std::vector<std::pair<std::string, std::string>> persisted;
  std::optional<radio::Position> at;   // present exactly if the scenario has a radio
  std::vector<radio::Waypoint> route;  // it walks along these, from `at` on
  std::optional<WanderSpec> wander;    // or from one random point of the area to the next
  bool operator==(const DeviceSpec&) const = default;
};

}  // namespace nearsim::scenario
