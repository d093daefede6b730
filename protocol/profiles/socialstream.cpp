// Seed 004, "Social Stream WebRTC Reconnection Improvements", as written.
//
// Timers that close what is disturbed, an ICE restart that sets a flag and tells nobody, and nothing at all
// that connects again what was closed.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"transport.framework", "seed 004: `RTCPeerConnection`"},
    Quote{"session.scope", "seed 004: `_peerConnections[uuid]`: a connection of its own for each peer"},
    Quote{"signalling.used", "seed 004: `_rawWebSocket`"},
    Quote{"signalling.cap", "seed 004: `min(_baseReconnectDelay * pow(2, _reconnectAttempts), 30000)`"},
    Quote{"signalling.max_attempts", "seed 004: `_maxReconnectAttempts = 10`"},
    Quote{"signalling.attempts", "seed 004: \"Reset on successful connection\", of any peer connection"},
    Quote{"signalling.identity", "seed 004: `if (_persistentUuid != null && _reconnectAttempts > 0)`"},
    Quote{"gates.election.key", "ours: the document shows no first offer; VDO.Ninja's publisher owns it"},
    Quote{"gates.election.inviter", "ours: see gates.election.key"},
    Quote{"stages[0].reach.milestone", "seed 004: RTCPeerConnectionStateConnected is the end of the set-up"},
    Quote{"detectors.heartbeat.interval", "seed 004: `Timer.periodic(Duration(seconds: 5)`"},
    Quote{"detectors.heartbeat.misses", "seed 004: `if (missedHeartbeats >= 3)`"},
    Quote{"detectors.heartbeat.counts",
          "seed 004: `missedHeartbeats++` stands in the catch of `channel.send`"},
    Quote{"detectors.heartbeat.runs_on", "seed 004: `if (!Platform.isIOS && !Platform.isMacOS) return`"},
    Quote{"detectors.quality_monitor.interval", "seed 004: `Timer.periodic(Duration(seconds: 10)`"},
    Quote{"detectors.quality_monitor.loss", "seed 004: `if (packetLoss > 10 || rtt > 500)`"},
    Quote{"detectors.quality_monitor.rtt", "seed 004: `if (packetLoss > 10 || rtt > 500)`"},
    Quote{"detectors.quality_monitor.cumulative",
          "seed 004: `packetsLost / (packetsLost + packetsReceived)`, which WebRTC counts from the start"},
    Quote{"detectors.quality_monitor.shared_timer", "seed 004: `Timer? _qualityMonitorTimer`, one for all"},
    Quote{"detectors.network_watch.restore_clears", "seed 004: no line cancels on the network's return"},
    Quote{"detectors.network_watch.signalling",
          "seed 004: `if (result != ConnectivityResult.none && !_isConnected) _scheduleReconnect()`"},
    Quote{"detectors.network_watch.sees_switches", "seed 004: nothing if `_isConnected`"},
    Quote{"remedies.path_disturbed.grace.on_windows", "seed 004: `Platform.isWindows ? 10000 : 5000`"},
    Quote{"remedies.path_disturbed.grace.elsewhere", "seed 004: `Platform.isWindows ? 10000 : 5000`"},
    Quote{"remedies.path_disturbed.close_peer", "seed 004: `_cleanupPeerConnection(uuid)`"},
    Quote{"remedies.path_failed.ice_restart.how",
          "seed 004: `await pc.restartIce!()`, and no onRenegotiationNeeded"},
    Quote{"remedies.path_failed.ice_restart.by", "seed 004: either end restarts"},
    Quote{"remedies.path_failed.ice_restart.within", "seed 004: no timer unless the call throws"},
    Quote{"remedies.silent.ice_restart",
          "seed 004: \"Heartbeat failed 3 times\", `_handleConnectionFailure`"},
    Quote{"remedies.poor_quality.ice_restart",
          "seed 004: \"Poor connection quality\", `_handleConnectionFailure`"},
    Quote{"remedies.network_lost.grace", "seed 004: `_scheduleCloseTimeout(uuid, 5000)` for all"},
    Quote{"remedies.network_lost.close_peer", "seed 004: `_cleanupPeerConnection(uuid)`"},
};
}  // namespace

Profile socialstream() {
  const IceRestart restart{.how = Restart::flag_only, .by = Restarter::both};
  return {
      .name = "socialstream",
      .transport = {.framework = Framework::ice},
      .session = {.scope = Scope::per_attempt},
      .signalling = {.used = true,
                     .base = 5s,
                     .cap = 30s,
                     .max_attempts = 10,
                     .attempts = Zeroed::by_any_peer,
                     .identity = Kept::while_counting},
      .gates = {Election{.key = Key::node_id, .inviter = Winner::least}},
      .stages = {Reach{Milestone::usable}},
      .detectors =
          {Heartbeat{.interval = 5s, .misses = 3, .counts = Misses::thrown_sends, .runs_on = RunsOn::apple},
           QualityMonitor{.interval = 10s, .cumulative = true, .shared_timer = true},
           NetworkWatch{.restore_clears = false, .signalling = Restored::schedule, .sees_switches = false}},
      .remedies = {{Symptom::path_disturbed, {Grace{.on_windows = 10s, .elsewhere = 5s}, ClosePeer{}}},
                   {Symptom::path_failed, {restart}},
                   {Symptom::silent, {restart}},
                   {Symptom::poor_quality, {restart}},
                   {Symptom::network_lost, {Grace{.on_windows = 5s, .elsewhere = 5s}, ClosePeer{}}}},
  };
}

const std::span<const Quote> socialstream_quotes{quotes};

}  // namespace nearsim::protocol
