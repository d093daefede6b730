// The small numbers and closed sets of a QUIC endpoint's interface.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace nearsim::quic {

struct ConnectionId {  // counts up from 1 over the whole run; both ends know it by the same number
  std::uint32_t number = 0;
  auto operator<=>(const ConnectionId&) const = default;
};

struct StreamId {  // a slot and what distinguishes its users; stale ones are harmless
  std::uint32_t slot = ~std::uint32_t{0};
  std::uint32_t generation = 0;
  bool operator==(const StreamId&) const = default;
};

enum class Side : std::uint8_t { client = 0, server = 1 };
[[nodiscard]] constexpr Side other(Side s) { return s == Side::client ? Side::server : Side::client; }

enum class Alpn : std::uint8_t { pairing, messaging };  // what the dialler wants the connection for
[[nodiscard]] constexpr auto names_of(Alpn) {
  return std::array<std::string_view, 2>{"pairing", "messaging"};
}

// Who answers a dial proves a key.  Whoever has another one by now does not answer.
using NodeKey = std::uint64_t;
inline constexpr NodeKey any_key = 0;

enum class StreamKind : std::uint8_t { bidirectional, unidirectional };

// Why a connection ended, as its application is told.
enum class Cause : std::uint8_t { refused, timed_out, reset, closed_by_peer };
[[nodiscard]] constexpr auto names_of(Cause) {
  return std::array<std::string_view, 4>{"refused", "timed_out", "reset", "closed_by_peer"};
}

// The code of an application's close.  Dropping the last handle of a connection closes it with 0 and no
// reason.
using CloseCode = std::uint32_t;
inline constexpr CloseCode dropped = 0;

[[nodiscard]] std::string_view name(Cause cause);
[[nodiscard]] std::string_view name(Alpn alpn);

}  // namespace nearsim::quic
