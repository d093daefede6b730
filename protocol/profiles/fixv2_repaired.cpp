// Seed 000 with the fewest settings changed that let an idle link live, keep a storm from starting and
// confine a fault to the peer that has it.  The delays stay as they are: they are slow, not wrong.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"session.scope",
          "ours: a session for each peer, so that disconnecting one does not end the others"},
    Quote{"gates.require_pending.key", "ours: two peers called \"iPhone\" are two peers"},
    Quote{"stages[*].settle.survives_disconnect", "ours: a wait ends with the connection that it was for"},
    Quote{"detectors.keep_alive.timeout",
          "ours: the sequence leaves 8.5 to 9.5 s between the last refresh and the first beat; 12 s adds a "
          "beat of margin"},
    Quote{"detectors.keep_alive.clock", "ours: a stepped wall clock is no silence"},
    Quote{"detectors.keep_alive.watch_from_connected",
          "ours: a peer that never says anything is watched too"},
    Quote{"detectors.keep_alive.echo", "ours: a beat is not answered by a beat"},
    Quote{"detectors.keep_alive.send_survives_disconnect",
          "ours: a beat is sent on the connection that it was for"},
    Quote{"remedies.invite_failed.reconnect",
          "ours: the document never tries again; base, factor, cap and jitter as MeshRed has them"},
    Quote{"remedies.link_failed.reconnect", "ours: see invite_failed"},
};
}  // namespace

Profile fixv2_repaired() {
  Profile p = fixv2();
  p.name = "fixv2_repaired";
  p.session.scope = Scope::per_peer;
  std::get<RequirePending>(p.gates[0]).key = Key::handle;
  for (Stage& stage : p.stages)
    if (auto* settle = std::get_if<Settle>(&stage)) settle->survives_disconnect = false;
  auto& keep_alive = std::get<KeepAlive>(p.detectors[0]);
  keep_alive.timeout = 12s;
  keep_alive.clock = Clock::monotonic;
  keep_alive.watch_from_connected = true;
  keep_alive.echo = false;
  keep_alive.send_survives_disconnect = false;
  const Reconnect retry{.base = 600ms, .factor = 2, .cap = 8s, .jitter = base::percent(20)};
  p.remedies.push_back({Symptom::invite_failed, {retry}});
  p.remedies.push_back({Symptom::link_failed, {retry}});
  return p;
}

const std::span<const Quote> fixv2_repaired_quotes{quotes};

}  // namespace nearsim::protocol
