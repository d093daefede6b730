// Half-open repair.  One side lost the link and invites, the other still believes in it.  Declining because
// "we are connected" is a deadlock until the framework finds out, 10 to 20 s later or never; the inviter
// knows better.
//
//     Ana  established .............................. accept: the old link is superseded
//     Bob  established ---- not connected -- invite --^
//
//   AtTable, "Half-Open Deadlock Fix".
//
// What was sent before the peer said hello on this link cannot know that the link is lost; and what was sent
// before the invitation that is being accepted, it has given up.
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const HalfOpenRepair& gate, const Facts& facts) {
  if (facts.asked != Question::accept || !(facts.link.linked() || facts.link.is<Accepting>())) return {};
  const Contact& contact = *facts.link.contact;
  const bool same = contact.attempts_of == facts.link.peer.instance;
  if (gate.refuses_older && same && facts.attempt != 0 && facts.attempt <= contact.attempts)
    return deny({Why::late_invitation,
                 {{"attempt", static_cast<std::int64_t>(facts.attempt)},
                  {"link", static_cast<std::int64_t>(contact.attempts)}}});
  if (!facts.link.linked()) return {};
  return gate.inbound == Inbound::accepted ? allow(Why::half_open) : deny(Why::already_linked);
}

}  // namespace nearsim::protocol
