// Seed 003 with the settings changed without which known devices do not stay connected.  Each can be taken
// back alone, and results/ says what breaks then.
#include <array>

#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol {

namespace {
constexpr std::array quotes{
    Quote{"registry.keeps_dialled", "ours: a connection that is dropped at once is none"},
    Quote{"registry.accepting_connects",
          "Spacedrive 18397a312: an incoming connection marks the device connected"},
    Quote{"registry.returns", "Spacedrive 18397a312: Disconnected may become Connected"},
    Quote{"registry.guards_state", "Spacedrive, INFINITE_LOOP_FIX: only a connected device can be lost"},
    Quote{"registry.closes_replaced", "ours: a peer that dials anew has no use for its old connection"},
    Quote{"registry.reads_endings", "Spacedrive, INFINITE_LOOP_FIX: `Message::Goodbye`"},
    Quote{"registry.unreliable_after", "Spacedrive 18397a312: also Unreliable devices are dialled"},
    Quote{"registry.awaits_accepted",
          "ours: who was just let in is not dialled too, for as long as its own dial may take"},
    Quote{"session.obeys_old_sessions",
          "ours: the end of an old connection is not the end of the present one"},
    Quote{"gates.simultaneous_dial.key", "Spacedrive 18397a312: the lower node id"},
    Quote{"gates.simultaneous_dial.stands",
          "ours: only between dials that cross; as a rule for all dials it makes one side passive"},
    Quote{
        "gates.simultaneous_dial.remembers",
        "ours: what crossed the dial that stands may arrive when that has connected; as long as between two "
        "dials"},
    Quote{"stages[0].pair.closes", "ours: the connection that paired is as good as the next one"},
    Quote{"detectors.health_check.over", "ours: a question about a connection goes over that connection"},
    Quote{"remedies.link_failed.redial.single_flight",
          "ours: one loop for a device, however often it is lost"},
    Quote{"remedies.link_failed.periodic.skips_recent",
          "ours: who was connected lately is who should be dialled"},
    Quote{"remedies.silent.redial.single_flight", "ours: the same, however it was lost"},
    Quote{"remedies.silent.periodic.skips_recent", "ours: the same, however it was lost"},
    Quote{"remedies.silent.close_peer", "ours: a connection taken for dead is closed, or it lives on unseen"},
};
}  // namespace

Profile spacedrive_repaired() {
  Profile p = spacedrive();
  p.name = "spacedrive_repaired";
  p.registry.keeps_dialled = true;
  p.registry.accepting_connects = true;
  p.registry.returns = true;
  p.registry.guards_state = true;
  p.registry.closes_replaced = true;
  p.registry.reads_endings = true;
  p.registry.unreliable_after = 0;
  p.registry.awaits_accepted = 30s;
  p.session.obeys_old_sessions = false;
  p.gates = {SimultaneousDial{.key = Key::node_id, .stands = Winner::least, .remembers = 5s}};
  std::get<Pairing>(p.stages[0]).closes = false;
  std::get<HealthCheck>(p.detectors[0]).over = Over::stream;
  Redial redial{.after = 0ms, .tries = 10, .spacing = 5s, .single_flight = true};
  const Periodic periodic{.every = 30s, .skips_recent = 0ms};
  p.remedies = {{Symptom::link_failed, {redial, periodic}},
                {Symptom::silent, {ClosePeer{}, redial, periodic}}};
  return p;
}

const std::span<const Quote> spacedrive_repaired_quotes{quotes};

}  // namespace nearsim::protocol
