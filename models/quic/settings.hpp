// What QUIC endpoints do where RFC 9000 leaves a choice: one field each, with its source.  The figures are
// those of quinn with iroh's defaults.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/net/retry.hpp"
#include "sim/base/time.hpp"

namespace nearsim::quic {

using namespace std::chrono_literals;

// A packet for a connection that its receiver has forgotten.  RFC 9000, 10.3: answered with a stateless reset
// if the receiver still has the key for it; quinn draws that key anew in each process.
enum class Forgotten : std::uint8_t { reset, silence };
[[nodiscard]] constexpr auto names_of(Forgotten) {
  return std::array<std::string_view, 2>{"reset", "silence"};
}

struct Settings {
  base::Duration idle_timeout = 30s;          // quinn: TransportConfig's max_idle_timeout
  base::Duration keep_alive = 1s;             // iroh e0c5091: keep_alive_interval; 0: off
  base::Duration connect_timeout = 30s;       // a dial that nobody answers ends by the same idle timeout
  base::Duration handshake_time = 0ms;        // ours: computing, beyond the round trip
  net::Retry handshake_retry{999ms, 0, 30s};  // RFC 9002, 6.2: 3 x 333 ms before the first sample, doubling
  net::Retry data_retry{200ms, 0, 30s};       // ours: a probe time-out once the round trip is known
  base::Duration closing_period = 3s;         // RFC 9000, 10.2: three times the probe time-out
  base::Duration close_callback_delay = 0ms;  // ours: how late the app hears that a connection ended
  Forgotten forgotten = Forgotten::reset;     // the process still runs, and timed the connection out
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("idle_timeout", s.idle_timeout, "silence until an end closes by itself");
    v("keep_alive", s.keep_alive, "period of keep-alive packets; 0: none are sent");
    v("connect_timeout", s.connect_timeout, "until a handshake that gets no answer ends");
    v("handshake_time", s.handshake_time, "of each end, beyond the packets' travel");
    v("handshake_retry", s.handshake_retry, "handshake packets");
    v("data_retry", s.data_retry, "stream data");
    v("closing_period", s.closing_period, "how long a lost close is sent again");
    v("close_callback_delay", s.close_callback_delay, "until the application hears of an end");
    v("forgotten", s.forgotten, "packets for a connection that their receiver timed out");
  }
  bool operator==(const Settings&) const = default;
};

}  // namespace nearsim::quic
