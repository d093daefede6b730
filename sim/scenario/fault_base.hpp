// What all kinds of faults have in common: how they name devices, and how long they last.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/settings.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::scenario {

using base::Duration;
using base::Ratio;
using namespace std::chrono_literals;

// A fault or step lists its fields like a settings struct.  Where a field names devices the visitor's last
// argument says which; a kind with one field is written as that field's value (`pause: Ana`).
enum class Ref : std::uint8_t { device, device_or_all, some_devices, devices_or_all };  // `all`: empty

// May it, must it or can it not have a `for:`?  One that may goes on, without it, until something undoes it.
enum class Lasting : std::uint8_t { must, may, must_not };

}  // namespace nearsim::scenario
