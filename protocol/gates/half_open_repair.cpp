// Half-open repair.  One side lost the link and invites, the other still believes in it.  Declining because
// "we are connected" is a deadlock until the framework finds out, 10 to 20 s later or never; the inviter
// knows better.
//
//     Ana  established .............................. accept: the old link is superseded
//     Bob  established ---- not connected -- invite --^
//
//   AtTable, "Half-Open Deadlock Fix".
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const HalfOpenRepair& gate, const Facts& facts) {
  if (facts.asked != Question::accept || !facts.link.linked()) return {};
  return gate.inbound == Inbound::accepted ? allow(Why::half_open) : deny(Why::already_linked);
}

}  // namespace nearsim::protocol
