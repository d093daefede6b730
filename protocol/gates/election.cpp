// Election: of two peers the one with the lesser (or greater) key invites, the other waits.  Both compute the
// same answer from what they see of each other, as long as they see the same; equal keys make two acceptors.
//   MeshRed refactoring, "Regla determinística INMUTABLE"; AtTable, "leader = greatest node id".
#include <compare>

#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

namespace {
std::strong_ordering compare(const Election& gate, const PeerRecord& self, const PeerRecord& peer) {
  const KeyText mine(gate.key, self), theirs(gate.key, peer);
  return mine.view() <=> theirs.view();
}
bool invites(const Election& gate, std::strong_ordering mine_to_theirs) {
  return gate.inviter == Winner::least ? mine_to_theirs < 0 : mine_to_theirs > 0;
}
}  // namespace

bool invites(const Election& gate, const PeerRecord& self, const PeerRecord& peer) {
  return invites(gate, compare(gate, self, peer));
}

Verdict judge(const Election& gate, const Facts& facts) {
  // Who shows no node id follows another rule: to refuse what it sends because of ours would keep us apart.
  const bool stranger = gate.key == Key::node_id && facts.link.peer.node_id.empty();
  const bool refuses =
      gate.refuses_inbound == Refusal::always ||
      (gate.refuses_inbound == Refusal::while_inviting && facts.link.is<Inviting>() && !stranger);
  if (facts.asked != Question::invite && !(facts.asked == Question::accept && refuses)) return {};
  const std::strong_ordering mine_to_theirs = compare(gate, facts.self, facts.link.peer);
  const bool i_invite = invites(gate, mine_to_theirs);
  if (i_invite == (facts.asked == Question::invite)) return {};
  if (i_invite) return deny(Why::i_invite);
  if (facts.asked == Question::invite && facts.link.waiting) {
    const Duration waited = facts.now - *facts.link.waiting;
    if (waited >= gate.patience) return allow({Why::impatient, {{"waited", waited}}});
  }
  return deny(mine_to_theirs == 0 ? Why::tie : Why::peer_invites);
}

}  // namespace nearsim::protocol
