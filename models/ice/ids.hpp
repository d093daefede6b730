// The small numbers and closed sets of a WebRTC peer connection.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

#include "models/net/record.hpp"

namespace nearsim::ice {

using net::Identity;
using net::Node;

struct ConnectionId {  // counts up from 1 over the whole run; both ends know it by the same number
  std::uint32_t number = 0;
  auto operator<=>(const ConnectionId&) const = default;
};

enum class Side : std::uint8_t { caller = 0, callee = 1 };  // who made the first offer
[[nodiscard]] constexpr Side other(Side s) { return s == Side::caller ? Side::callee : Side::caller; }

// How a candidate pair carries, the best first: over the local network; through both ends' address
// translation; by way of a relay.  Both ends of a pair are of one kind here.
enum class Kind : std::uint8_t { host, srflx, relay };
inline constexpr std::array all_kinds{Kind::host, Kind::srflx, Kind::relay};
[[nodiscard]] constexpr auto names_of(Kind) {
  return std::array<std::string_view, 3>{"host", "srflx", "relay"};
}
class Kinds {  // a set
 public:
  void add(Kind k) { bits_ = static_cast<std::uint8_t>(bits_ | bit(k)); }
  [[nodiscard]] bool has(Kind k) const { return (bits_ & bit(k)) != 0; }
  [[nodiscard]] std::uint8_t bits() const { return bits_; }
  [[nodiscard]] static Kinds of(std::uint8_t bits) {
    Kinds kinds;
    kinds.bits_ = bits;
    return kinds;
  }

 private:
  [[nodiscard]] static constexpr unsigned bit(Kind k) { return 1u << static_cast<unsigned>(k); }
  std::uint8_t bits_ = 0;
};

// RTCPeerConnectionState.
enum class State : std::uint8_t { fresh, checking, connected, disconnected, failed, closed };
[[nodiscard]] constexpr auto names_of(State) {
  return std::array<std::string_view, 6>{"new", "checking", "connected", "disconnected", "failed", "closed"};
}

// RTCSignalingState.
enum class Negotiation : std::uint8_t { stable, have_local_offer, have_remote_offer };
[[nodiscard]] constexpr auto names_of(Negotiation) {
  return std::array<std::string_view, 3>{"stable", "have_local_offer", "have_remote_offer"};
}

enum class Attached : std::uint8_t { wifi, cellular, none };
[[nodiscard]] constexpr auto names_of(Attached) {
  return std::array<std::string_view, 3>{"wifi", "cellular", "none"};
}

enum class Service : std::uint8_t { stun, turn, udp };  // what a firewall may block
[[nodiscard]] constexpr auto names_of(Service) {
  return std::array<std::string_view, 3>{"stun", "turn", "udp"};
}

// Why a connection is over, as its application is told.
enum class Cause : std::uint8_t { refused, unreachable, failed, closed_by_peer };
[[nodiscard]] constexpr auto names_of(Cause) {
  return std::array<std::string_view, 4>{"refused", "unreachable", "failed", "closed_by_peer"};
}

template <class E>
[[nodiscard]] constexpr std::string_view name(E e) {
  return names_of(e)[static_cast<std::size_t>(e)];
}

}  // namespace nearsim::ice
