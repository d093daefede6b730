// Seed 004 repaired: a restart is an offer, one end makes it, it waits for the server, and what was closed is
// connected again.  No heartbeat: ICE's own checks see a silent path sooner than three beats of 5 s could.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"transport.framework", "as in socialstream"},
    Quote{"stability", "ours: failures are forgotten when a link has lasted"},
    Quote{"session.scope", "as in socialstream"},
    Quote{"signalling.used", "as in socialstream"},
    Quote{"identity.key",
          "ours: a device that starts again has another name at the server, and is the same one"},
    Quote{"discovery.new_object_ends_old",
          "ours: whoever is there under a new name no longer has the old connection"},
    Quote{"invitation.timeout", "ours: an offer whose answer was lost is made again soon"},
    Quote{"signalling.cap",
          "VDO.Ninja's webrtc.js of 2024: `onclose` waits 5000 ms, however often it has failed; a delay that "
          "has grown to 20 s sleeps through a server that is back for a quarter of a minute"},
    Quote{"signalling.awaited", "ours: what is written before the socket is open is lost"},
    Quote{"signalling.ping", "ours: a server that let go says so to nobody who does not ask"},
    Quote{"signalling.jitter", "ours: so that the clients of one server do not come back in step"},
    Quote{"gates.election.key", "as in socialstream"},
    Quote{"gates.election.inviter", "as in socialstream"},
    Quote{"gates.election.patience", "ours: whose turn it is may not have heard who is there"},
    Quote{"gates.election.refuses_inbound", "ours: or patience would be in vain"},
    Quote{"stages[0].reach.milestone", "as in socialstream"},
    Quote{"detectors.quality_monitor", "ours: since the last sample, with a timer for each peer"},
    Quote{"detectors.network_watch.signalling",
          "ours: a socket that outlived an outage waits for its retransmissions, and the server may have let "
          "go of it"},
    Quote{"remedies.path_disturbed.grace", "ours: the document's 5 s for every platform, then a restart"},
    Quote{"remedies.path_disturbed.ice_restart.within", "VDO.Ninja's later SDK: recoveryTimeout 12 s"},
    Quote{"remedies.path_failed.ice_restart.within", "VDO.Ninja's later SDK: recoveryTimeout 12 s"},
    Quote{"remedies.path_failed.ice_restart.by", "VDO.Ninja's later SDK: the publisher alone owns offers"},
    Quote{"remedies.network_switched.ice_restart.within", "VDO.Ninja's later SDK: recoveryTimeout 12 s"},
    Quote{"remedies.poor_quality.ice_restart.spacing", "ours: one a minute at most"},
    Quote{"remedies.link_failed.reconnect", "VDO.Ninja's later SDK: 1 s * 2^(n-1), cap 30 s"},
    Quote{"remedies.invite_failed.reconnect", "VDO.Ninja's later SDK: 1 s * 2^(n-1), cap 30 s"},
    Quote{"remedies.path_disturbed.reconnect", "VDO.Ninja's later SDK: a fresh play at last"},
    Quote{"remedies.path_failed.reconnect", "VDO.Ninja's later SDK: a fresh play at last"},
    Quote{"remedies.network_switched.reconnect", "VDO.Ninja's later SDK: a fresh play at last"},
};
}  // namespace

Profile socialstream_repaired() {
  Profile repaired = socialstream();
  repaired.name = "socialstream_repaired";
  repaired.identity.key = Key::node_id;
  repaired.discovery.new_object_ends_old = true;
  repaired.invitation.timeout = 10s;
  repaired.signalling = {.used = true, .cap = 5s, .jitter = base::percent(50), .awaited = true, .ping = 5s};
  repaired.stability = 5s;
  auto& election = std::get<Election>(repaired.gates[0]);
  election.patience = 10s;
  election.refuses_inbound = Refusal::while_inviting;
  repaired.detectors = {QualityMonitor{}, NetworkWatch{.signalling = Restored::renew}};
  const Reconnect again{.base = 1s, .factor = 2, .cap = 30s, .ends_when_lost = true};
  const IceRestart restart{.within = 12s};
  repaired.remedies = {
      {Symptom::path_disturbed, {Grace{}, restart, ClosePeer{}, again}},
      {Symptom::path_failed, {restart, ClosePeer{}, again}},
      {Symptom::poor_quality, {IceRestart{.spacing = 1min}}},
      {Symptom::network_switched, {restart, ClosePeer{}, again}},
      {Symptom::invite_failed, {again}},
      {Symptom::link_failed, {again}},
  };
  return repaired;
}

const std::span<const Quote> socialstream_repaired_quotes{quotes};

}  // namespace nearsim::protocol
