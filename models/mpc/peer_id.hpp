// MCPeerID.  The number is the peer; the name is what people see.  A new object with the same name is a
// different peer, and a device that wants to stay the same across restarts must archive the old one.
#pragma once

#include <cstdint>
#include <string>

#include "models/net/record.hpp"

namespace nearsim::mpc {

using net::Identity;

struct PeerId {
  Identity id = 0;
  std::string display_name;
  friend bool operator==(const PeerId& a, const PeerId& b) { return a.id == b.id; }
};

// The identity says which device made it and as which one: no counter is shared, so the order in which
// devices start does not show in it.
[[nodiscard]] constexpr Identity identity_of(net::Node maker, std::uint32_t number) {
  return (Identity{maker} + 1) << 32 | number;
}
[[nodiscard]] constexpr net::Node maker_of(Identity id) { return static_cast<net::Node>((id >> 32) - 1); }

}  // namespace nearsim::mpc
