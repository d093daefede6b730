// Devices that an engine may take for one: they bear one display name or one node id.  What a link says of
// one of them, it says of all.
#pragma once

#include <cstdint>
#include <vector>

#include "models/net/node.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class Namesakes {
 public:
  explicit Namesakes(const std::vector<scenario::DeviceSpec>& devices);

  [[nodiscard]] bool has(net::Node node) const { return has_[node] != 0; }
  // Every other one, in no order; one with the same name and the same id twice.
  template <class F>
  void visit(net::Node node, F&& visit) const {
    for (const Ring* ring : {&by_name_, &by_id_})
      for (net::Node next = (*ring)[node]; next != node; next = (*ring)[next]) visit(next);
  }

 private:
  using Ring = std::vector<net::Node>;  // by node: the next one of its kind; itself if there is no other

  Ring by_name_, by_id_;
  std::vector<std::uint8_t> has_;
};

}  // namespace nearsim::run
