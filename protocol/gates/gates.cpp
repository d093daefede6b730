#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict judge(std::span<const Gate> gates, const Facts& facts) {
  for (const Gate& gate : gates) {
    const Verdict verdict = std::visit([&](const auto& g) { return judge(g, facts); }, gate);
    if (verdict.kind != Verdict::Kind::pass) return verdict;
  }
  return {};
}

}  // namespace nearsim::protocol
