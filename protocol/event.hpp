// What a host tells an engine: half of the whole vocabulary between them (the other half is action.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/identity.hpp"
#include "protocol/message.hpp"

namespace nearsim::protocol {

// What survived the last process, by key.  Under `nonces` the host adds those that it has advertised for
// earlier processes of this device, from storage that no backup takes along.
using Persisted = std::vector<std::pair<std::string, std::string>>;

struct Started {  // the process runs (again); `self` is the peer object by which others know us now
  Handle self;
  Persisted persisted;
  std::vector<PeerRecord> known;  // the devices that a registry remembers, as this process may reach them
};
struct Stopped {};  // the user leaves: everything ends, nothing is retried

struct PeerFound {
  PeerRecord peer;
};
struct PeerLost {
  Handle peer;
};
struct InvitationReceived {
  PeerRecord peer;
  InvitationNumber invitation;
  std::uint64_t attempt = 0;  // how many attempts its sender had begun, where it says so
};

enum class SessionState : std::uint8_t { not_connected, connecting, connected };
[[nodiscard]] constexpr auto names_of(SessionState) {
  return std::array<std::string_view, 3>{"not_connected", "connecting", "connected"};
}
struct SessionChanged {
  PeerRecord peer;  // a session may report a peer that discovery never did
  SessionNumber session;
  SessionState state = SessionState::not_connected;
  int error = 0;  // the platform's errno when known, else 0
  Ending ending = Ending::unknown;
};

struct Probed {  // what came of a probe
  Handle peer;
  SessionNumber session;
  bool answered = false;
};

struct DataReceived {
  Handle peer;
  SessionNumber session;
  Payload bytes;
};
struct SendFailed {  // the framework refused to take a message
  Handle peer;
  int error = 0;
};

enum class PathState : std::uint8_t { working, disturbed, failed };
[[nodiscard]] constexpr auto names_of(PathState) {
  return std::array<std::string_view, 3>{"working", "disturbed", "failed"};
}
struct PathChanged {  // of a connected peer: the path below the session, not the session
  Handle peer;
  SessionNumber session;
  PathState state = PathState::working;
};
struct StatsSampled {  // what the framework counted since the session began
  Handle peer;
  SessionNumber session;
  std::int64_t lost = 0, received = 0;  // packets of media; a session without media counts none
  base::Duration rtt{};
};
struct SignallingChanged {  // the connection to the signalling server stands, or ended, or could not be made
  Standing state = Standing::disconnected;
  Handle self;  // connected: as whom; 0: as before
};

struct WallClockStepped {  // the wall clock was set: it now shows `by` more than it would have
  base::Duration by{};
};
struct NetworkChanged {
  Network network = Network::wifi;
};
struct InterfacesChanged {};  // one of this device's own came up or went down: a path monitor's call

struct UserSend {  // the application has something to say to every usable peer
  UserText text;
  Delivery delivery = Delivery::reliable;
};

struct UserInvite {  // the user asks for this peer, whatever the gates would say
  Handle peer;
};
struct PersistFailed {  // nothing could be stored under this key
  std::string key;
};

using Event =
    std::variant<Started, Stopped, PeerFound, PeerLost, InvitationReceived, SessionChanged, Probed,
                 DataReceived, SendFailed, PathChanged, StatsSampled, SignallingChanged, WallClockStepped,
                 NetworkChanged, InterfacesChanged, UserSend, UserInvite, PersistFailed>;

}  // namespace nearsim::protocol
