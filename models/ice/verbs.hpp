// Every verb of the topics "ice" and "signalling", with its fields.  Stable: expectations, reports and
// invariants name them.
#pragma once

#include "models/net/verbs.hpp"

namespace nearsim::ice {

inline constexpr net::Verb verbs[] = {
    {"ice", "offer", "node sends an offer to peer (connection, restart)"},
    {"ice", "offered", "an offer of peer reaches node (connection, restart)"},
    {"ice", "answer", "node answers the offer of peer (connection)"},
    {"ice", "unsent", "node has something to signal to peer, and no server (connection, what)"},
    {"ice", "glare", "an offer of peer meets node's own (connection, outcome)"},
    {"ice", "wrong_state", "node cannot do this now (connection, what, state)"},
    {"ice", "flagged", "node's next offer would restart (connection)"},
    {"ice", "selected", "node's data for peer takes this pair from now on (connection, pair)"},
    {"ice", "opened", "node's channel to peer is open (connection)"},
    {"ice", "state",
     "node's connection to peer has another state, or has it anew after a restart (connection, now)"},
    {"ice", "consent_expired", "node's pair with peer is given up (connection)"},
    {"ice", "closed", "node closes its connection to peer (connection)"},
    {"ice", "ended", "node's connection to peer is over (connection, why)"},
    {"ice", "deliver", "data of peer reaches node (bytes, connection)"},
    {"ice", "killed", "node's process ends, and says nothing"},
    {"ice", "suspended", "node's process is frozen"},
    {"ice", "resumed", "node's process runs again"},
    {"signalling", "opens", "node connects to the signalling server"},
    {"signalling", "opened", "node is connected to the signalling server, under its name"},
    {"signalling", "closes", "node closes its connection to the signalling server"},
    {"signalling", "ended", "node's connection to the signalling server is over, or was not made (why)"},
    {"signalling", "entered", "the server registers node"},
    {"signalling", "left", "the server forgets node"},
    {"signalling", "taken", "the server sends node away: its name is taken"},
    {"signalling", "absent", "node writes to somebody who is not registered (what)"},
    {"signalling", "lost", "node writes to somebody whose socket is dead (what)"},
};

inline constexpr char topic[] = "ice", signalling_topic[] = "signalling";
using Says = net::Listed<verbs, topic>;
using ServerSays = net::Listed<verbs, signalling_topic>;

}  // namespace nearsim::ice
