// Seed 000, "iOS MultipeerConnectivity Implementation Fix - V2", as written.
//
// Eight fixed delays between "connected" and the first keep-alive, a monitor that wants to hear something
// every six seconds meanwhile, and a disconnect that ends the whole session for everybody.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {

Settle closure(Duration wait) { return {.on_wifi = wait, .elsewhere = wait, .survives_disconnect = true}; }

constexpr std::array quotes{
    Quote{"identity.key", "seed 000: `[MCPeerID: Timer]`: every table is keyed by the peer object"},
    Quote{"hello.replies",
          "seed 000: `case \"handshake\": handleHandshake` (not defined there) and `case "
          "\"handshake_response\"`"},
    Quote{"session.scope", "seed 000: `private var session: MCSession?`"},
    Quote{"gates.require_pending.key", "seed 000: `pendingConnections.contains(peerID.displayName)`"},
    Quote{"gates.require_pending.acceptor_enters",
          "ours: no line of the document enters anybody; without this no acceptor's link lives"},
    Quote{"gates.election.key", "ours: the document shows no invitation; some rule must say who invites"},
    Quote{"gates.election.inviter", "ours: see gates.election.key"},
    Quote{
        "stages[0].settle.on_wifi",
        "seed 000: `channelEstablishmentDelay: TimeInterval = 4.0`, \"First delay to allow SSL/DTLS setup\""},
    Quote{"stages[0].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[0].settle.survives_disconnect",
          "seed 000: `DispatchQueue.main.asyncAfter`, which nothing cancels"},
    Quote{"stages[1].settle.on_wifi",
          "seed 000: `asyncAfter(deadline: .now() + 2.0)`, \"Second delay to ensure stability\""},
    Quote{"stages[1].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[1].settle.survives_disconnect", "seed 000: `asyncAfter`"},
    Quote{"stages[2].within.limit", "seed 000: `handshakeTimeout: TimeInterval = 10.0`"},
    Quote{"stages[2].within.reach", "seed 000: `if !self.handshakeCompletedPeers.contains(peerID)`"},
    Quote{"stages[3].settle.on_wifi",
          "seed 000: `asyncAfter(deadline: .now() + 1.0)`, \"Additional delay before sending first data\""},
    Quote{"stages[3].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[3].settle.survives_disconnect", "seed 000: `asyncAfter`"},
    Quote{"stages[5].await_hello.what", "seed 000: `handleHandshakeResponse`"},
    Quote{"stages[6].settle.on_wifi",
          "seed 000: `asyncAfter(deadline: .now() + 4.0)`, \"allow channels to fully establish\""},
    Quote{"stages[6].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[6].settle.survives_disconnect", "seed 000: `asyncAfter`"},
    Quote{"stages[7].reach.milestone", "seed 000: `handshakeCompletedPeers.insert(peerID)`"},
    Quote{"stages[8].settle.on_wifi",
          "seed 000: `asyncAfter(deadline: .now() + 3.0)`, \"Wait even longer before starting keep-alive\""},
    Quote{"stages[8].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[8].settle.survives_disconnect", "seed 000: `asyncAfter`"},
    Quote{"stages[9].reach.milestone", "seed 000: `self.isConnected = true`"},
    Quote{"stages[10].settle.on_wifi",
          "seed 000: `asyncAfter(deadline: .now() + 2.0)`, \"Additional delay before starting keep-alive\""},
    Quote{"stages[10].settle.elsewhere", "seed 000: the same on every network"},
    Quote{"stages[10].settle.survives_disconnect", "seed 000: `asyncAfter`"},
    Quote{"stages[11].reach.milestone", "seed 000: `self.startKeepAliveTimer(for: peerID)`"},
    Quote{"detectors.keep_alive.interval", "seed 000: `keepAliveInterval: TimeInterval = 2.0`"},
    Quote{"detectors.keep_alive.jitter_min", "seed 000: `Double.random(in: 1.0...2.0)`"},
    Quote{"detectors.keep_alive.jitter_max",
          "seed 000: `Double.random(in: 1.0...2.0)`, drawn once per timer"},
    Quote{"detectors.keep_alive.send_delay",
          "seed 000: \"Add a small delay before sending keep-alive\", 0.5"},
    Quote{"detectors.keep_alive.timeout", "seed 000: `keepAliveTimeout: TimeInterval = 6.0`"},
    Quote{"detectors.keep_alive.poll",
          "seed 000: `Timer.scheduledTimer(withTimeInterval: 1.0, repeats: true)`; started with the service "
          "(ours: no line starts it)"},
    Quote{"detectors.keep_alive.clock", "seed 000: `lastKeepAliveReceived[peerID] = Date()`: the wall clock"},
    Quote{"detectors.keep_alive.from", "seed 000: the timer starts at the end of the sequence"},
    Quote{"detectors.keep_alive.watch_from_connected",
          "seed 000: `if let lastKeepAlive = lastKeepAliveReceived[peer]`: no entry, no verdict"},
    Quote{"detectors.keep_alive.echo", "seed 000: \"Send keep-alive response\", of type keep_alive"},
    Quote{"detectors.keep_alive.send_survives_disconnect", "seed 000: the send is in an `asyncAfter`"},
    Quote{"remedies.silent.drop_session", "seed 000: `disconnectFromPeer` calls `session?.disconnect()`"},
    Quote{"remedies.handshake_timeout.drop_session",
          "seed 000: the handshake timer calls `disconnectFromPeer`"},
    Quote{"remedies.send_failed.drop_session", "seed 000: `catch { ... self.disconnectFromPeer(peerID) }`"},
    Quote{"remedies.unexpected_connection.drop_session",
          "seed 000: \"Ignoring duplicate connection\", then `session.disconnect()`"},
};

}  // namespace

Profile fixv2() {
  return {
      .name = "fixv2",
      .identity = {.key = Key::handle},
      .hello = {.replies = true},
      .gates = {RequirePending{.key = Key::display_name, .acceptor_enters = true},
                Election{.key = Key::display_name, .inviter = Winner::least}},
      .stages = {closure(4s), closure(2s), Within{.limit = 10s, .reach = Milestone::handshaken}, closure(1s),
                 SendHello{}, AwaitHello{Awaited::reply}, closure(4s), Reach{Milestone::handshaken},
                 closure(3s), Reach{Milestone::usable}, closure(2s), Reach{Milestone::monitored}},
      .detectors = {KeepAlive{.interval = 2s,
                              .jitter_min = 1s,
                              .jitter_max = 2s,
                              .send_delay = 500ms,
                              .timeout = 6s,
                              .poll = 1s,
                              .clock = Clock::wall,
                              .from = Milestone::monitored,
                              .watch_from_connected = false,
                              .echo = true,
                              .send_survives_disconnect = true}},
      .remedies = {{Symptom::silent, {DropSession{}}},
                   {Symptom::handshake_timeout, {DropSession{}}},
                   {Symptom::send_failed, {DropSession{}}},
                   {Symptom::unexpected_connection, {DropSession{}}}},
  };
}

const std::span<const Quote> fixv2_quotes{quotes};

}  // namespace nearsim::protocol
