// MCPeerID.  The number is the peer; the name is what people see.  A new object with the same name is a
// different peer, and a device that wants to stay the same across restarts must archive the old one.
#pragma once

#include <cstdint>
#include <string>

#include "models/net/record.hpp"

namespace nearsim::mpc {

using net::Identity;
using net::identity_of;
using net::maker_of;

struct PeerId {
  Identity id = 0;
  std::string display_name;
  friend bool operator==(const PeerId& a, const PeerId& b) { return a.id == b.id; }
};

}  // namespace nearsim::mpc
