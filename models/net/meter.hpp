// Told of every transmission: how much, from whom to whom, and on what.  A network without one pays a branch.
#pragma once

#include <string_view>

#include "models/net/node.hpp"
#include "sim/base/units.hpp"

namespace nearsim::net {

class Meter {
 public:
  // `over`: the technology, or "link".  Lost ones are sent and not delivered; on a way that is down nothing
  // is.
  virtual void sent(Node from, Node to, base::Bytes, std::string_view over) = 0;
  virtual void delivered(Node from, Node to, base::Bytes, std::string_view over) = 0;

 protected:
  ~Meter() = default;
};

}  // namespace nearsim::net
