// What iOS lets an app do over Bluetooth LE, by where the app is.
//
//     foreground   advertises name and service, scans 30 of 40 ms, every duplicate is reported
//     background   service moves to the overflow area, no name, fewer events; scans 30 of 300 ms, and only
//                  for services asked for by name, each device once
//     suspended    the system goes on for the app: a pending connection still completes
//     locked       the beacon stops first, AWDL seconds later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "models/radio/ble/advertising.hpp"

namespace nearsim::radio::ble {

enum class Place : std::uint8_t { foreground, background };
[[nodiscard]] constexpr auto names_of(Place) {
  return std::array<std::string_view, 2>{"foreground", "background"};
}
enum class Filter : std::uint8_t { none, by_service };

struct Settings {
  Advertising foreground_advertising{};
  Advertising background_advertising{.interval =
                                         1'022'500us};  // ours: "lower rate"; one of Apple's intervals
  Scanning foreground_scanning{};
  Scanning background_scanning{.interval = 300ms, .window = 30ms};  // widely quoted; from memory
  // Share of the windows left when Wi-Fi on 2.4 GHz is busy: antenna and time are shared.  ours: no source.
  double coexistence = 0.5;
  double range_dbm = -90;            // permissionlesstech/bitchat: advertisements below this are ignored ...
  double isolated_range_dbm = -100;  // ... unless there is nobody else
  base::Duration lost_after = 12s;   // google/nearby: not heard for this long
  base::Duration reconnect = 20s;  // bitchat PR 1396: pending connection completes after coming back in range
  bool operator==(const Settings&) const = default;
};

[[nodiscard]] const Advertising& advertising(const Settings&, Place);
[[nodiscard]] bool name_visible(Place);  // the local name, and the services outside the overflow area
// None: the system silently does not scan.
[[nodiscard]] std::optional<Scanning> scanning(const Settings&, Place scanner, Filter);
// Is an advertiser seen at all?  In the overflow area only by who asks for the service.
[[nodiscard]] bool visible(Place advertiser, Filter);
[[nodiscard]] bool repeats(Place scanner);  // is a device reported again when it is heard again

}  // namespace nearsim::radio::ble
