// Seed 003, the state that its fix starts from: after pairing a persistent connection on which nobody opens a
// stream. The accepting end waits for one, gives up and closes; the other end dials again.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"transport.framework", "as spacedrive"},
    Quote{"identity.key", "as spacedrive: keyed by the node"},
    Quote{"session.scope", "ours: each QUIC connection is a session of its own"},
    Quote{"session.obeys_old_sessions", "as spacedrive: a loss names the device, not the connection"},
    Quote{"registry.remembers", "as spacedrive: paired devices are persisted"},
    Quote{"registry.guards_state", "as spacedrive: no state is looked at"},
    Quote{"registry.unreliable_after", "as spacedrive: five failed attempts make a device Unreliable"},
    Quote{"remedies.link_failed.redial",
          "Spacedrive code: loops of 10 tries, 5 s apart, as many as there are losses"},
    Quote{"remedies.link_failed.periodic.skips_recent",
          "Spacedrive code: not if connected in the last 5 minutes"},
    Quote{"remedies.handshake_timeout.periodic.skips_recent", "the same task"},
    Quote{"registry.keeps_dialled", "seed 003: `EstablishPersistentConnection`: the connection is kept"},
    Quote{"registry.accepting_connects", "ours: both sides take the persistent connection for one"},
    Quote{"registry.returns", "ours: as far as the document tells, the loop begins anew"},
    Quote{"stages[0].pair.closes", "seed 003: \"establish persistent connections after pairing\""},
    Quote{"stages[1].within.limit",
          "seed 003: \"causing the receiving end to timeout and close the connection\"; 10 s is ours"},
    Quote{"stages[1].within.reach", "seed 003: \"it never opened a stream\": nothing ever arrives on one"},
    Quote{"stages[2].await_hello.what", "seed 003: the receiving end waits for a stream"},
    Quote{"stages[3].reach.milestone", "ours: what the wait is for"},
    Quote{"remedies.handshake_timeout.close_peer", "seed 003: \"timeout and close the connection\""},
    Quote{"remedies.handshake_timeout.redial", "seed 003: \"Connection attempt X of 10\": retry spam"},
};
}  // namespace

Profile spacedrive_before() {
  Profile p = spacedrive();
  p.name = "spacedrive_before";
  p.registry.keeps_dialled = true;
  p.registry.accepting_connects = true;
  p.registry.returns = true;
  p.stages = {Pairing{.closes = false}, Within{.limit = 10s, .reach = Milestone::handshaken},
              AwaitHello{Awaited::hello}, Reach{Milestone::handshaken}, Reach{Milestone::usable}};
  p.detectors = {};
  const Redial redial{.after = 5s, .tries = 10, .spacing = 5s, .single_flight = false};
  const Periodic periodic{.every = 30s, .skips_recent = 5min};
  p.remedies = {{Symptom::link_failed, {redial, periodic}},
                {Symptom::handshake_timeout, {ClosePeer{}, redial, periodic}}};
  return p;
}

const std::span<const Quote> spacedrive_before_quotes{quotes};

}  // namespace nearsim::protocol
