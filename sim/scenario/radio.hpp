// The air of a scenario: a plane with access points and walls, and how radio behaves there.  Without it links
// are abstract.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/net/awdl_start.hpp"
#include "models/net/mdns/settings.hpp"
#include "models/radio/mobility.hpp"
#include "models/radio/wifi/settings.hpp"
#include "protocol/settings.hpp"

namespace nearsim::scenario {

using namespace std::chrono_literals;

enum class Bonjour : std::uint8_t { drawn, packets };
[[nodiscard]] constexpr auto names_of(Bonjour) { return std::array<std::string_view, 2>{"drawn", "packets"}; }

struct RadioSettings {
  bool wifi = true;
  bool awdl = false;
  net::AwdlStart awdl_starts = net::AwdlStart::by_use;
  bool bluetooth = false;
  int bluetooth_connections = 7;  // models/radio/ble/technology.hpp
  Bonjour bonjour = Bonjour::drawn;
  net::mdns::System responder = net::mdns::System::current;
  net::mdns::Names service_names = net::mdns::Names::unique;
  radio::PathLoss path_loss = radio::PathLoss::itu_p1238;
  radio::Building building = radio::Building::office;
  int shadowing = 0;
  int power = 15;
  base::Ratio busy{};
  radio::wifi::Isolation isolation = radio::wifi::Isolation::none;
  radio::wifi::PowerSave power_save = radio::wifi::PowerSave::on;
  int dtim = 1;
  base::Duration scan_every{};
  base::Ratio joins_fail{};  // models/radio/wifi/settings.hpp, both
  base::Ratio joins_slow{};
  base::Duration awdl_linger = 44s;  // models/net/airwaves.hpp
  base::Duration awdl_contention{};  // models/radio/awdl/technology.hpp
  base::Duration awdl_refresh{};     // models/radio/awdl/settings.hpp: metric_refresh
  base::Ratio absence_loss{};        // models/net/airwaves.hpp
  base::Ratio unpermitted{};         // ours: that it works in part is reported, and no number

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    using protocol::limits;
    v("wifi", s.wifi, "devices have Wi-Fi switched on");
    v("awdl", s.awdl, "devices may talk past the access point, which takes 10 to 20 s to bring up");
    v("awdl_starts", s.awdl_starts,
      "by_use: with a device's first browser or advertiser; by_beacon: once it hears another over Bluetooth");
    v("bluetooth", s.bluetooth, "sessions may cross Bluetooth, as before iOS 10");
    v("bluetooth_connections", s.bluetooth_connections,
      "so many a device holds at once over Bluetooth; further ones are refused; 0: any number",
      limits(0, 1'000));
    v("bonjour", s.bonjour, "drawn: as `discovery` says; packets: by multicast, each lost or not");
    v("responder", s.responder,
      "whose multicast DNS `bonjour: packets` speaks: how long an address lives, and more");
    v("service_names", s.service_names,
      "with packets: every service has a name of its own, or its device's, and the second of a name is "
      "renamed");
    v("path_loss", s.path_loss, "how a signal weakens with distance");
    v("building", s.building, "the coefficients of itu_p1238: distance and floors");
    v("shadowing", s.shadowing, "deviation in dB of what furniture and people add", limits(0, 20));
    v("power", s.power, "transmit power of everybody in dBm", limits(0, 30));
    v("busy", s.busy, "share of the air that strangers take", limits(base::none, base::percent(95)));
    v("isolation", s.isolation, "clients: the access point keeps its stations apart");
    v("power_save", s.power_save, "idle stations doze until a beacon");
    v("dtim", s.dtim, "dozing stations are served each so many beacons", limits(1, 10));
    v("scan_every", s.scan_every, "an associated station scans and is silent meanwhile; 0s: never",
      protocol::any_time);
    v("joins_fail", s.joins_fail,
      "of attempts to come onto the network so many fail; the next one is 10 s later",
      limits(base::none, base::percent(99)));
    v("joins_slow", s.joins_slow, "of those that do not fail so many take 4.6 s longer on average",
      limits(base::none, base::certain));
    v("awdl_linger", s.awdl_linger, "AWDL stays on so long after its last use; none: for ever",
      protocol::any_time_or_none);
    v("awdl_contention", s.awdl_contention, "what each further neighbour adds to a burst over AWDL",
      limits(base::Duration{0}, base::Duration{100ms}));
    v("awdl_refresh", s.awdl_refresh, "AWDL's metrics are drawn anew so often; 0s: never",
      protocol::any_time);
    v("absence_loss", s.absence_loss,
      "the first message that comes while the radio is on AWDL's channel is lost so often",
      limits(base::none, base::certain));
    v("unpermitted", s.unpermitted,
      "of discovery over AWDL so much comes through without the local-network permission",
      limits(base::none, base::certain));
  }
  bool operator==(const RadioSettings&) const = default;
};

inline constexpr int most_subnets = 1000;  // ours

struct AccessPointSpec {
  std::string name;
  radio::Position at;
  int channel = 36;
  int subnet = 1;
  bool operator==(const AccessPointSpec&) const = default;
};
struct WallSpec {
  radio::Position from, to;
  int loss = 0;  // dB
  bool operator==(const WallSpec&) const = default;
};
struct RadioSpec {
  base::Meters width{}, depth{};  // the area, from (0, 0)
  RadioSettings settings;
  std::vector<AccessPointSpec> access_points;
  std::vector<WallSpec> walls;
  bool operator==(const RadioSpec&) const = default;
};

// A place in one word.
struct RadioPreset {
  std::string_view name, doc;
  RadioSpec spec;
};
[[nodiscard]] std::span<const RadioPreset> radio_presets();

}  // namespace nearsim::scenario
