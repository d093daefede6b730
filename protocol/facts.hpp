// What a gate is shown, and what it says.  A gate sees facts, never the engine.
#pragma once

#include <string>
#include <vector>

#include "protocol/identity.hpp"
#include "protocol/link.hpp"
#include "protocol/reason.hpp"

namespace nearsim::protocol {

enum class Question : std::uint8_t {
  invite,
  repair,
  accept,
  keep,
  deliver
};  // repair: invite, because gossip names it

struct Facts {
  Question asked;
  Instant now;
  const PeerRecord& self;
  const Link& link;
  const std::vector<std::string>& pending;  // keys that entered the pending set
  const PeerRecord* claim = nullptr;        // who it says it is, when that is not what the link shows
  std::uint64_t attempt = 0;                // of an invitation that says so
  [[nodiscard]] const PeerRecord& claimed() const { return claim != nullptr ? *claim : link.peer; }
};

struct Verdict {
  enum class Kind : std::uint8_t { pass, allow, deny } kind = Kind::pass;
  Reason why = Why::no_gate_objects;
};
[[nodiscard]] inline Verdict allow(Reason why) { return {Verdict::Kind::allow, why}; }
[[nodiscard]] inline Verdict deny(Reason why) { return {Verdict::Kind::deny, why}; }

}  // namespace nearsim::protocol
