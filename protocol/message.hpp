// What engines say to each other, as values and as bytes.  The bytes are one flat JSON object per message
// with the key "type", as the source designs send it, so that a capture can be read by eye and dissected by
// ordinary tools.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/text_list.hpp"
#include "sim/base/time.hpp"

namespace nearsim::protocol {

using Payload = std::vector<std::uint8_t>;

struct Hello {  // "handshake"
  std::string device;
  std::string platform;
  std::string node_id;         // left out when empty
  std::uint64_t instance = 0;  // left out when 0
  std::uint64_t nonce = 0;     // left out when 0
  std::uint64_t attempts = 0;  // of the sender, at anybody, up to now; left out when 0
  bool operator==(const Hello&) const = default;
};

struct Bye {  // "goodbye": the sender leaves, and does not want to be called back
  bool operator==(const Bye&) const = default;
};

enum class Status : std::uint8_t { accepted, rejected };

struct HelloReply {  // "handshake_response"
  Status status = Status::accepted;
  bool operator==(const HelloReply&) const = default;
};

struct Heard {  // gossip's small print about one peer
  std::uint64_t instance = 0;
  base::Duration ago{};  // to the millisecond
  bool operator==(const Heard&) const = default;
};

struct Beat {                     // "keep_alive"
  std::int64_t timestamp_ns = 0;  // the sender's wall clock
  std::string device;
  TextList connected;          // gossip: keys of the peers that the sender has; left out when empty
  std::vector<Heard> heard{};  // one each of them, or none at all
  bool operator==(const Beat&) const = default;
};

// Reliable: sent again until it arrives, in order.  Unreliable: sent once.
enum class Delivery : std::uint8_t { reliable, unreliable };
[[nodiscard]] constexpr auto names_of(Delivery) {
  return std::array<std::string_view, 2>{"reliable", "unreliable"};
}

struct UserText {  // application data, of any type that is not one of ours
  std::string type;
  std::string text;
  bool operator==(const UserText&) const = default;
};

// What people say while they speak, and when they have spoken.  AtTable, "Partial Transcript Preservation".
inline constexpr std::string_view partial_transcript = "partial";
inline constexpr std::string_view final_transcript = "final";

using Message = std::variant<Hello, HelloReply, Beat, Bye, UserText>;

[[nodiscard]] std::string_view type_of(const Message& message);  // the value of its "type"
[[nodiscard]] Payload encode(const Message& message);

struct Undecodable {  // why bytes are no message; `at` is the offset where reading stopped
  std::size_t at = 0;
  std::string_view why;
  bool operator==(const Undecodable&) const = default;
};
using Decoded = std::variant<Message, Undecodable>;

// Never throws, never reads outside `bytes`, whatever they hold.  encode() then decode() gives the same
// message back.
[[nodiscard]] Decoded decode(std::span<const std::uint8_t> bytes);

}  // namespace nearsim::protocol
