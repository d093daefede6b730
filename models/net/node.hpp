// A device, as the models see it: a dense index given out by whoever builds the world.  Names belong to the
// trace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nearsim::net {

using Node = std::uint32_t;
inline constexpr Node no_node = ~Node{0};   // "nobody": the peer of an event that concerns one device only
inline constexpr Node any_node = ~Node{0};  // "everybody": a disturbance that names no device

using Buffer = std::vector<std::byte>;         // owned bytes
using BytesView = std::span<const std::byte>;  // borrowed bytes, valid during the call

}  // namespace nearsim::net
