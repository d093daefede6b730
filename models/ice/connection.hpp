// A peer connection: what two RTCPeerConnections make of each other.  Each end has a state of its own, its
// own credentials, and its own idea of which pair of candidates carries.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/ice/ids.hpp"
#include "models/ice/uplinks.hpp"
#include "models/net/retry.hpp"

namespace nearsim::ice {

// unaware -> offered -> active -> gone.  The caller is active from the beginning.
enum class Life : std::uint8_t { unaware, offered, active, gone };

struct Check {  // of one kind of pair
  enum class Status : std::uint8_t { none, waiting, working } status = Status::none;
  base::Instant next = base::never;
  int tried = 0;
};

struct Outgoing {  // data: reliable and in order
  std::vector<net::Buffer> waiting;
  base::Instant last_arrival{};
  net::RetrySchedule retry;
  bool blocked = false;  // the first that waits was lost, and is sent again later
};

struct Counted {  // packets of media, as inbound-rtp counts them
  std::int64_t lost = 0, received = 0;
  base::Instant until{};
};

struct End {
  Node node = net::no_node;
  Identity as = 0;  // whom the other end writes to
  Life life = Life::unaware;
  State state = State::fresh;
  Negotiation negotiation = Negotiation::stable;
  std::uint32_t own = 0, theirs = 0;  // generations of credentials; 0: none yet
  std::uint32_t offer = 0;            // the generation of the offer that is out
  bool restart_flag = false;
  Kinds candidates, their_candidates;
  std::uint32_t address = 0, their_address = 0;
  std::array<Check, 3> checks;  // by Kind
  base::Instant last_check{};
  std::optional<Pair> selected;
  std::uint32_t selected_of = 0;  // the generation of its own credentials
  bool open = false;
  base::Instant heard = base::never, answered = base::never;  // anything; a valid response
  base::Instant next_keepalive = base::never, next_consent = base::never;
  base::Instant checking_since = base::never;
  base::Duration rtt{};
  Outgoing out;
  Counted counted;
  std::uint32_t samples = 0;

  [[nodiscard]] Check& check(Kind k) { return checks[static_cast<std::size_t>(k)]; }
  [[nodiscard]] const Check& check(Kind k) const { return checks[static_cast<std::size_t>(k)]; }
  [[nodiscard]] Pair pair(Kind k) const { return {k, address, their_address}; }
};

struct ConnectionView {  // what a checker sees
  ConnectionId id;
  std::array<End, 2> ends;  // by Side
  [[nodiscard]] End& end(Side s) { return ends[static_cast<std::size_t>(s)]; }
  [[nodiscard]] const End& end(Side s) const { return ends[static_cast<std::size_t>(s)]; }
  [[nodiscard]] Side side_of(Node n) const { return ends[0].node == n ? Side::caller : Side::callee; }
  [[nodiscard]] const End& of(Node n) const { return end(side_of(n)); }

  // Accepted, and neither end has given it up.
  [[nodiscard]] bool both_alive() const {
    return ends[0].life == Life::active && ends[1].life == Life::active;
  }
  // ... and no open end is without a pair: one whose path failed for good is open, and carries nothing.
  [[nodiscard]] bool works() const {
    const auto carries = [](const End& end) { return !end.open || end.selected.has_value(); };
    return both_alive() && carries(ends[0]) && carries(ends[1]);
  }
  [[nodiscard]] bool half_open() const {
    return (ends[0].life == Life::gone && ends[1].life == Life::active && ends[1].open) ||
           (ends[1].life == Life::gone && ends[0].life == Life::active && ends[0].open);
  }
};

struct Stats {
  std::int64_t lost = 0, received = 0;  // 0 without media
  base::Duration rtt{};                 // of the last answered check
};

}  // namespace nearsim::ice
