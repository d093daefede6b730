// What an endpoint calls: the application's tasks, on one queue (an asynchronous runtime's).
#pragma once

#include "models/net/node.hpp"
#include "models/quic/ids.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/label.hpp"

namespace nearsim::quic {

// Must not run the callback before dispatch returns, and must keep the order.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  virtual void dispatch(kernel::Label label, kernel::Callback callback) = 0;
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
