// What an endpoint calls: the application's tasks, on one queue (an asynchronous runtime's).
#pragma once

#include <utility>

#include "models/net/node.hpp"
#include "models/quic/ids.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/label.hpp"

namespace nearsim::quic {

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
  virtual void incoming(ConnectionId id, net::Node from,
                        Alpn alpn) = 0;         // to be accepted or refused, or never
  virtual void connected(ConnectionId id) = 0;  // this end's handshake is done
  virtual void ended(ConnectionId id, Cause cause, CloseCode code) = 0;  // not after a close of one's own
  // A stream is heard of by its first data.  The bytes are valid during the call.
  virtual void received(ConnectionId id, StreamId stream, net::BytesView bytes) = 0;
};

}  // namespace nearsim::quic
