// One device's QUIC endpoint.  It lives as long as the run; kill() ends the process inside it and restart()
// begins another one with nothing in it, under the same key unless it is given another.
#pragma once

#include <vector>

#include "models/quic/delegate.hpp"
#include "sim/base/time.hpp"

namespace nearsim::quic {

class Wire;

class Endpoint final {
 public:
  Endpoint(Wire& wire, net::Node node, Dispatcher& dispatcher, Delegate& delegate);
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  ~Endpoint();

  [[nodiscard]] net::Node node() const { return node_; }
  void open() { open_ = true; }  // from now on it answers those who dial
  void shut();                   // and no longer; every connection is closed with code 0

  [[nodiscard]] ConnectionId connect(net::Node to, Alpn alpn, NodeKey key = any_key);
  void take_key(NodeKey key);
  [[nodiscard]] bool is(NodeKey key) const { return key == any_key || key == key_; }
  void accept(ConnectionId id);
  void refuse(ConnectionId id);
  void close(ConnectionId id, CloseCode code);  // no callback here; the other end is told
  [[nodiscard]] bool is_connected(ConnectionId id) const;

  [[nodiscard]] StreamId open_stream(ConnectionId id, StreamKind kind);
  // Queued; false when this end is not connected, or the stream carries nothing this way.
  [[nodiscard]] bool send(StreamId stream, net::BytesView bytes);

  // --- the process
  void kill();  // no callback is made any more, and nobody is told
  void restart();
  void suspend();  // frozen: its peers hear nothing, its own timers fire late, at resume
  void resume();
  [[nodiscard]] bool alive() const { return process_ != Process::dead; }
  [[nodiscard]] bool suspended() const { return process_ == Process::suspended; }
  [[nodiscard]] bool answers() const { return alive() && open_; }

 private:
  friend class Wire;
  enum class Process : std::uint8_t { running, suspended, dead };

  void raise_incoming(ConnectionId id, net::Node from, Alpn alpn);
  void raise_connected(ConnectionId id, net::Node peer);
  void raise_ended(ConnectionId id, net::Node peer, Cause cause, CloseCode code);
  void raise_received(ConnectionId id, net::Node peer, StreamId stream, net::Buffer&& bytes);
  void when_running(kernel::Callback task);  // now, or at resume; never if the process dies first

  Wire& wire_;
  net::Node node_;
  Dispatcher& dispatcher_;
  Delegate& delegate_;
  std::vector<kernel::Callback> overdue_;
  std::uint32_t generation_ = 0;  // of the process: callbacks of an older one are void
  Process process_ = Process::running;
  bool open_ = false;
  NodeKey key_ = any_key;
};

}  // namespace nearsim::quic
