// What a gate is shown, and what it says.  A gate sees facts, never the engine.
#pragma once

#include <string>
#include <vector>

#include "protocol/identity.hpp"
#include "protocol/link.hpp"
#include "protocol/reason.hpp"

namespace nearsim::protocol {

enum class Question : std::uint8_t { invite, accept, keep };

struct Facts {
  Question asked;
  Instant now;
  const PeerRecord& self;
  const Link& link;
  const std::vector<std::string>& pending;  // keys that entered the pending set
};

struct Verdict {
  enum class Kind : std::uint8_t { pass, allow, deny } kind = Kind::pass;
  Reason why = Why::no_gate_objects;
};
[[nodiscard]] inline Verdict allow(Reason why) { return {Verdict::Kind::allow, why}; }
[[nodiscard]] inline Verdict deny(Reason why) { return {Verdict::Kind::deny, why}; }

}  // namespace nearsim::protocol
