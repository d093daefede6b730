// One operation per peer: the connection mutex.  It refuses an inbound invitation while ours is under way,
// which is what turns two simultaneous invitations into two refusals.
//   MeshRed, ConnectionMutex.
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const OneOperation& gate, const Facts& facts) {
  if (facts.asked == Question::keep || facts.asked == Question::deliver) return {};
  const Operation& operation = facts.link.operation;
  if (operation.began == base::never) return {};
  const Duration age = facts.now - operation.began;
  if (operation.doing != Doing::nothing && age < gate.expires_after) return deny({Why::busy, {{"age", age}}});
  if (age < gate.spacing) return deny({Why::too_soon, {{"age", age}, {"spacing", gate.spacing}}});
  return {};
}

}  // namespace nearsim::protocol
