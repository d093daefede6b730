// Pending set: a connection is kept only if this side entered the peer before, by inviting it or by accepting
// it. Meant against duplicates; keyed by display name it takes the second of two namesakes for one.
//   iOS MultipeerConnectivity fix V2, "Prevent duplicate connections".
#include <algorithm>

#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const RequirePending& gate, const Facts& facts) {
  if (facts.asked != Question::keep) return {};
  const KeyText key(gate.key, facts.link.peer);
  if (std::find(facts.pending.begin(), facts.pending.end(), key.view()) != facts.pending.end()) return {};
  return deny(Why::not_pending);
}

}  // namespace nearsim::protocol
