// Where the models say what happened.  The run layer turns each call into a trace record; a model that has no
// observer stays silent and costs one branch.  The verbs are listed in models/net/verbs.hpp and
// models/mpc/verbs.hpp.
#pragma once

#include <initializer_list>
#include <string_view>

#include "models/net/node.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/trace.hpp"
#include "sim/kernel/verb.hpp"

namespace nearsim::net {

class Observer {
 public:
  virtual ~Observer() = default;
  // `peer` is no_node when the event concerns one device.  All views are valid during the call only.
  virtual void event(base::Instant at, Node node, const kernel::Verb& verb, Node peer,
                     std::initializer_list<kernel::Field> fields) = 0;
  void event(base::Instant at, Node node, std::string_view topic, std::string_view verb, Node peer,
             std::initializer_list<kernel::Field> fields) {
    event(at, node, kernel::Verb(topic, verb), peer, fields);
  }
};

}  // namespace nearsim::net
