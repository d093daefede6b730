// Seed 001, AtTable's "Multipeer Connectivity (MPC) Architecture", as written.
//
// One node id for each installation and an instance that counts its sessions; the greatest node id invites;
// whoever hears of a peer that it lacks invites it, too; and after five failures in a row with one peer
// everything begins anew with all.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"identity.key", "seed 001: `latestByNodeID`; \"Maps the MCPeerID to the stable nodeID\""},
    Quote{"identity.counts_instances",
          "seed 001: \"A monotonic counter that increments each time a session starts\""},
    Quote{"discovery.browse_after",
          "seed 001: \"Starts browsing\", then \"Starts advertising (after 0.5s delay)\""},
    Quote{"discovery.advertise_after", "seed 001: \"Starts advertising (after 0.5s delay)\""},
    Quote{"discovery.onboarding",
          "seed 001: \"App resets isOnboardingComplete = false on every launch\"; how long the user "
          "takes is ours: no time at all, unless a scenario says so"},
    Quote{"session.scope", "seed 001: \"`session?.disconnect()`\": one session"},
    Quote{"session.encryption",
          "seed 001: \"MCSession with encryption disabled (for faster AWDL connections)\""},
    Quote{"invitation.timeout", "seed 001 names none; 30 is what Apple's framework takes then"},
    Quote{"invitation.says_who",
          "ours: seed 001 rejects \"messages/invites from older instances\", so an invitation must say "
          "of which instance it is"},
    Quote{"gates.ghost_filter.twin", "seed 001 says \"older\", so an equal instance passes"},
    Quote{"gates.ghost_filter.remembers", "seed 001: \"Clear all state: ... `latestByNodeID`\" on leave"},
    Quote{"gates.ghost_filter.needs_handshake",
          "seed 001: only the handshake \"maps the MCPeerID to the stable nodeID\""},
    Quote{"gates.half_open_repair.inbound",
          "seed 001: \"If we think we're connected but they invite us, accept the new invite\""},
    Quote{"gates.half_open_repair.supersedes",
          "ours: seed 001 does not say what becomes of the old connection"},
    Quote{"gates.cooldown.cleared_by_new_instance",
          "seed 001: \"Any cooldowns from previous failures are removed\""},
    Quote{"gates.cooldown.refuses_inbound", "seed 001: cooldowns are about \"retries\""},
    Quote{"gates.election.key", "seed 001: `if myNodeID > theirNodeID`"},
    Quote{"gates.election.inviter", "seed 001: \"I am LEADER - I will send the invite\""},
    Quote{"gates.election.refuses_inbound",
          "seed 001: a leader accepts, too: \"A can proactively invite C\" whichever is greater"},
    Quote{"stages[0].settle.on_wifi", "seed 001: `isWiFi ? 0.5s : 1.5s`"},
    Quote{"stages[0].settle.elsewhere", "seed 001: \"1.5s // Slower for AWDL stability\""},
    Quote{"stages[1].send_hello",
          "seed 001: \"Once connected at the socket level, devices exchange handshake messages\""},
    Quote{"stages[2].await_hello.what",
          "seed 001: the handshake of the other \"registers the peer in connectedPeerUsers\""},
    Quote{"stages[2].await_hello.early_counts",
          "ours: the two sides wait 0.5 or 1.5 s each for itself, so one hello is early"},
    Quote{"stages[3].reach.milestone", "seed 001: \"Maps the MCPeerID to the stable nodeID\""},
    Quote{"stages[4].reach.milestone",
          "seed 001: \"Registers the peer in `connectedPeerUsers` for UI display\""},
    Quote{"stability",
          "seed 001: \"a 15-second stability timer before clearing failure counters\"; it starts with the "
          "handshake, here (ours) 0.5 to 1.5 s earlier, with the connection"},
    Quote{"detectors.keep_alive.interval", "seed 001: \"heartbeats every 10 seconds\""},
    Quote{"detectors.keep_alive.timeout", "seed 001 has none: no line acts on missing heartbeats"},
    Quote{"detectors.keep_alive.poll", "ours: there is nothing to look for"},
    Quote{"detectors.keep_alive.gossip",
          "seed 001: `connectedNodeIDs: connectedPeerUsers.map { $0.nodeID } // Gossip`"},
    Quote{"detectors.keep_alive.one_timer",
          "seed 001: \"the mesh sends heartbeats\"; ours: one timer to all connected peers"},
    Quote{"gossip.repair", "seed 001: \"If B knows Device C but A doesn't, A can proactively invite C\""},
    Quote{"gossip.invites_lost", "seed 001: \"without requiring everyone to be discoverable\""},
    Quote{"gossip.says_instance", "seed 001: node ids only"},
    Quote{"transcript.keeps_partial",
          "seed 001: \"their partial transcript is preserved as a final message\""},
    Quote{"remedies.invite_failed.reset.after_failures", "seed 001: `if failures >= 5`"},
    Quote{"remedies.invite_failed.reset.spacing", "seed 001 names none"},
    Quote{"remedies.invite_failed.reset.advances_instance",
          "ours: seed 001 counts \"each time a session starts\", and a reset starts one; it does not say"},
    Quote{"remedies.invite_failed.reconnect.base", "seed 001: `min(0.5 * pow(2, failures - 1), 30.0)`"},
    Quote{"remedies.invite_failed.reconnect.factor", "seed 001: `pow(2, failures - 1)`"},
    Quote{"remedies.invite_failed.reconnect.cap", "seed 001: `min(..., 30.0)`"},
    Quote{"remedies.invite_failed.reconnect.jitter", "seed 001: none"},
    Quote{"remedies.invite_failed.reconnect.counts_from",
          "seed 001: \"Only reset failure counts after 15s of stable connection\""},
    Quote{"remedies.invite_failed.reconnect.ends_when_lost",
          "ours: seed 001 does not say that a retry ends when discovery loses "
          "the peer"},
    Quote{"remedies.link_failed", "ours: a connection that ends is a failed connection, too"},
};
}  // namespace

Profile attable() {
  const Reconnect retry{.base = 500ms, .factor = 2, .cap = 30s, .ends_when_lost = false};
  const Reset poisoned{.after_failures = 5};
  return {
      .name = "attable",
      .identity = {.key = Key::node_id, .counts_instances = true},
      .discovery = {.browse_after = 0ms, .advertise_after = 500ms},
      .session = {.scope = Scope::shared, .encryption = Encryption::none},
      .invitation = {.timeout = 30s, .says_who = true},
      .gossip = {.repair = Repair::anybody, .invites_lost = true},
      .transcript = {.keeps_partial = true},
      .stability = 15s,
      .gates = {GhostFilter{.remembers = Memory::until_leave, .needs_handshake = true}, HalfOpenRepair{},
                Cooldown{},
                Election{
                    .key = Key::node_id, .inviter = Winner::greatest, .refuses_inbound = Refusal::never}},
      .stages = {Settle{.on_wifi = 500ms, .elsewhere = 1500ms}, SendHello{},
                 AwaitHello{.what = Awaited::hello, .early_counts = true}, Reach{Milestone::handshaken},
                 Reach{Milestone::usable}},
      .detectors = {KeepAlive{
          .interval = 10s, .timeout = base::forever, .poll = 0ms, .gossip = true, .one_timer = true}},
      .remedies = {{Symptom::invite_failed, {poisoned, retry}}, {Symptom::link_failed, {poisoned, retry}}},
  };
}

const std::span<const Quote> attable_quotes{quotes};

}  // namespace nearsim::protocol
