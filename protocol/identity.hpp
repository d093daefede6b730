// Who a peer is.  Four answers exist at once and the designs differ in which one they trust: the framework's
// peer object (a handle: a new object with the same name is a different peer), the display name (everybody
// may be "iPhone"), the installation's node id, and the instance, which counts process starts of one
// installation.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/names.hpp"

namespace nearsim::protocol {

struct Handle {  // the host's number for one peer object (MCPeerID, QUIC node, peer connection)
  std::uint64_t value = 0;
  auto operator<=>(const Handle&) const = default;
};

// One incarnation of a session as the engine counts them.  The engine names it in actions; the host names it
// back in events, so that a late callback of a session that was replaced can be told from one of the present
// session.
struct SessionNumber {
  std::uint32_t value = 0;
  auto operator<=>(const SessionNumber&) const = default;
};

struct InvitationNumber {  // the host's number for one inbound invitation that waits for an answer
  std::uint64_t value = 0;
  auto operator<=>(const InvitationNumber&) const = default;
};

struct PeerRecord {  // what discovery or an invitation says about a peer
  Handle handle;
  std::string display_name;
  std::string node_id;         // empty: not advertised
  std::uint64_t instance = 0;  // 0: not advertised
  std::uint64_t nonce = 0;     // drawn anew by each process, to tell clones apart; 0: not advertised
  auto operator<=>(const PeerRecord&) const = default;
};

enum class Key : std::uint8_t { handle, display_name, node_id };
[[nodiscard]] constexpr auto names_of(Key) {
  return std::array<std::string_view, 3>{"handle", "display_name", "node_id"};
}

// A peer's key as text, for as long as its record stays as it is.  An empty node id falls back to the display
// name.
class KeyText {
 public:
  KeyText(Key key, const PeerRecord& peer) {
    if (key == Key::handle) write(peer.handle);
    else view_ = key == Key::display_name || peer.node_id.empty() ? peer.display_name : peer.node_id;
  }
  KeyText(const KeyText&) = delete;  // it may look into itself
  KeyText& operator=(const KeyText&) = delete;
  [[nodiscard]] std::string_view view() const { return view_; }

 private:
  void write(Handle handle);

  std::array<char, 20> digits_;  // of a handle
  std::string_view view_;
};

// Why a session ended, where the framework says more than a number.
enum class Ending : std::uint8_t { unknown, refused, reset, timed_out, closed_by_peer, goodbye, superseded };
[[nodiscard]] constexpr auto names_of(Ending) {
  return std::array<std::string_view, 7>{"unknown",        "refused", "reset",     "timed_out",
                                         "closed_by_peer", "goodbye", "superseded"};
}

enum class Platform : std::uint8_t { ios, macos, windows, android, linux_ };
[[nodiscard]] constexpr auto names_of(Platform) {
  return std::array<std::string_view, 5>{"ios", "macos", "windows", "android", "linux"};
}

enum class Standing : std::uint8_t { disconnected, connected };
[[nodiscard]] constexpr auto names_of(Standing) {
  return std::array<std::string_view, 2>{"disconnected", "connected"};
}

enum class Network : std::uint8_t { wifi, cellular, none };  // what the device itself believes it is on
[[nodiscard]] constexpr auto names_of(Network) {
  return std::array<std::string_view, 3>{"wifi", "cellular", "none"};
}

}  // namespace nearsim::protocol
