// A connection: one handshake and what came of it, with an opinion at each end.
//
//     client   connecting ---------------------- connected -- gone
//     server   unaware -- offered -- connecting ----- connected -- gone
//
// The client is done after one round trip, the server half of one later.  An end that closes tells the other;
// one that times out tells nobody.
#pragma once

#include <cstdint>

#include "models/net/node.hpp"
#include "models/quic/ids.hpp"

namespace nearsim::quic {

enum class EndState : std::uint8_t { unaware, offered, connecting, connected, gone };

struct ConnectionEnd {
  net::Node node = net::no_node;
  EndState state = EndState::unaware;
};

struct ConnectionView {  // what a checker sees
  ConnectionId id;
  Alpn alpn = Alpn::messaging;
  NodeKey dialled = any_key;
  ConnectionEnd client, server;

  // Accepted, and neither end has given it up.
  [[nodiscard]] bool both_alive() const {
    const bool accepted = server.state == EndState::connecting || server.state == EndState::connected;
    return accepted && client.state != EndState::gone;
  }
  [[nodiscard]] bool half_open() const {
    return (client.state == EndState::gone && server.state == EndState::connected) ||
           (server.state == EndState::gone && client.state == EndState::connected);
  }
  [[nodiscard]] const ConnectionEnd& end(net::Node n) const { return client.node == n ? client : server; }
};

}  // namespace nearsim::quic
