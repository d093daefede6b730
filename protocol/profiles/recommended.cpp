// What we would build: the mechanisms of the five designs that held, with the settings that the simulator
// showed to hold, and some of the field's.
//
// Elected by node id, with patience for a leader that does not see us; a session for each attempt; what an
// older instance says is refused; a link is believed in for as long as something is heard, on our own waking
// time; and trouble with one peer is nobody else's.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"identity.key",
          "seed 001: a node id for each installation; names tie (seed 002) and objects do not last (Thali)"},
    Quote{"identity.counts_instances", "seed 001: an instance that counts up at each start"},
    Quote{"identity.resolves_clones",
          "ours, after Nearby's nonce: a restored backup makes two devices of one node id"},
    Quote{
        "discovery.rebrowse_every",
        "Thali 1526: a peer can be lost and come back without any event; 15 s is ours, so that an old record "
        "is believed for half of I23's 30 s"},
    Quote{"discovery.forget_after", "ours: longer than a finding takes"},
    Quote{"session.scope",
          "remote-shutter: \"fresh MCSession per attempt\"; reused sessions wedge in connecting"},
    Quote{"session.closes_old_sessions",
          "ours: an invitation cannot be called back, so one that was given up may still be accepted"},
    Quote{"session.encryption",
          "ours: meets those who require it (seed 002) and those who refuse it (seed 001)"},
    Quote{"invitation.timeout",
          "remote-shutter: AWDL comes up in 10 to 20 s, so give it 20; 30 is Apple's own and ours"},
    Quote{"invitation.says_who", "ours: the invited knows which instance invites before it answers"},
    Quote{"hello.replies", "seed 000 waits for a reply; ours: costs nothing, and lets it in"},
    Quote{"hello.says_goodbye", "remote-shutter: \"say goodbye, forget, then drop\""},
    Quote{
        "gates.ghost_filter.twin",
        "ours: clones resolve themselves, so an equal instance is the peer under a new object; but while the "
        "first is linked, an old record of it may not take its place"},
    Quote{"gates.ghost_filter.callers",
          "ours: a restored backup counts from where it was (I15), and a record cannot invite"},
    Quote{"gates.half_open_repair.inbound", "seed 001: they invite, so they know better"},
    Quote{"gates.half_open_repair.supersedes", "ours: the old link is let go, so that there are never two"},
    Quote{"gates.cooldown.cleared_by_new_instance", "seed 001: a fresh chance for whoever starts again"},
    Quote{"gates.election.key", "seed 001: `myNodeID > theirNodeID`"},
    Quote{"gates.election.inviter", "seed 001: the greatest invites"},
    Quote{"gates.election.refuses_inbound",
          "ours: only while our own invitation is on the way; whoever comes otherwise is let in"},
    Quote{"gates.election.patience",
          "ours: longer than an invitation and discovery take, so that one-way discovery still connects"},
    Quote{"gates.arbitration_window.window",
          "seed 002's arbitration, for those only who follow another rule; as long as our invitation lives"},
    Quote{"gates.arbitration_window.remembers_abandoned", "ours: reads what seed 002 only writes"},
    Quote{"stages[0].within.limit", "ours: as long as the framework may be connecting, 10 s"},
    Quote{"stages[0].within.reach", "ours: a link on which nobody says hello is none"},
    Quote{"stages[1].settle", "seed 001: channels need a moment; 0.5 and 1.5 s"},
    Quote{"stages[3].await_hello.early_counts", "ours: the two sides do not wait equally long"},
    Quote{"stages[3].await_hello.spares_strangers", "ours: seed 002 has no handshake at all"},
    Quote{"stages[4].reach.milestone", "seed 000: usable only after the handshake"},
    Quote{"stability", "seed 001: 15 s before failures are forgotten"},
    Quote{"detectors.keep_alive.interval", "ours: a third of the patience, less a margin"},
    Quote{"detectors.keep_alive.timeout",
          "ours: three beats and the longest gap of a reliable channel at 30 % loss"},
    Quote{"detectors.keep_alive.poll", "ours: looked at when it can have happened"},
    Quote{"detectors.keep_alive.gossip", "seed 001: whom I have"},
    Quote{"detectors.keep_alive.own_sleep",
          "seed 000's monitor kills after a pause; a wake-up half a second late was a sleep, and one "
          "that no timer saw is at most a beat longer (ours)"},
    Quote{"detectors.keep_alive.spares_mute", "ours: seed 002 sends no beats"},
    Quote{"gossip.says_instance", "bitchat 766, syncthing 8383: news without an age brings the dead back"},
    Quote{"gossip.oldest", "ours: the patience with a silent peer"},
    Quote{"remedies.invite_failed.reconnect.base", "seed 001: 0.5 s"},
    Quote{"remedies.invite_failed.reconnect.factor", "seed 001: doubled each time"},
    Quote{"remedies.invite_failed.reconnect.cap", "ours: half of seed 001's 30 s, which nobody waits for"},
    Quote{"remedies.invite_failed.reconnect.jitter", "seed 002: 20 %, here within the cap"},
    Quote{"remedies.invite_failed.reconnect.counts_from", "seed 001: only a stable link counts as success"},
    Quote{"remedies.link_failed.reconnect", "seed 001: likewise"},
    Quote{"remedies.silent", "ours: let go of this peer alone, and try again"},
    Quote{"remedies.handshake_timeout", "ours: likewise"},
    Quote{"remedies.send_failed", "ours: likewise"},
};
}  // namespace

Profile recommended() {
  const Reconnect retry{.base = 500ms, .factor = 2, .cap = 15s, .jitter = base::percent(20)};
  return {
      .name = "recommended",
      .identity = {.key = Key::node_id, .counts_instances = true, .resolves_clones = true},
      .discovery = {.rebrowse_every = 15s, .forget_after = 8s},
      .session = {.scope = Scope::per_attempt,
                  .encryption = Encryption::optional,
                  .closes_old_sessions = true},
      .invitation = {.timeout = 30s, .says_who = true},
      .hello = {.replies = true, .says_goodbye = true},
      .gossip = {.repair = Repair::elected, .says_instance = true, .oldest = 20s},
      .stability = 15s,
      .gates = {GhostFilter{.twin = Twin::waits, .callers = Callers::believed}, HalfOpenRepair{}, Cooldown{},
                Election{.key = Key::node_id,
                         .inviter = Winner::greatest,
                         .refuses_inbound = Refusal::while_inviting,
                         .patience = 8s},
                ArbitrationWindow{.window = 30s, .remembers_abandoned = true}},
      .stages = {Within{.limit = 10s, .reach = Milestone::handshaken},
                 Settle{.on_wifi = 500ms, .elsewhere = 1500ms}, SendHello{},
                 AwaitHello{.what = Awaited::hello, .early_counts = true, .spares_strangers = true},
                 Reach{Milestone::handshaken}, Reach{Milestone::usable}},
      .detectors = {KeepAlive{.interval = 5s,
                              .timeout = 20s,
                              .poll = 0ms,
                              .gossip = true,
                              .own_sleep = 500ms,
                              .spares_mute = true}},
      .remedies = {{Symptom::invite_failed, {retry}},
                   {Symptom::link_failed, {retry}},
                   {Symptom::silent, {ClosePeer{}, retry}},
                   {Symptom::handshake_timeout, {ClosePeer{}, retry}},
                   {Symptom::send_failed, {ClosePeer{}, retry}}},
  };
}

const std::span<const Quote> recommended_quotes{quotes};

}  // namespace nearsim::protocol
