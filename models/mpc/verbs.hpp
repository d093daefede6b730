// Every verb of topic "mpc", with its fields.  Stable: expectations, reports and invariants name them.
#pragma once

#include "models/net/verbs.hpp"

namespace nearsim::mpc {

inline constexpr net::Verb verbs[] = {
    {"mpc", "advertising", "node starts to advertise (identity)"},
    {"mpc", "advertising_stopped", "node stops to advertise"},
    {"mpc", "browsing", "node starts to browse"},
    {"mpc", "browsing_stopped", "node stops to browse"},
    {"mpc", "invite_sent", "node invites peer (session, timeout)"},
    {"mpc", "invite_delivered", "node's advertiser got the invitation of peer"},
    {"mpc", "invite_accepted", "node accepts the invitation of peer (link, session)"},
    {"mpc", "invite_declined", "node declines the invitation of peer (why)"},
    {"mpc", "invite_failed", "node's invitation of peer ended without a link (errno, session)"},
    {"mpc", "invite_timed_out", "node's invitation of peer got no answer in time (session)"},
    {"mpc", "session_created", "node has a new session (session, encryption)"},
    {"mpc", "session_disconnected", "node leaves a session with all its peers (session)"},
    {"mpc", "connecting", "node's end of a link to peer is being set up (link, session)"},
    {"mpc", "connected", "node's end of a link to peer is usable (link, session)"},
    {"mpc", "channel_ready", "one channel of node's link to peer is ready (link, over)"},
    {"mpc", "channel_given_up",
     "one channel of node's link to peer is given up, which ends nothing (link, over)"},
    {"mpc", "not_connected", "node is told that peer is not connected (errno, session)"},
    {"mpc", "link_ended", "node's end of a link to peer is gone (link, session, why)"},
    {"mpc", "send", "node queues data for peer (bytes, session)"},
    {"mpc", "send_refused", "node's send fails at once: a recipient is not connected (session)"},
    {"mpc", "deliver", "data of peer reaches node (bytes, session)"},
    {"mpc", "killed", "node's process ends (how)"},
    {"mpc", "suspended", "node's process is frozen"},
    {"mpc", "resumed", "node's process runs again"},
};

inline constexpr char topic[] = "mpc";
using Says = net::Listed<verbs, topic>;

}  // namespace nearsim::mpc
