// Where the models say what happened.  The run layer turns each call into a trace record; a model that has no
// observer stays silent and costs one branch.  The verbs are listed in models/net/verbs.hpp and
// models/mpc/verbs.hpp.
#pragma once

#include <initializer_list>
#include <string_view>

#include "models/net/node.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/trace.hpp"

namespace nearsim::net {

class Observer {
 public:
  virtual ~Observer() = default;
  // `peer` is no_node when the event concerns one device.  Inlined by force, so that the record is made where
  // it will be read: its parts are too many for registers, and would be handed over in memory and copied.
  [[gnu::always_inline]] void event(base::Instant at, Node node, std::string_view topic,
                                    std::string_view verb, Node peer,
                                    std::initializer_list<kernel::Field> fields) {
    kernel::Record record{at, {}, topic, verb, {}, {fields.begin(), fields.size()}};
    happened(node, peer, record);
  }

 private:
  // The record comes without names: who hears it may fill them in.  All views are valid during the call only.
  virtual void happened(Node node, Node peer, kernel::Record& record) = 0;
};

}  // namespace nearsim::net
