// Seed 002, MeshRed after its refactoring, as the document means it (four of its parts were not applied in
// its code when it was written).
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"identity.key",
          "seed 002: `outboundInviteStartedAt: [String: Date]`, by displayName like all its tables"},
    Quote{"session.encryption", "seed 002: `encryptionPreference: .required`"},
    Quote{"session.scope", "seed 002: \"Reintenta con misma sesión\""},
    Quote{"invitation.timeout",
          "MeshRed code before the document: 30 (15 in its ultra mode); the document passes `timeout`"},
    Quote{"dispatch.operations",
          "seed 002: `DispatchQueue(label: \"meshred.mc.serial\")` around every framework call"},
    Quote{"gates.arbitration_window.window", "seed 002: `arbitrationWindowDuration: TimeInterval = 1.2`"},
    Quote{"gates.arbitration_window.remembers_abandoned",
          "seed 002: `abandonedOutbound` is written and never read"},
    Quote{"gates.election.key", "seed 002: `local.displayName < remote.displayName ? .inviter : .acceptor`"},
    Quote{"gates.election.inviter", "seed 002: the lesser name invites"},
    Quote{"gates.one_operation.expires_after",
          "seed 002 names no expiry (MeshRed's code has 5 s, 3 s in lightning mode)"},
    Quote{"gates.one_operation.spacing", "seed 002 names none (MeshRed's code has 1 s)"},
    Quote{"stages[0].reach.milestone", "seed 002: `.connected` is the end of the sequence"},
    Quote{"remedies.invite_failed.reconnect.base", "seed 002: `base: TimeInterval = 0.6`"},
    Quote{"remedies.invite_failed.reconnect.factor", "seed 002: `factor: Double = 2.0`"},
    Quote{"remedies.invite_failed.reconnect.cap", "seed 002: `max: TimeInterval = 8.0`"},
    Quote{"remedies.invite_failed.reconnect.jitter", "seed 002: `jitter: Double = 0.2`"},
    Quote{"remedies.invite_failed.reconnect.jitter_after_cap",
          "MeshRed code: plus or minus 20 % of the capped delay"},
    Quote{"remedies.invite_failed.reconnect.counts_from",
          "seed 002: `backoff.reset(for: peerID)` on .connected"},
    Quote{"remedies.invite_failed.reconnect.ends_when_lost", "seed 002: no cancel in lostPeer"},
    Quote{"remedies.link_failed.reconnect",
          "seed 002: `.notConnected` schedules the same retry, whatever ended"},
};
}  // namespace

Profile meshred() {
  const Reconnect retry{.base = 600ms,
                        .factor = 2,
                        .cap = 8s,
                        .jitter = base::percent(20),
                        .jitter_after_cap = true,
                        .counts_from = Success::connected,
                        .ends_when_lost = false};
  return {
      .name = "meshred",
      .identity = {.key = Key::display_name},
      .session = {.scope = Scope::shared, .encryption = Encryption::required},
      .invitation = {.timeout = 30s},
      .dispatch = {.operations = Operations::serial_queue},
      .gates = {ArbitrationWindow{.window = 1200ms},
                Election{.key = Key::display_name, .inviter = Winner::least}, OneOperation{}},
      .stages = {Reach{Milestone::usable}},
      .detectors = {},
      .remedies = {{Symptom::invite_failed, {retry}}, {Symptom::link_failed, {retry}}},
  };
}

const std::span<const Quote> meshred_quotes{quotes};

}  // namespace nearsim::protocol
