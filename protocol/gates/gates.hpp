// The gates' own judgements, one file each.  judge() asks a list of them in order.
#pragma once

#include <span>

#include "protocol/facts.hpp"
#include "protocol/gate_settings.hpp"

namespace nearsim::protocol {

[[nodiscard]] Verdict judge(const RequirePending& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const ArbitrationWindow& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const Election& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const OneOperation& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const GhostFilter& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const HalfOpenRepair& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const Cooldown& gate, const Facts& facts);
[[nodiscard]] Verdict judge(const SimultaneousDial& gate, const Facts& facts);

// By the rule, whatever anybody's patience: does this side invite?
[[nodiscard]] bool invites(const Election& gate, const PeerRecord& self, const PeerRecord& peer);

// Whose dial stands when two cross: this side's?
[[nodiscard]] bool stands(const SimultaneousDial& gate, const Facts& facts);

// The first gate that does not pass decides; if all pass, the verdict is a pass.
[[nodiscard]] Verdict judge(std::span<const Gate> gates, const Facts& facts);

}  // namespace nearsim::protocol
