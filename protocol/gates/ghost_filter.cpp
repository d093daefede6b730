// Ghost filter.  A phone that restarts keeps its node id and counts its instance up.  Whatever still arrives
// from a lower instance was sent by a process that no longer exists: refuse it, and do not answer.
//
//     newest 5 |  claim 4: ghost   claim 5: itself, or a twin   claim 6: it started again
//
//   AtTable, "Handling Stale Peers".
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

namespace {
std::int64_t figure(std::uint64_t instance) { return static_cast<std::int64_t>(instance); }
}  // namespace

Verdict judge(const GhostFilter& gate, const Facts& facts) {
  const Link& link = facts.link;
  const PeerRecord& claim = facts.claimed();
  if (claim.instance != 0 && claim.instance < link.newest)
    return deny({Why::ghost, {{"instance", figure(claim.instance)}, {"newest", figure(link.newest)}}});
  const bool other_object = claim.handle != link.peer.handle;
  // Who counts says so in every record; a record without a number is from before it counted.
  const bool of_record = facts.asked == Question::invite || facts.asked == Question::keep;
  if (of_record && other_object && claim.instance == 0 && !claim.node_id.empty() && link.newest != 0)
    return deny({Why::ghost, {{"instance", figure(0)}, {"newest", figure(link.newest)}}});
  const bool busy = link.connected || link.under_way();
  if (gate.twin == Twin::waits && facts.asked == Question::invite && other_object &&
      claim.instance == link.newest && busy)
    return deny({Why::twin, {{"instance", figure(claim.instance)}}});
  if (gate.twin == Twin::refused && other_object && claim.instance == link.newest && link.connected)
    return deny({Why::twin, {{"instance", figure(claim.instance)}}});
  if (facts.asked == Question::deliver && gate.needs_handshake && !link.contact->greeted)
    return deny(Why::unmapped);
  return {};
}

}  // namespace nearsim::protocol
