// What goes over the signalling server.  A description says which candidates its sender has, so that no
// message for each of them is needed; those gathered later follow by themselves.
#pragma once

#include "models/ice/ids.hpp"
#include "models/net/node.hpp"

namespace nearsim::ice {

struct Frame {
  enum class Kind : std::uint8_t {
    enter,
    leave,  // a device to the server
    welcome,
    joined,
    left,
    taken,
    absent,  // the server to a device
    offer,
    answer,
    candidates,
    bye  // from one device to another
  };
  Kind kind = Kind::enter;
  std::uint8_t candidates = 0;  // Kinds
  std::uint32_t connection = 0;
  std::uint32_t generation = 0;  // of the sender's credentials
  std::uint32_t answers = 0;     // the generation of the offer that an answer is for
  std::uint32_t address = 0;     // that the candidates are of
  Identity to = 0, from = 0;
};

[[nodiscard]] net::Buffer encode(const Frame& frame);
[[nodiscard]] Frame decode(net::BytesView bytes);
[[nodiscard]] std::string_view name(Frame::Kind kind);

}  // namespace nearsim::ice
