// Election: of two peers the one with the lesser (or greater) key invites, the other waits.  Both compute the
// same answer from what they see of each other, as long as they see the same; equal keys make two acceptors.
//   MeshRed refactoring, "Regla determinística INMUTABLE"; AtTable, "leader = greatest node id".
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const Election& gate, const Facts& facts) {
  // Who shows no node id follows another rule: to refuse what it sends because of ours would keep us apart.
  const bool stranger = gate.key == Key::node_id && facts.link.peer.node_id.empty();
  const bool refuses =
      gate.refuses_inbound == Refusal::always ||
      (gate.refuses_inbound == Refusal::while_inviting && facts.link.is<Inviting>() && !stranger);
  if (facts.asked != Question::invite && !(facts.asked == Question::accept && refuses)) return {};
  const std::string mine = key_text(gate.key, facts.self);
  const std::string theirs = key_text(gate.key, facts.link.peer);
  const bool i_invite = gate.inviter == Winner::least ? mine < theirs : mine > theirs;
  if (i_invite == (facts.asked == Question::invite)) return {};
  if (i_invite) return deny(Why::i_invite);
  if (facts.asked == Question::invite && facts.link.waiting) {
    const Duration waited = facts.now - *facts.link.waiting;
    if (waited >= gate.patience) return allow({Why::impatient, {{"waited", waited}}});
  }
  return deny(mine == theirs ? Why::tie : Why::peer_invites);
}

}  // namespace nearsim::protocol
