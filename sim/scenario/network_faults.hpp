// What can go wrong on the way between devices.
#pragma once

#include "sim/scenario/fault_base.hpp"

namespace nearsim::scenario {

struct Partition {  // these | the rest
  static constexpr std::string_view name = "partition";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;  // a heal ends it
  std::vector<std::string> group;
  bool operator==(const Partition&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("group", s.group, "these devices are cut off from all others, both ways", Ref::some_devices);
  }
};
struct Heal {
  static constexpr std::string_view name = "heal";
  static constexpr Lasting lasting = Lasting::must_not;
  std::vector<std::string> group;  // empty: all
  bool operator==(const Heal&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("group", s.group, "undoes the partition, cut, lossy and slow faults that name one of these",
      Ref::devices_or_all);
  }
};
struct Cut {  // one way
  static constexpr std::string_view name = "cut";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;  // a heal ends it
  std::string from, to;
  bool operator==(const Cut&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "nothing that this device sends ...", Ref::device_or_all);
    v("to", s.to, "... reaches this one", Ref::device_or_all);
  }
};
struct Lossy {
  static constexpr std::string_view name = "lossy";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;  // a heal ends it
  std::string from, to;
  Ratio loss{};
  bool operator==(const Lossy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("loss", s.loss, "added to the link's own loss", protocol::limits(Ratio{0}, base::certain));
  }
};
struct Slow {
  static constexpr std::string_view name = "slow";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;  // a heal ends it
  std::string from, to;
  Duration delay{};
  bool operator==(const Slow&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("delay", s.delay, "added to the link's own delay", protocol::any_time);
  }
};
struct Refuse {  // errno 61
  static constexpr std::string_view name = "refuse";
  static constexpr Lasting lasting = Lasting::may;
  std::string from, to;
  bool operator==(const Refuse&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "connections that this device opens ...", Ref::device_or_all);
    v("to", s.to, "... to this one are refused (errno 61)", Ref::device_or_all);
  }
};
struct Bandwidth {
  static constexpr std::string_view name = "bandwidth";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;
  std::string from, to;
  base::BitRate rate{};
  bool operator==(const Bandwidth&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("rate", s.rate, "messages queue behind one another, if the link itself is not slower",
      protocol::Limits<base::BitRate>{base::BitRate{1}, base::BitRate{1'000'000'000'000}});
  }
};
struct Reorder {
  static constexpr std::string_view name = "reorder";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;
  std::string from, to;
  Duration by{};
  bool operator==(const Reorder&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("by", s.by,
      "each transmission is late by up to this, by itself: what no stream keeps in order overtakes",
      protocol::any_time);
  }
};
struct WalkAway {  // until there is a radio: more and more loss, then nothing
  static constexpr std::string_view name = "walk_away";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool healable = true;
  static constexpr bool has_defaults = true;
  std::string device;
  Duration over = 10s;  // ours: at 1.4 m/s the last fourteen metres
  bool operator==(const WalkAway&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "this device walks out of everybody's reach ...", Ref::device);
    v("over", s.over, "... in so long: 20, 40, 60, 80 % of what it sends and hears are lost, then all",
      protocol::any_time);
  }
};
enum class Over : std::uint8_t { any, wifi, awdl, bluetooth };
[[nodiscard]] constexpr auto names_of(Over) {
  return std::array<std::string_view, 4>{"any", "wifi", "awdl", "bluetooth"};
}
struct Wedge {  // remote-shutter, pull request 181: reused sessions wedge in `connecting`
  static constexpr std::string_view name = "wedge";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool has_defaults = true;
  std::string from, to;
  Over over = Over::any;
  bool operator==(const Wedge&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the next connections between this device ...", Ref::device_or_all);
    v("to", s.to, "... and this one are accepted and stay connecting; what is connected stays",
      Ref::device_or_all);
    v("over", s.over, "only their channels over this, with `mpc: {channels: each_interface}`");
  }
};
struct WifiOff {
  static constexpr std::string_view name = "wifi_off";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const WifiOff&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its Wi-Fi is switched off; see links.carrier", Ref::device);
  }
};
struct BluetoothOff {
  static constexpr std::string_view name = "bluetooth_off";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const BluetoothOff&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its Bluetooth is switched off; see links.carrier", Ref::device);
  }
};
struct Airplane {
  static constexpr std::string_view name = "airplane";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const Airplane&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "all its radios are switched off", Ref::device);
  }
};

}  // namespace nearsim::scenario
