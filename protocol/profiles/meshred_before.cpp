// Seed 002, the state that its refactoring starts from: lightning (bidirectional) mode, in which both sides
// invite; a mutex that refuses the other's invitation; and a session thrown away because of the refusal.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"identity.key", "MeshRed code: all tables by displayName"},
    Quote{"session.encryption", "seed 002: `- let encryptionMode: MCEncryptionPreference = .optional`"},
    Quote{"session.obeys_old_sessions", "seed 002: \"callbacks de sesión vieja siguen llegando\""},
    Quote{"invitation.timeout", "MeshRed code: 30 (15 in its ultra mode)"},
    Quote{"invitation.verdict_after", "MeshRed code: no response after 3.0 counts as refused"},
    Quote{"gates.one_operation.expires_after",
          "MeshRed code: operation TTL 5.0 (3.0 in lightning mode), expired lazily"},
    Quote{"gates.one_operation.spacing",
          "MeshRed code: refused within 1.0 of the last acquisition, even after its release"},
    Quote{"stages[0].reach.milestone", "MeshRed code: `.connected` is the end of the sequence"},
    Quote{"remedies.invite_failed.recreate_session.spacing", "MeshRed code: recreations at least 5.0 apart"},
    Quote{"remedies.invite_failed.recreate_session.spares_connecting",
          "MeshRed code: only while connectingPeers is empty"},
    Quote{"remedies.invite_failed.reconnect.base", "MeshRed code: retry after 5"},
    Quote{"remedies.invite_failed.reconnect.factor", "MeshRed code: then 10"},
    Quote{"remedies.invite_failed.reconnect.cap", "MeshRed code: then 16 for ever"},
    Quote{"remedies.invite_failed.reconnect.jitter", "MeshRed code: none"},
    Quote{"remedies.invite_failed.reconnect.counts_from", "MeshRed code: counters are cleared on .connected"},
    Quote{"remedies.invite_failed.reconnect.ends_when_lost", "MeshRed code: no cancel in lostPeer"},
    Quote{"remedies.invite_failed.reconnect.after_recreation",
          "MeshRed code: +15 when the session was recreated lately"},
    Quote{"remedies.invite_failed.reconnect.recreation_recent", "MeshRed code: lately is less than 20 ago"},
    Quote{"remedies.link_failed.reconnect", "MeshRed code: the same counters; a lost link recreates nothing"},
};
}  // namespace

Profile meshred_before() {
  const Reconnect retry{.base = 5s,
                        .factor = 2,
                        .cap = 16s,
                        .counts_from = Success::connected,
                        .ends_when_lost = false,
                        .after_recreation = 15s,
                        .recreation_recent = 20s};
  return {
      .name = "meshred_before",
      .identity = {.key = Key::display_name},
      .session = {.scope = Scope::shared, .encryption = Encryption::optional, .obeys_old_sessions = true},
      .invitation = {.timeout = 30s, .verdict_after = 3s},
      .gates = {OneOperation{.expires_after = 5s, .spacing = 1s}},
      .stages = {Reach{Milestone::usable}},
      .detectors = {},
      .remedies = {{Symptom::invite_failed,
                    {RecreateSession{.spacing = 5s, .spares_connecting = true}, retry}},
                   {Symptom::link_failed, {retry}}},
  };
}

const std::span<const Quote> meshred_before_quotes{quotes};

}  // namespace nearsim::protocol
