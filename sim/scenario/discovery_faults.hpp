// What can go wrong with who sees whom.
#pragma once

#include <array>

#include "sim/scenario/fault_base.hpp"

namespace nearsim::scenario {

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
enum class Reflected : std::uint8_t { present, earlier };
[[nodiscard]] constexpr auto names_of(Reflected) {
  return std::array<std::string_view, 2>{"present", "earlier"};
}
struct Reflect {  // a browser beside its own advertiser
  static constexpr std::string_view name = "reflect";
  static constexpr Lasting lasting = Lasting::must_not;
  static constexpr bool has_defaults = true;
  static constexpr bool only_by_name = true;  // a swarm draws it only if it names it
  std::string device;
  Reflected record = Reflected::present;
  bool operator==(const Reflect&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "this device finds itself: ...", Ref::device);
    v("record", s.record, "... its own advertisement, or the one that an earlier process of it left behind");
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
struct SlowDiscovery {
  static constexpr std::string_view name = "slow_discovery";
  static constexpr Lasting lasting = Lasting::may;
  std::string finder, found;
  Duration delay{};
  bool operator==(const SlowDiscovery&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "what this device has yet to learn of ...", Ref::device_or_all);
    v("found", s.found, "... the advertisement of this one ...", Ref::device_or_all);
    v("delay", s.delay, "... takes so long instead of what `discovery` says", protocol::any_time);
  }
};
struct PermissionDenied {  // iOS 14: the local network privacy alert was answered with no
  static constexpr std::string_view name = "permission_denied";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  bool operator==(const PermissionDenied&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device,
      "it may not use the local network: it finds nobody, nobody finds it, and no error says so",
      Ref::device);
  }
};

}  // namespace nearsim::scenario
