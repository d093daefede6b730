// What can go wrong on one device: its process, its clocks, its storage, its identity.
#pragma once

#include <array>

#include "protocol/identity.hpp"
#include "sim/scenario/fault_base.hpp"

namespace nearsim::scenario {

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
// dispatch_sync: what it waits for may itself wait, and then nothing of the two ever goes on.
struct WaitForQueue {
  static constexpr std::string_view name = "sync";
  static constexpr Lasting lasting = Lasting::must_not;
  static constexpr bool has_defaults = true;
  static constexpr bool only_by_name = true;  // a swarm draws it only if it names it
  std::string device;
  BusyQueue queue = BusyQueue::main;
  BusyQueue on = BusyQueue::session;
  Duration takes = 0ms;
  bool operator==(const WaitForQueue&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "on this device ...", Ref::device);
    v("queue", s.queue, "... this queue waits ...");
    v("on", s.on, "... until that one has done a task for it, behind all that stands there ...");
    v("takes", s.takes, "... which takes so long", protocol::any_time);
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
struct NewAddress {  // DHCP, a VPN, another network of the same name
  static constexpr std::string_view name = "new_address";
  static constexpr Lasting lasting = Lasting::must_not;
  // No `for`: nothing undoes it, and the device goes on with the new one.
  std::string device;
  bool operator==(const NewAddress&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device,
      "its interface has another address; what was bound to the old one breaks (errno 49)", Ref::device);
  }
};
struct Background {
  static constexpr std::string_view name = "background";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool has_defaults = true;
  std::string device;
  Duration grace = 5s;  // Apple: about five seconds to finish, without a background task
  bool operator==(const Background&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its application goes to the background; foreground brings it back", Ref::device);
    v("grace", s.grace, "so long it still runs; then services stop, sessions end, and it is suspended",
      protocol::any_time);
  }
};
struct Foreground {
  static constexpr std::string_view name = "foreground";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  bool operator==(const Foreground&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its application comes back: services go on, ended sessions do not", Ref::device);
  }
};
struct Lock {  // iOS: as background, and protected files cannot be written
  static constexpr std::string_view name = "lock";
  static constexpr Lasting lasting = Lasting::may;
  static constexpr bool has_defaults = true;
  std::string device;
  Duration grace = 10s;  // ours: data protection closes ten seconds after locking (Apple Platform Security)
  bool operator==(const Lock&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "it is locked: its application goes to the background, and cannot store anything",
      Ref::device);
    v("grace", s.grace, "so long its application still runs", protocol::any_time);
  }
};
struct Reinstall {
  static constexpr std::string_view name = "reinstall";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  bool operator==(const Reinstall&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its application is deleted and installed anew: a new node id, nothing stored",
      Ref::device);
  }
};
struct Restore {
  static constexpr std::string_view name = "restore";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  Duration as_of{};
  bool operator==(const Restore&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "it is restored from a backup, and its application starts with ...", Ref::device);
    v("as_of", s.as_of, "... what was stored at this time of the run; 0s: what `persisted` says",
      protocol::any_time);
  }
};
struct RotateIdentity {
  static constexpr std::string_view name = "rotate_identity";
  static constexpr Lasting lasting = Lasting::must_not;
  std::string device;
  bool operator==(const RotateIdentity&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device,
      "it takes a new peer object while it runs; sessions keep the old one, and its engine is not told",
      Ref::device);
  }
};
struct StorageFull {
  static constexpr std::string_view name = "storage_full";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const StorageFull&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "nothing can be stored on it; what is stored stays", Ref::device);
  }
};

}  // namespace nearsim::scenario
