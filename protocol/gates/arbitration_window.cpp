// Arbitration window: both sides invited at once.  While our own invitation is young, the other's inbound one
// is accepted and ours abandoned, whatever the election says; later the rule stands.
//   MeshRed refactoring, "Ventana de arbitraje".
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(const ArbitrationWindow& gate, const Facts& facts) {
  if (facts.asked != Question::accept) return {};
  const auto* mine = std::get_if<Inviting>(&facts.link.phase);
  if (mine == nullptr) return {};
  const Duration age = facts.now - mine->since;
  if (age > gate.window) return {};  // at the very end still inside, as MeshRed's `elapsed <= window` has it
  return allow({Why::preempt, {{"outbound_age", age}, {"window", gate.window}}});
}

}  // namespace nearsim::protocol
