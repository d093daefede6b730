// Simultaneous dial: each has a dial under way when the other's arrives.  Without a rule both stand, and the
// pair has two connections; with the same rule at both ends exactly one does.
//   Spacedrive 18397a312, "only the lower NodeId initiates"; here the rule decides only when dials really
//   cross.
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

bool stands(const SimultaneousDial& gate, const Facts& facts) {
  const KeyText my_key(gate.key, facts.self), their_key(gate.key, facts.link.peer);
  const std::string_view mine = my_key.view(), theirs = their_key.view();
  return gate.stands == Winner::least ? mine < theirs : mine > theirs;
}

Verdict judge(const SimultaneousDial& gate, const Facts& facts) {
  if (facts.asked != Question::accept) return {};
  const Registration& r = facts.link.contact->registration;
  const bool just_made =
      facts.link.connected && r.dialled && r.last_connected && facts.now - *r.last_connected < gate.remembers;
  if (!facts.link.is<Inviting>() && !just_made) return {};
  return stands(gate, facts) ? deny(Why::my_dial_stands) : Verdict{};
}

}  // namespace nearsim::protocol
