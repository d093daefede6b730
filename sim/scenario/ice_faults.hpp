// What can go wrong around WebRTC: its signalling server, and what a firewall lets through.
#pragma once

#include <array>

#include "sim/scenario/fault_base.hpp"

namespace nearsim::scenario {

enum class Outage : std::uint8_t { killed, unreachable };
[[nodiscard]] constexpr auto names_of(Outage) {
  return std::array<std::string_view, 2>{"killed", "unreachable"};
}
struct SignallingDown {  // killed for a moment: restarted
  static constexpr std::string_view name = "signalling_down";
  static constexpr Lasting lasting = Lasting::may;
  Outage how = Outage::killed;
  bool operator==(const SignallingDown&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("how", s.how,
      "the server's process ends, and its connections with it; or nothing gets to it or from it");
  }
};

enum class Blocked : std::uint8_t { stun, turn, udp };
[[nodiscard]] constexpr auto names_of(Blocked) {
  return std::array<std::string_view, 3>{"stun", "turn", "udp"};
}
struct Block {
  static constexpr std::string_view name = "block";
  static constexpr Lasting lasting = Lasting::may;
  std::string device;
  Blocked what = Blocked::udp;
  bool operator==(const Block&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the firewall before this device ...", Ref::device);
    v("what", s.what, "... blocks its way to STUN servers, or to relays, or all of UDP");
  }
};

}  // namespace nearsim::scenario
