// What a device publishes about itself.  The identity is a number that no two peers share; the name is for
// people, and any number of peers may carry the same.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/net/node.hpp"

namespace nearsim::net {

using Identity = std::uint64_t;

// The identity says which device made it and as which one: no counter is shared, so the order in which
// devices start does not show in it.
[[nodiscard]] constexpr Identity identity_of(Node maker, std::uint32_t number) {
  return (Identity{maker} + 1) << 32 | number;
}
[[nodiscard]] constexpr Node maker_of(Identity id) { return static_cast<Node>((id >> 32) - 1); }
[[nodiscard]] constexpr std::uint32_t number_of(Identity id) { return static_cast<std::uint32_t>(id); }

using DiscoveryInfo =
    std::vector<std::pair<std::string, std::string>>;  // a handful of keys, in the publisher's order

struct Record {
  Identity identity = 0;
  std::string name;
  DiscoveryInfo info;
  bool operator==(const Record&) const = default;
};

}  // namespace nearsim::net
