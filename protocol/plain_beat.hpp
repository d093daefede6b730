// A beat as encode() writes nearly every one: keys in its order, no blanks, plain strings, no number below 0
// or of more than 19 digits.  Beats are most of what is sent in a room, and gossip makes each as long as the
// room is full, so that they are read in one pass; whatever looks any different is left to the general
// reader, and both understand the same.
//
//   {"type":"keep_alive","timestampNs":17,"deviceId":"Ana","connected":["Bob","Cyd"],"heard":["3@1200","1@0"]}
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/message.hpp"

namespace nearsim::protocol {

// Nothing: it is no beat, or not such a one.
[[nodiscard]] std::optional<Beat> read_plain_beat(std::string_view bytes, std::size_t max_connected);

}  // namespace nearsim::protocol
