// Seed 003, Spacedrive's "Persistent Connection Fix", as written: pairing closes its connection; known
// devices are dialled at the start and at once after a loss, by both sides; a health check asks once a
// minute.  What the document leaves open is filled from the code of the same commit (936d0142d), named as
// code.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"transport.framework", "seed 003: \"QUIC protocol allows connection reuse across streams\", iroh"},
    Quote{"identity.key", "seed 003: `device_id, node_id`: everything is keyed by the node"},
    Quote{"session.scope", "ours: each QUIC connection is a session of its own"},
    Quote{
        "session.obeys_old_sessions",
        "seed 003: \"Look up device_id from node_id\": ConnectionLost names the device, not the connection"},
    Quote{"invitation.timeout", "quinn: a dial that nobody answers ends with the idle timeout, 30 s"},
    Quote{"registry.remembers", "seed 003: \"Loads paired devices from persistence\""},
    Quote{"registry.keeps_dialled", "Spacedrive code: `Ok(_conn)`: the handle ends with its scope"},
    Quote{"registry.accepting_connects",
          "Spacedrive code: only the dialler sends ConnectionEstablished (changed in 18397a312)"},
    Quote{"registry.returns",
          "Spacedrive code: \"Device must be paired before connecting\" (changed in 18397a312)"},
    Quote{
        "registry.guards_state",
        "seed 003: \"Triggers immediate reconnection attempt\", whatever mark_disconnected() said (the later "
        "fix checks the state)"},
    Quote{"registry.newest_stands", "Spacedrive code: `connections.insert(remote_node_id, conn)`"},
    Quote{"registry.closes_replaced", "Spacedrive code: the accept loop keeps its own handle of the old one"},
    Quote{"registry.reads_endings", "seed 003: any stream error is a loss (Goodbye came later)"},
    Quote{"registry.unreliable_after", "Spacedrive code: five failed attempts make a device Unreliable"},
    Quote{"stages[0].pair.closes", "seed 003: \"Connection closes after handshake\""},
    Quote{"stages[1].reach.milestone", "seed 003: \"If successful: Mark as Connected\""},
    Quote{"detectors.health_check.interval", "seed 003: \"Health check task runs every 60 seconds\""},
    Quote{"detectors.health_check.timeout", "seed 003: \"Waits up to 10 seconds for `Message::Pong`\""},
    Quote{"detectors.health_check.failures", "seed 003: \"Tracks consecutive failures (max 3)\""},
    Quote{"detectors.health_check.over",
          "Spacedrive code: the ping connects, opens a stream and drops the connection at the end of its "
          "scope"},
    Quote{"detectors.health_check.needs_entry",
          "seed 003: \"Verifies connection exists in `active_connections` map\""},
    Quote{"remedies.link_failed.redial.after", "seed 003: \"Immediate attempt (no delay)\""},
    Quote{"remedies.link_failed.redial.tries", "Spacedrive code: `max_retries = 10`"},
    Quote{"remedies.link_failed.redial.spacing", "Spacedrive code: `retry_delay` of 5 s"},
    Quote{"remedies.link_failed.redial.single_flight",
          "Spacedrive code: each loss and each tick spawns a loop"},
    Quote{"remedies.link_failed.periodic.every", "seed 003: \"Periodic task retries every 30s\""},
    Quote{"remedies.link_failed.periodic.skips_recent",
          "Spacedrive code: not if connected in the last 5 minutes"},
    Quote{"remedies.silent.redial",
          "seed 003: \"On 3 consecutive failures: Fire ConnectionLost\": the same handler"},
    Quote{"remedies.silent.periodic", "seed 003: the same handler"},
};
}  // namespace

Profile spacedrive() {
  const Redial redial{.after = 0ms, .tries = 10, .spacing = 5s, .single_flight = false};
  const Periodic periodic{.every = 30s, .skips_recent = 5min};
  return {
      .name = "spacedrive",
      .transport = {Framework::quic},
      .identity = {.key = Key::node_id},
      .session = {.scope = Scope::per_connection, .obeys_old_sessions = true},
      .invitation = {.timeout = 30s},
      .registry = {.remembers = true,
                   .keeps_dialled = false,
                   .accepting_connects = false,
                   .returns = false,
                   .guards_state = false,
                   .newest_stands = true,
                   .closes_replaced = false,
                   .reads_endings = false,
                   .unreliable_after = 5},
      .gates = {},
      .stages = {Pairing{.closes = true}, Reach{Milestone::usable}},
      .detectors = {HealthCheck{
          .interval = 60s, .timeout = 10s, .failures = 3, .over = Over::new_connection, .needs_entry = true}},
      .remedies = {{Symptom::link_failed, {redial, periodic}}, {Symptom::silent, {redial, periodic}}},
  };
}

const std::span<const Quote> spacedrive_quotes{quotes};

}  // namespace nearsim::protocol
