// What WebRTC endpoints and their signalling server do where standards leave a choice: one field each, with
// its source.  The figures of the agent are those of libwebrtc (p2p/base/p2p_constants.cc), on which both
// browsers and flutter_webrtc stand.
#pragma once

#include <array>
#include <string_view>

#include "models/net/retry.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::ice {

using namespace std::chrono_literals;

// An offer that meets an offer of one's own.
enum class Glare : std::uint8_t { ignored, polite };
[[nodiscard]] constexpr auto names_of(Glare) { return std::array<std::string_view, 2>{"ignored", "polite"}; }
enum class Closing : std::uint8_t { silent, told };
[[nodiscard]] constexpr auto names_of(Closing) { return std::array<std::string_view, 2>{"silent", "told"}; }
enum class Unsent : std::uint8_t { dropped, kept };
[[nodiscard]] constexpr auto names_of(Unsent) { return std::array<std::string_view, 2>{"dropped", "kept"}; }

struct Settings {
  bool stun = true;                // VDO.Ninja configures public STUN servers
  bool turn = true;                // ... and relays
  bool srflx = true;               // false: address translation is symmetric, and no such pair ever works
  base::Duration internet = 25ms;  // ours: a device to a server, one way
  base::Duration pacing = 50ms;    // RFC 8445, 14.2: Ta
  net::Retry check_retry{500ms, 0, 2s};   // RFC 8445, 14.3: RTO at least 500 ms; the cap is ours
  base::Duration keepalive = 2500ms;      // libwebrtc: STRONG_AND_STABLE_WRITABLE_CONNECTION_PING_INTERVAL
  base::Duration weak_keepalive = 480ms;  // libwebrtc: STRONG_PING_INTERVAL
  base::Duration receiving_timeout = 2500ms;  // libwebrtc: RECEIVING_TIMEOUT
  base::Duration disconnected_after = 5s;     // libwebrtc: CONNECTION_WRITE_CONNECT_TIMEOUT; 5 s in the field
  base::Duration failed_after = 15s;          // libwebrtc: CONNECTION_WRITE_TIMEOUT
  base::Duration consent = 5s;                // RFC 7675, 5.1: times a number from 0.8 to 1.2
  base::Duration consent_expires = 30s;       // RFC 7675, 5.1
  int setup_trips = 4;                        // DTLS 1.2 and SCTP: two round trips each
  net::Retry setup_retry{50ms, 0, 3s};        // libwebrtc: DTLS begins at 50 ms
  net::Retry data_retry{500ms, 0, 3s};        // dcsctp: rto_initial; libwebrtc caps the backoff at 3 s
  base::Duration gathering = 0ms;             // ours: a relay's allocation, beyond its round trips
  Glare glare = Glare::ignored;               // libwebrtc's native API: setRemoteDescription fails
  bool restart_needs_stable = false;          // createOffer may be called again while an offer is out
  Unsent unsent = Unsent::dropped;            // seed 004: `_rawWebSocket?.add`
  Closing closing = Closing::silent;          // seed 004 listens to no end of a channel
  int media_rate = 0;                         // seed 004's sessions carry data only

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("stun", s.stun, "there is a STUN server: addresses on the internet are known");
    v("turn", s.turn, "there is a relay");
    v("srflx", s.srflx, "address translation lets such pairs through; false: it is symmetric");
    v("internet", s.internet, "one-way delay between a device and any server");
    v("pacing", s.pacing, "between the first checks of two candidate pairs");
    v("check_retry", s.check_retry, "checks that were not answered");
    v("keepalive", s.keepalive, "period of checks on a pair that works; 0: none");
    v("weak_keepalive", s.weak_keepalive, "the same on one that does not answer");
    v("receiving_timeout", s.receiving_timeout, "silence until another pair that works is taken");
    v("disconnected_after", s.disconnected_after, "silence until the state is disconnected");
    v("failed_after", s.failed_after, "without a valid response until the state is failed");
    v("consent", s.consent, "period of consent checks, times a number from 0.8 to 1.2; 0: none");
    v("consent_expires", s.consent_expires, "without a valid response until a pair is given up for ever");
    v("setup_trips", s.setup_trips, "round trips from a pair that works to a channel that is open");
    v("setup_retry", s.setup_retry, "packets of those");
    v("data_retry", s.data_retry, "data");
    v("gathering", s.gathering, "until a relay has an address, beyond two round trips");
    v("glare", s.glare, "an offer that meets one's own: fails, or the callee takes its own back");
    v("restart_needs_stable", s.restart_needs_stable, "no restart while an offer is out");
    v("unsent", s.unsent, "what is to be signalled while the server is not connected");
    v("closing", s.closing, "whether the other end hears of a close");
    v("media_rate", s.media_rate, "packets of media a second, each way; 0: data only, nothing is counted");
  }
  bool operator==(const Settings&) const = default;
};

// A name that is taken already: the newcomer replaces the old connection, or is sent away.
enum class Taken : std::uint8_t { replaces, refused };
[[nodiscard]] constexpr auto names_of(Taken) {
  return std::array<std::string_view, 2>{"replaces", "refused"};
}

struct ServerSettings {
  base::Duration forward = 1ms;          // ours: computing
  base::Duration reorder = 0ms;          // ours: 0 to this, drawn for each message
  base::Duration connect_timeout = 10s;  // ours: of a WebSocket; the systems' TCP would try for 75 s
  base::Duration ping = 30s;             // ours: a common period of servers
  base::Duration socket_timeout = 20s;   // socket.io: pingTimeout
  base::Duration client_ping = 0ms;      // seed 004: `pingInterval` is not set
  Taken taken = Taken::replaces;         // ours; PeerJS refuses
  bool says_absent = true;               // PeerJS: peer-unavailable

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("forward", s.forward, "from a message's arrival to its sending on");
    v("reorder", s.reorder, "added to it: uniform between 0 and this, so that messages overtake each other");
    v("connect_timeout", s.connect_timeout, "until connecting fails");
    v("ping", s.ping, "the server looks for dead connections this often; 0: never");
    v("socket_timeout", s.socket_timeout, "without an acknowledgement until an end gives a connection up");
    v("client_ping", s.client_ping, "so do devices; 0: never");
    v("taken", s.taken, "a name that is registered already");
    v("says_absent", s.says_absent, "who writes to nobody is told so");
  }
  bool operator==(const ServerSettings&) const = default;
};

}  // namespace nearsim::ice
