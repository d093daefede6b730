// Darwin's error numbers, as they appear in MultipeerConnectivity logs ("Socket Error 61").  The values are
// those of BSD's sys/errno.h, which differ from Linux's: 61 is "refused" on a phone and "no data" on a
// server.
#pragma once

#include <cstdint>
#include <string_view>

namespace nearsim::net {

enum class Errno : std::uint8_t {
  none = 0,
  broken_pipe = 32,      // EPIPE
  no_address = 49,       // EADDRNOTAVAIL
  net_down = 50,         // ENETDOWN
  net_unreachable = 51,  // ENETUNREACH
  aborted = 53,          // ECONNABORTED
  reset = 54,            // ECONNRESET
  not_connected = 57,    // ENOTCONN
  timeout = 60,          // ETIMEDOUT
  refused = 61,          // ECONNREFUSED
  host_down = 64,        // EHOSTDOWN
  no_route = 65,         // EHOSTUNREACH
};

[[nodiscard]] std::string_view name(Errno);
[[nodiscard]] constexpr std::int64_t number(Errno e) { return static_cast<std::int64_t>(e); }

}  // namespace nearsim::net
