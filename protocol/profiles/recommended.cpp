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
    Quote{"identity.remembers_itself",
          "ours: a record lives for 75 minutes at most (RFC 6762, 10), and no application starts so often "
          "meanwhile"},
    Quote{
        "discovery.rebrowse_every",
        "Thali 1526: a peer can be lost and come back without any event; 15 s is ours, so that an old record "
        "is believed for half of I23's 30 s"},
    Quote{"discovery.ignores_itself",
          "ours: browsers show a device its own record at times, and nobody is there to answer"},
    Quote{"discovery.forget_after", "ours: longer than a finding takes"},
    Quote{"discovery.waits_for_sight",
          "ours: an invitation in the second after browsing anew fails at once, and one whose backoff is as "
          "long as the time between two browsings fails there again and again"},
    Quote{"session.scope",
          "remote-shutter: \"fresh MCSession per attempt\"; reused sessions wedge in connecting"},
    Quote{"session.closes_old_sessions",
          "ours: an invitation cannot be called back, so one that was given up may still be accepted"},
    Quote{"session.encryption",
          "ours: meets those who require it (seed 002) and those who refuse it (seed 001)"},
    Quote{
        "invitation.timeout",
        "ours: an invitation that is lost is sent again at Darwin's growing distances, and two who both wait "
        "for that are locked; what AWDL takes to come up, 10 to 20 s, the second attempt has"},
    Quote{"invitation.says_who", "ours: the invited knows which instance invites before it answers"},
    Quote{"invitation.says_attempt",
          "ours: an invitation can come after the link that made it needless, as SCTP INITs do (pion/sctp "
          "495)"},
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
    Quote{"gates.half_open_repair.refuses_older",
          "ours: they know better only if they asked after they had said hello on this link"},
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
    Quote{"gates.arbitration_window.own_session",
          "ours: seed 002's window accepts ours too, and two links in one session cannot be told apart"},
    Quote{"stages[0].within.limit", "ours: as patient with the first words as with the later ones"},
    Quote{"stages[0].within.reach", "ours: a link on which nobody says hello is none"},
    Quote{"stages[1].settle", "seed 001: channels need a moment; 0.5 and 1.5 s"},
    Quote{"stages[3].await_hello.early_counts", "ours: the two sides do not wait equally long"},
    Quote{"stages[3].await_hello.spares_strangers", "ours: seed 002 has no handshake at all"},
    Quote{"stages[4].reach.milestone", "seed 000: usable only after the handshake"},
    Quote{"stability", "seed 001: 15 s before failures are forgotten"},
    Quote{"detectors.keep_alive.interval", "ours: eight beats before anybody is given up"},
    Quote{"detectors.keep_alive.timeout",
          "ours: what a reliable channel is silent for when losses come in bursts of eight; the framework "
          "notices real deaths in 10 to 20 s"},
    Quote{"detectors.keep_alive.poll", "ours: looked at when it can have happened"},
    Quote{"detectors.keep_alive.gossip", "seed 001: whom I have"},
    Quote{"detectors.keep_alive.own_sleep",
          "seed 000's monitor kills after a pause; a wake-up half a second late was a sleep, and one "
          "that no timer saw is at most a beat longer (ours)"},
    Quote{"detectors.keep_alive.spares_mute", "ours: seed 002 sends no beats"},
    Quote{"detectors.path_watch.sees_interfaces",
          "seed 004: \"Network change monitoring\", here for a framework that says nothing of its paths"},
    Quote{"detectors.path_watch.stale",
          "ours: a beat and a half; a beat that is sent again at 30 % loss is not overdue yet"},
    Quote{"gossip.says_instance", "bitchat 766, syncthing 8383: news without an age brings the dead back"},
    Quote{"gossip.oldest", "ours: the patience with a silent peer"},
    Quote{"remedies.invite_failed.reconnect.base", "seed 001: 0.5 s"},
    Quote{"remedies.invite_failed.reconnect.factor", "seed 001: doubled each time"},
    Quote{"remedies.invite_failed.reconnect.cap", "ours: half of seed 001's 30 s, which nobody waits for"},
    Quote{"remedies.invite_failed.reconnect.jitter", "seed 002: 20 %, here within the cap"},
    Quote{"remedies.invite_failed.reconnect.counts_from", "seed 001: only a stable link counts as success"},
    Quote{"remedies.link_failed.reconnect", "seed 001: likewise"},
    Quote{"remedies.network_switched.renegotiate",
          "seed 004: `restartIce`, here of the path below a session of MultipeerConnectivity"},
    Quote{"remedies.path_disturbed.renegotiate.within",
          "ours: as long as the framework may be connecting; nobody is told, so nothing is lost by waiting"},
    Quote{"remedies.path_disturbed.renegotiate.spacing", "ours: one change of interfaces comes in parts"},
    Quote{"remedies.silent", "ours: let go of this peer alone, and try again"},
    Quote{"remedies.handshake_timeout", "ours: likewise"},
    Quote{"remedies.send_failed", "ours: likewise"},
};
}  // namespace

Profile recommended() {
  const Renegotiate renegotiate{.within = 10s, .spacing = 1s};
  const Reconnect retry{.base = 500ms, .factor = 2, .cap = 15s, .jitter = base::percent(20)};
  return {
      .name = "recommended",
      .identity = {.key = Key::node_id,
                   .counts_instances = true,
                   .resolves_clones = true,
                   .remembers_itself = 16},
      .discovery = {.rebrowse_every = 15s,
                    .forget_after = 8s,
                    .waits_for_sight = true,
                    .ignores_itself = true},
      .session = {.scope = Scope::per_attempt,
                  .encryption = Encryption::optional,
                  .closes_old_sessions = true},
      .invitation = {.timeout = 15s, .says_who = true, .says_attempt = true},
      .hello = {.replies = true, .says_goodbye = true},
      .gossip = {.repair = Repair::elected, .says_instance = true, .oldest = 20s},
      .stability = 15s,
      .gates = {GhostFilter{.twin = Twin::waits, .callers = Callers::believed},
                HalfOpenRepair{.refuses_older = true}, Cooldown{},
                Election{.key = Key::node_id,
                         .inviter = Winner::greatest,
                         .refuses_inbound = Refusal::while_inviting,
                         .patience = 8s},
                ArbitrationWindow{.window = 15s, .remembers_abandoned = true, .own_session = true}},
      .stages = {Within{.limit = 40s, .reach = Milestone::handshaken},
                 Settle{.on_wifi = 500ms, .elsewhere = 1500ms}, SendHello{},
                 AwaitHello{.what = Awaited::hello, .early_counts = true, .spares_strangers = true},
                 Reach{Milestone::handshaken}, Reach{Milestone::usable}},
      .detectors = {KeepAlive{.interval = 5s,
                              .timeout = 40s,
                              .poll = 0ms,
                              .gossip = true,
                              .own_sleep = 500ms,
                              .spares_mute = true},
                    PathWatch{.sees_interfaces = true, .stale = 8s}},
      .remedies = {{Symptom::invite_failed, {retry}},
                   {Symptom::link_failed, {retry}},
                   {Symptom::network_switched, {renegotiate}},
                   {Symptom::path_disturbed, {renegotiate}},
                   {Symptom::silent, {ClosePeer{}, retry}},
                   {Symptom::handshake_timeout, {ClosePeer{}, retry}},
                   {Symptom::send_failed, {ClosePeer{}, retry}}},
  };
}

const std::span<const Quote> recommended_quotes{quotes};

}  // namespace nearsim::protocol
