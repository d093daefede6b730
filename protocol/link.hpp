// Everything that an engine knows about one peer.  A phase holds exactly the data that is valid in it; only
// engine.cpp and the files beside it that implement the class Engine assign one.
//
//     Absent --found--> Idle --gates--> Inviting ---+--> Establishing --stages--> Established
//                        ^  \--invited--> Accepting-+         |                       |
//                        |                          |         +--------- ended -------+
//                        +---- Cooling <-- remedies +<-----------------------/
//
// Established <--path works again-- Healing <--path disturbed-- Established: the session stands all the
// while.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/identity.hpp"
#include "protocol/remedy_settings.hpp"
#include "protocol/stage_settings.hpp"
#include "sim/base/lazy.hpp"
#include "sim/base/time.hpp"

namespace nearsim::protocol {

using base::Duration;
using base::Instant;

enum class Outbound : std::uint8_t { none, abandoned };

struct Absent {  // not discovered, nothing under way
  bool operator==(const Absent&) const = default;
};
struct Idle {  // discovered, nothing under way
  bool operator==(const Idle&) const = default;
};
struct Inviting {
  Instant since, until;  // until: when silence is presumed a refusal; never: the framework will say
  bool operator==(const Inviting&) const = default;
};
struct Accepting {
  Instant since;
  Outbound outbound = Outbound::none;  // an invitation of ours that this acceptance preempted
  bool operator==(const Accepting&) const = default;
};
struct Establishing {
  Instant since;
  bool operator==(const Establishing&) const = default;
};
struct Established {
  Instant since;
  bool operator==(const Established&) const = default;
};
struct Healing {  // connected, and the path is in doubt: a rung of the symptom's ladder waits until `until`
  Instant until;  // when the rung gives up and the next is tried; never: nothing more is tried
  Symptom symptom = Symptom::path_disturbed;
  std::uint32_t rung = 0;
  bool operator==(const Healing&) const = default;
};
struct Cooling {
  Instant until;
  int attempt = 0;
  bool operator==(const Cooling&) const = default;
};
using Phase = std::variant<Absent, Idle, Inviting, Accepting, Establishing, Established, Healing, Cooling>;
inline constexpr std::array<std::string_view, 8> phase_names{
    "absent", "idle", "inviting", "accepting", "establishing", "established", "healing", "cooling"};

// The per-peer mutex of the gate one_operation.
enum class Doing : std::uint8_t { nothing, inviting, accepting };
struct Operation {
  Doing doing = Doing::nothing;
  Instant began = base::never;  // the last one, even after it ended; never: there was none
  bool operator==(const Operation&) const = default;
};

// One run through the stages that waits: for time to pass, or for the peer to speak.
struct Wait {
  std::uint32_t stage = 0;  // where to go on
  Instant until = base::never;
  std::optional<Awaited> awaited;
  bool survives_disconnect = false;
  bool operator==(const Wait&) const = default;
};

struct Beats {  // keep-alive: what we send
  Instant next = base::never;
  Duration period{};
  Instant send = base::never;  // a beat that fell due waits for its send delay
  bool operator==(const Beats&) const = default;
};

struct Pulse {  // heartbeat
  Instant next = base::never;
  int misses = 0;       // in a row
  bool missed = false;  // since the last tick a send was refused
  bool heard = false;   // since the last tick the peer said something
  bool operator==(const Pulse&) const = default;
};

struct Sampling {                       // quality monitor
  std::vector<Instant> next;            // one timer; more when earlier ones were left behind
  std::int64_t lost = 0, received = 0;  // as last sampled
  bool operator==(const Sampling&) const = default;
};

struct HandshakeTimer {  // a handshake timer
  Instant at = base::never;
  Milestone reach = Milestone::handshaken;
  bool operator==(const HandshakeTimer&) const = default;
};

class Milestones {
 public:
  void add(Milestone m) { bits_ = static_cast<std::uint8_t>(bits_ | 1u << static_cast<unsigned>(m)); }
  void clear() { bits_ = 0; }
  [[nodiscard]] bool has(Milestone m) const { return (bits_ >> static_cast<unsigned>(m) & 1u) != 0; }
  bool operator==(const Milestones&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

// What a registry knows of a device, and does about it.
enum class Registered : std::uint8_t { unknown, paired, connected, disconnected };
[[nodiscard]] constexpr auto names_of(Registered) {
  return std::array<std::string_view, 4>{"unknown", "paired", "connected", "disconnected"};
}
struct Dial {             // one loop of dials
  SessionNumber session;  // of the dial in flight; 0: waiting
  Instant next = base::never;
  int tried = 0;
  bool operator==(const Dial&) const = default;
};
struct Registration {
  Registered standing = Registered::unknown;
  bool unreliable = false;
  bool departed = false;  // said goodbye, and has not come back
  bool asked = false;     // a probe is under way
  bool dialled = false;   // the last connection was dialled here
  int unanswered = 0;
  std::optional<Instant> checked, ticked, last_connected, lost, accepted;
  std::vector<Dial> dials;
  bool operator==(const Registration&) const = default;
};

// What only a link needs that is, or was, connected.  What every deadline and every beat looks at stands
// together in front, in two lines of cache and a half.
struct alignas(64) Contact {
  std::vector<Wait> waits;
  Beats beats;
  std::optional<Instant> heard;  // on the keep-alive's clock
  HandshakeTimer handshake;
  Instant reply = base::never;  // when a hello is answered
  Pulse pulse;
  bool greeted = false;              // its hello came on this connection
  std::optional<Instant> staled;     // when its silence last put the path in doubt
  std::optional<Instant> restarted;  // the path, last: ICE, or renegotiated
  Sampling sampling;
  std::uint64_t attempts = 0;     // that the peer had begun when it said hello on this connection, or invited
  std::uint64_t attempts_of = 0;  // and which instance of it that was
  std::size_t partial = 0;        // the size of the transcript that it has begun and not finished
  Registration registration;
  bool operator==(const Contact&) const = default;
};

// Who of the two is to invite: worked out when it is asked, forgotten when either is somebody else.  No part
// of the value.
struct Elected {
  enum class Whom : std::uint8_t { unknown, us, them };
  mutable Whom whom = Whom::unknown;
  [[nodiscard]] bool known() const { return whom != Whom::unknown; }
  [[nodiscard]] bool us() const { return whom == Whom::us; }
  bool operator==(const Elected&) const { return true; }
};

// A device in a room of a thousand has a thousand of these, so what every event looks at stands together in
// front, up to the handle of the peer, in one cache line.
struct alignas(64) Link {
  Phase phase = Absent{};
  base::Lazy<Contact> contact;
  Instant stable = base::never;  // when failures are forgotten
  bool visible = false;
  bool doubted = false;    // visible, and not found again since browsing began anew
  bool connected = false;  // the session says so
  Milestones reached;
  SessionNumber session;  // with a session of its own; else unused
  int failures = 0;
  Elected elected;
  PeerRecord peer;                 // the latest seen under this link's key
  std::uint64_t newest = 0;        // the greatest instance of it that was seen
  Instant cool{};                  // until then the gate cooldown lets nobody invite it
  std::optional<Instant> waiting;  // since when the election has us wait for its invitation
  Operation operation;
  bool operator==(const Link&) const = default;

  template <class P>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<P>(phase);
  }
  [[nodiscard]] bool linked() const { return is<Establishing>() || is<Established>() || is<Healing>(); }
  [[nodiscard]] bool under_way() const { return is<Inviting>() || is<Accepting>() || linked(); }
  // What others may see of it, packed: two that differ stand otherwise.
  [[nodiscard]] std::uint64_t standing() const {
    return phase.index() | (visible ? 8u : 0u) | (connected ? 16u : 0u) |
           (reached.has(Milestone::usable) ? 32u : 0u) | std::uint64_t{session.value} << 32;
  }
};
static_assert(sizeof(Link) == 192);  // three lines of cache: a crowd waits for each of them

}  // namespace nearsim::protocol
