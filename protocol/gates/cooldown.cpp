// Cooldown: after a failure the peer is left alone until its backoff is over, whoever wants to invite it
// meanwhile: discovery that finds it again, or gossip that names it.
//   AtTable, "Retries respect cooldown periods".
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const Cooldown& gate, const Facts& facts) {
  const bool outbound = facts.asked == Question::invite || facts.asked == Question::repair;
  const bool asks = outbound || (facts.asked == Question::accept && gate.refuses_inbound);
  if (!asks || facts.now >= facts.link.cool) return {};
  return deny({Why::cooling, {{"left", facts.link.cool - facts.now}}});
}

}  // namespace nearsim::protocol
