// What brings a device's AWDL up.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nearsim::net {

// Both are reported, and neither says which holds for whom: browsing or advertising with peer-to-peer starts
// AWDL, and AirDrop and Continuity start it on phones that hear their advertisement over Bluetooth.
enum class AwdlStart : std::uint8_t {
  by_use,     // with the first browser or advertiser of the device that includes peer-to-peer
  by_beacon,  // such a device is heard over Bluetooth, and comes on once it hears another one of them
};
[[nodiscard]] constexpr auto names_of(AwdlStart) {
  return std::array<std::string_view, 2>{"by_use", "by_beacon"};
}

}  // namespace nearsim::net
