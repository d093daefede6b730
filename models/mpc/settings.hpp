// What MultipeerConnectivity does and Apple does not say: one field each, with its source, so that a
// measurement on devices changes a number here and no code.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/net/retry.hpp"
#include "sim/base/time.hpp"

namespace nearsim::mpc {

using namespace std::chrono_literals;

// Both peers invite each other and both accept.
enum class CrossingInvitations : std::uint8_t {
  two_links,   // each invitation becomes a link of its own (field: "DUAL SESSION MISMATCH", Thali issues 252,
               // 789)
  first_wins,  // the second acceptance is turned into a decline
  both_fail,   // the second acceptance ends both
};
[[nodiscard]] constexpr auto names_of(CrossingInvitations) {
  return std::array<std::string_view, 3>{"two_links", "first_wins", "both_fail"};
}
enum class NinthPeer : std::uint8_t { declined, connect_then_drop };
[[nodiscard]] constexpr auto names_of(NinthPeer) {
  return std::array<std::string_view, 2>{"declined", "connect_then_drop"};
}
enum class AfterKill : std::uint8_t {
  silence,  // the other end hears nothing and waits for dead_peer
  refused,  // the host is still on the link and answers with port unreachable: errno 61 at the next packet
};
[[nodiscard]] constexpr auto names_of(AfterKill) {
  return std::array<std::string_view, 2>{"silence", "refused"};
}
// After an acceptance the framework opens a channel for each pair of interfaces and checks them in parallel.
enum class Channels : std::uint8_t {
  one,             // over the path of the moment; what is below it changes unseen
  each_interface,  // each is ready or given up on its own, and the first that is ready connects
};
[[nodiscard]] constexpr auto names_of(Channels) {
  return std::array<std::string_view, 2>{"one", "each_interface"};
}
enum class CancelConnected : std::uint8_t { no_effect, drops };
[[nodiscard]] constexpr auto names_of(CancelConnected) {
  return std::array<std::string_view, 2>{"no_effect", "drops"};
}
enum class SecondConnected : std::uint8_t { silent, reported };
[[nodiscard]] constexpr auto names_of(SecondConnected) {
  return std::array<std::string_view, 2>{"silent", "reported"};
}
enum class UnknownPeer : std::uint8_t { lost_at_once, tried };
[[nodiscard]] constexpr auto names_of(UnknownPeer) {
  return std::array<std::string_view, 2>{"lost_at_once", "tried"};
}
enum class Reconfirm : std::uint8_t { never, after_failure };
[[nodiscard]] constexpr auto names_of(Reconfirm) {
  return std::array<std::string_view, 2>{"never", "after_failure"};
}
// What the first call on a reclaimed socket says; all three are in Apple's notes and forum.
enum class Reclaimed : std::uint8_t { not_connected, aborted, broken_pipe };  // errno 57, 53, 32
[[nodiscard]] constexpr auto names_of(Reclaimed) {
  return std::array<std::string_view, 3>{"not_connected", "aborted", "broken_pipe"};
}
enum class Suspension : std::uint8_t { sockets_survive, sockets_reclaimed };
[[nodiscard]] constexpr auto names_of(Suspension) {
  return std::array<std::string_view, 2>{"sockets_survive", "sockets_reclaimed"};
}

struct Settings {
  base::Duration invite_timeout = 30s;     // Apple: used when the given timeout is zero or negative
  net::Retry invite_retry{1s, 4, 32s};     // Darwin's SYN schedule 0,1,2,3,4,5,7,11,19,35,67 s
  net::Retry answer_retry{200ms, 0, 60s};  // the same connection, now established: RFC 6298 in practice
  int decline_errno = 61;                  // MeshRed: a declined invitation looks like "Socket Error 61"

  // Accepted -> connected takes, at the inviter, a round trip plus this; at the invitee one way more.
  // Zero is ours; MeshRed's documents say that ~3 s is typical on Wi-Fi, 10-20 s on cold AWDL.
  base::Duration connect_time = 0ms;
  // ICE checks were seen at +75, +143, +240, +413, +709, +1951 ms (dingwilson/MultiPeer issue 15).
  net::Retry check_retry{75ms, 0, 2s};
  // Then DTLS: a handshake of 1.2 has six flights, four without the cookie.  None by default: ours,
  // connect_time stands for it.  A flight that is lost comes again at 1, 3, 7, 15 ... s (RFC 6347, 4.2.4.1).
  int dtls_flights = 0;
  net::Retry dtls_retry{1s, 0, 60s};
  base::Duration ice_timeout = 10s;  // Thali issue 1850, MeshRed: connecting -> not connected after 10-11 s
  base::Duration ice_period = 1s;    // ... because it is looked at once a second
  // One field report: connecting anew to a peer whose earlier attempt is still being stopped waits for up to
  // 10 s.  Off, because nobody else reports it; uniform from 0: ours.
  base::Duration ice_stopping = 0s;

  // Logs have a channel for each pair of interfaces, of which one is given up "for participant" while another
  // is connected.  One by default: ours, because only a radio has several.
  Channels channels = Channels::one;

  base::Duration dead_peer_least = 10s;  // MeshRed: a silent peer is reported after 10-20 s on Wi-Fi
  base::Duration dead_peer_most = 20s;   // ... uniform between the two: ours
  base::Duration goodbye_latency = 0ms;  // on top of one way; field: a clean disconnect is seen within 1.1 s
  base::Duration disconnected_callback_delay = 0ms;  // disconnect() until one's own not_connected; ours
  AfterKill after_kill = AfterKill::silence;         // ours: both are seen, depending on the interface
  base::Duration heartbeat = 1s;        // ours: how soon the next packet finds a host that refuses
  net::Retry data_retry{200ms, 0, 2s};  // ours: the session's own reliable layer over UDP

  CrossingInvitations crossing_invitations = CrossingInvitations::two_links;
  int max_peers = 8;                           // Apple: kMCSessionMaximumNumberOfPeers, including oneself
  NinthPeer ninth_peer = NinthPeer::declined;  // undocumented
  CancelConnected cancel_connected = CancelConnected::no_effect;  // Apple documents it for attempts only
  SecondConnected second_connected = SecondConnected::reported;   // does a second link call back again?
  UnknownPeer unknown_peer = UnknownPeer::lost_at_once;  // inviting an id that is not in the browser's cache
  Reconfirm reconfirm = Reconfirm::never;                // ours: does a failed invitation purge ghosts?
  Suspension suspension = Suspension::sockets_survive;   // reclaimed: every link ends at resume ...
  Reclaimed reclaimed = Reclaimed::not_connected;        // ... with this

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("invite_timeout", s.invite_timeout, "until an unanswered invitation ends");
    v("invite_retry", s.invite_retry, "an invitation on its way");
    v("answer_retry", s.answer_retry, "an answer on its way");
    v("decline_errno", s.decline_errno, "what a declined inviter is told");
    v("connect_time", s.connect_time, "beyond the round trip, until connected");
    v("check_retry", s.check_retry, "connectivity checks");
    v("dtls_flights", s.dtls_flights, "messages of a handshake behind the checks; 0: none");
    v("dtls_retry", s.dtls_retry, "a flight that was not answered");
    v("ice_timeout", s.ice_timeout, "connecting at most this long");
    v("ice_period", s.ice_period, "... looked at so often");
    v("ice_stopping", s.ice_stopping, "at most until a failed attempt lets the next with its peer begin");
    v("channels", s.channels, "of one link, with a radio");
    v("dead_peer_least", s.dead_peer_least, "silence until a dead peer is reported");
    v("dead_peer_most", s.dead_peer_most, "... at most");
    v("goodbye_latency", s.goodbye_latency, "of a disconnect, beyond one way");
    v("disconnected_callback_delay", s.disconnected_callback_delay,
      "until one's own callbacks of a disconnect");
    v("after_kill", s.after_kill, "what the peer of a killed process hears");
    v("heartbeat", s.heartbeat, "until the next packet meets a refusing host");
    v("data_retry", s.data_retry, "reliable data");
    v("crossing_invitations", s.crossing_invitations, "both invite and both accept");
    v("max_peers", s.max_peers, "in one session, including oneself");
    v("ninth_peer", s.ninth_peer, "one too many");
    v("cancel_connected", s.cancel_connected, "cancelConnectPeer for a connected peer");
    v("second_connected", s.second_connected, "a further link of a connected peer");
    v("unknown_peer", s.unknown_peer, "inviting a peer that is not found");
    v("reconfirm", s.reconfirm, "does a failed invitation purge a ghost");
    v("suspension", s.suspension, "what becomes of sockets while suspended");
    v("reclaimed", s.reclaimed, "what a reclaimed socket says at resume: errno 57, 53 or 32");
  }
  bool operator==(const Settings&) const = default;
};

}  // namespace nearsim::mpc
