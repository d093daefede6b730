// Every verb of topic "quic", with its fields.  Stable: expectations, reports and invariants name them.
#pragma once

#include "models/net/verbs.hpp"

namespace nearsim::quic {

inline constexpr net::Verb verbs[] = {
    {"quic", "dial", "node begins a connection to peer (connection, alpn)"},
    {"quic", "incoming", "node's endpoint got the first packet of peer (connection, alpn)"},
    {"quic", "refused", "node refuses the connection of peer (connection)"},
    {"quic", "connected", "node's end of a connection to peer is done with its handshake (connection)"},
    {"quic", "closed", "node closes its end of a connection to peer (connection, code)"},
    {"quic", "ended", "node's end of a connection to peer is over (connection, why, code)"},
    {"quic", "stream", "node opens a stream to peer (connection)"},
    {"quic", "deliver", "stream data of peer reaches node (bytes, connection)"},
    {"quic", "killed", "node's process ends, and says nothing"},
    {"quic", "suspended", "node's process is frozen"},
    {"quic", "resumed", "node's process runs again"},
};

inline constexpr char topic[] = "quic";
using Says = net::Listed<verbs, topic>;

}  // namespace nearsim::quic
