// What an agent calls: the application's handlers, on one queue.
#pragma once

#include <utility>

#include "models/ice/ids.hpp"
#include "models/net/node.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/label.hpp"

namespace nearsim::ice {

// One serial queue.  A task is built where it waits, see mpc/delegate.hpp.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  template <class F>
  void dispatch(kernel::Label label, F&& task) {
    place(label).emplace(std::forward<F>(task));
  }

 private:
  virtual kernel::Callback& place(kernel::Label label) = 0;  // the last one, empty; it stays until it runs
};

class Delegate {
 public:
  virtual ~Delegate() = default;
  virtual void offered(ConnectionId id, Identity from) = 0;  // to be accepted or refused, or never
  virtual void opened(ConnectionId id) = 0;                  // data can be sent
  virtual void state_changed(ConnectionId id, State now) = 0;
  virtual void ended(ConnectionId id, Cause cause) = 0;              // not after a close of one's own
  virtual void received(ConnectionId id, net::BytesView bytes) = 0;  // valid during the call
  virtual void signalling_opened() = 0;                              // whoever is there was named before
  virtual void signalling_closed() = 0;
  virtual void joined(Identity peer) = 0;
  virtual void left(Identity peer) = 0;
};

}  // namespace nearsim::ice
