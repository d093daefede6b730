// What can go wrong: one struct for each kind of fault, with its name in a file.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/identity.hpp"
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

struct Partition {  // these | the rest
  static constexpr std::string_view name = "partition";
  static constexpr Lasting lasting = Lasting::may;
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
struct Hide {  // discovery fails
  static constexpr std::string_view name = "hide";
  static constexpr Lasting lasting = Lasting::may;
  std::string finder, found;
  bool operator==(const Hide&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device does not see ...", Ref::device_or_all);
    v("found", s.found, "... the advertisement of this one", Ref::device_or_all);
  }
};
struct Stale {  // record of a dead process
  static constexpr std::string_view name = "stale_record";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string finder, found;
  bool operator==(const Stale&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device sees an old record ...", Ref::device_or_all);
    v("found", s.found, "... of an earlier process of this one", Ref::device_or_all);
  }
};
struct Duplicate {
  static constexpr std::string_view name = "duplicate";
  static constexpr Lasting lasting = Lasting::must_not;
  static constexpr bool has_defaults = true;
  std::string finder, found;
  int count = 3;  // MCSessionP2P: found four times within 20 ms after the application was in the background
  Duration gap = 5ms;
  bool operator==(const Duplicate&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device is told again and again ...", Ref::device_or_all);
    v("found", s.found, "... that it found this one", Ref::device_or_all);
    v("count", s.count, "so many times more", protocol::limits(1, 1'000));
    v("gap", s.gap, "time between them", protocol::any_time);
  }
};
struct LoseRecord {  // a lost event
  static constexpr std::string_view name = "lose_record";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string finder, found;
  bool operator==(const LoseRecord&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device is told that it lost ...", Ref::device_or_all);
    v("found", s.found, "... this one, although it is there", Ref::device_or_all);
  }
};
struct Pause {
  static constexpr std::string_view name = "pause";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const Pause&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process is frozen; what arrives waits", Ref::device);
  }
};
struct Resume {
  static constexpr std::string_view name = "resume";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  bool operator==(const Resume&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its frozen process goes on", Ref::device);
  }
};
struct Kill {
  static constexpr std::string_view name = "kill";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const Kill&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process ends without a goodbye", Ref::device);
  }
};
struct Restart {
  static constexpr std::string_view name = "restart";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  bool operator==(const Restart&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process is killed if it still runs, and starts again", Ref::device);
  }
};
struct StepClock {
  static constexpr std::string_view name = "clock_step";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  Duration by{};
  bool operator==(const StepClock&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the wall clock of this device ...", Ref::device);
    v("by", s.by, "... is set forward by this (or back)",
      protocol::limits(-protocol::longest_setting, protocol::longest_setting));
  }
};
struct SetDrift {
  static constexpr std::string_view name = "drift";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  base::Drift drift{};
  bool operator==(const SetDrift&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the clocks of this device ...", Ref::device);
    v("drift", s.drift, "... run fast by this from now on (or slow)");
  }
};
enum class BusyQueue : std::uint8_t { main, session, operations };
[[nodiscard]] constexpr auto names_of(BusyQueue) {
  return std::array<std::string_view, 3>{"main", "session", "operations"};
}
struct Busy {  // needs `for`
  static constexpr std::string_view name = "busy";
  static constexpr Lasting lasting = Lasting::must;
  std::string device;
  BusyQueue queue = BusyQueue::main;
  bool operator==(const Busy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "on this device ...", Ref::device);
    v("queue", s.queue, "... this queue does something else, and its work waits");
  }
};
struct SwitchNetwork {
  static constexpr std::string_view name = "network";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  protocol::Network to = protocol::Network::wifi;
  bool operator==(const SwitchNetwork&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "this device ...", Ref::device);
    v("to", s.to, "... believes from now on that it is on this network");
  }
};

using FaultKind = std::variant<Partition, Heal, Cut, Lossy, Slow, Refuse, Hide, Stale, Duplicate, LoseRecord,
                               Pause, Resume, Kill, Restart, StepClock, SetDrift, Busy, SwitchNetwork>;

}  // namespace nearsim::scenario
