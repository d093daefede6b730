// Seed 001 with the fewest settings changed that let a fault stay between the two that have it, a dead peer
// be noticed, one of two invite, and who was missed be found after all.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"discovery.rebrowse_every",
          "Thali 1526: a peer can be lost and come back without any event; 15 s is ours, as in recommended"},
    Quote{"session.scope",
          "ours: a session for each peer, so that eight phones are no limit and one link can be closed"},
    Quote{"gates.ghost_filter.twin",
          "ours: an old record under another object moved a link, and the next beat went to nobody"},
    Quote{"gates.ghost_filter.callers",
          "ours: a restored backup counts from where it was (I15), and a record cannot invite"},
    Quote{"gates.election.refuses_inbound",
          "ours: while our own invitation is on the way, so that two impatient ones do not make two links"},
    Quote{"gates.election.patience",
          "ours: longer than an invitation and discovery take, so that one-way discovery still connects"},
    Quote{"gossip.repair", "ours: gossip may tell whom to invite, the rule still says who does"},
    Quote{"gossip.invites_lost", "ours: MultipeerConnectivity cannot invite whom the browser does not show"},
    Quote{"gossip.says_instance", "ours: a ghost in somebody's list must not bring it back"},
    Quote{"gossip.oldest", "ours: older than the silence that is taken for death is no news"},
    Quote{"detectors.keep_alive.timeout", "ours: three missed heartbeats and a margin"},
    Quote{"detectors.keep_alive.own_sleep",
          "ours: one's own sleep is not the peer's silence, as in recommended"},
    Quote{"remedies.invite_failed.reset.after_failures",
          "ours: never; five failures with one peer say nothing about the others"},
    Quote{"remedies.link_failed.reset.after_failures", "ours: likewise"},
    Quote{"remedies.silent", "ours: a peer that is silent for too long is let go, and only that peer"},
};
}  // namespace

Profile attable_repaired() {
  Profile p = attable();
  p.name = "attable_repaired";
  p.discovery.rebrowse_every = 15s;
  p.session.scope = Scope::per_peer;
  auto& ghosts = std::get<GhostFilter>(p.gates[0]);
  ghosts.twin = Twin::waits;
  ghosts.callers = Callers::believed;
  auto& election = std::get<Election>(p.gates[3]);
  election.refuses_inbound = Refusal::while_inviting;
  election.patience = 8s;
  p.gossip = {.repair = Repair::elected, .invites_lost = false, .says_instance = true, .oldest = 32s};
  auto& keep_alive = std::get<KeepAlive>(p.detectors[0]);
  keep_alive.timeout = 32s;
  keep_alive.own_sleep = 500ms;
  for (Ladder& ladder : p.remedies) std::get<Reset>(ladder.rungs[0]).after_failures = 0;
  const Reconnect retry = std::get<Reconnect>(p.remedies[0].rungs[1]);
  p.remedies.push_back({Symptom::silent, {ClosePeer{}, retry}});
  return p;
}

const std::span<const Quote> attable_repaired_quotes{quotes};

}  // namespace nearsim::protocol
