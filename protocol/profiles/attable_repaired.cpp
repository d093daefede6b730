// Seed 001 with the fewest settings changed that let a fault stay between the two that have it, a dead peer
// be noticed, and one of two invite.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"session.scope",
          "ours: a session for each peer, so that eight phones are no limit and one link can be closed"},
    Quote{"gates.ghost_filter.remembers",
          "ours: what was seen last counts only while somebody sees it, so a restored backup is let in"},
    Quote{"gossip.repair", "ours: gossip may tell whom to invite, the rule still says who does"},
    Quote{"gossip.invites_lost", "ours: MultipeerConnectivity cannot invite whom the browser does not show"},
    Quote{"gossip.says_instance", "ours: a ghost in somebody's list must not bring it back"},
    Quote{"gossip.oldest", "ours: older than the silence that is taken for death is no news"},
    Quote{"detectors.keep_alive.timeout", "ours: three missed heartbeats and a margin"},
    Quote{"remedies.invite_failed.reset.after_failures",
          "ours: never; five failures with one peer say nothing about the others"},
    Quote{"remedies.link_failed.reset.after_failures", "ours: likewise"},
    Quote{"remedies.silent", "ours: a peer that is silent for too long is let go, and only that peer"},
};
}  // namespace

Profile attable_repaired() {
  Profile p = attable();
  p.name = "attable_repaired";
  p.session.scope = Scope::per_peer;
  std::get<GhostFilter>(p.gates[0]).remembers = Memory::while_seen;
  p.gossip = {.repair = Repair::elected, .invites_lost = false, .says_instance = true, .oldest = 32s};
  std::get<KeepAlive>(p.detectors[0]).timeout = 32s;
  for (Ladder& ladder : p.remedies) std::get<Reset>(ladder.rungs[0]).after_failures = 0;
  const Reconnect retry = std::get<Reconnect>(p.remedies[0].rungs[1]);
  p.remedies.push_back({Symptom::silent, {ClosePeer{}, retry}});
  return p;
}

const std::span<const Quote> attable_repaired_quotes{quotes};

}  // namespace nearsim::protocol
