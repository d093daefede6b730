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
using DiscoveryInfo =
    std::vector<std::pair<std::string, std::string>>;  // a handful of keys, in the publisher's order

struct Record {
  Identity identity = 0;
  std::string name;
  DiscoveryInfo info;
  bool operator==(const Record&) const = default;
};

}  // namespace nearsim::net
