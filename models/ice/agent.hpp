// One device's WebRTC stack and its WebSocket.  It lives as long as the run; kill() ends the process inside
// it and restart() begins another one with nothing in it.
#pragma once

#include <utility>
#include <vector>

#include "models/ice/connection.hpp"
#include "models/ice/delegate.hpp"
#include "models/ice/signalling.hpp"

namespace nearsim::ice {

class Peering;

class Agent final : private Client {
 public:
  Agent(Peering& peering, Node node, Dispatcher& dispatcher, Delegate& delegate);
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;
  ~Agent();

  [[nodiscard]] Node node() const { return node_; }

  // --- the signalling server
  void open_signalling(Identity as, base::Duration ping = {});
  [[nodiscard]] Identity name() const { return as_; }  // at the server, as last asked for
  void close_signalling();
  [[nodiscard]] bool signals() const;

  // --- peer connections
  [[nodiscard]] ConnectionId call(Identity peer);
  void accept(ConnectionId id);
  void refuse(ConnectionId id);
  void restart(ConnectionId id);       // createOffer({iceRestart: true}), and the offer is sent
  void flag_restart(ConnectionId id);  // restartIce() where nobody listens for negotiationneeded
  void close(ConnectionId id);         // no callback here
  [[nodiscard]] bool is_open(ConnectionId id) const;
  [[nodiscard]] bool send(ConnectionId id, net::BytesView bytes);  // queued; false: the channel is not open
  [[nodiscard]] Stats stats(ConnectionId id);

  // --- the process
  void kill();  // no callback is made any more, and nobody is told
  void restart();
  void suspend();  // frozen: its peers hear nothing, its own timers fire late, at resume
  void resume();
  [[nodiscard]] bool alive() const { return process_ != Process::dead; }
  [[nodiscard]] bool suspended() const { return process_ == Process::suspended; }

 private:
  friend class Peering;
  enum class Process : std::uint8_t { running, suspended, dead };

  void signalling_opened() override;
  void signalling_closed() override;
  void signalled(const Frame& frame) override;
  void handle(const Frame& frame);
  template <class F>
  void raise(kernel::Label label, F f) {  // f(delegate), unless the process ends before
    dispatcher_.dispatch(label, [this, g = generation_, call = std::move(f)]() mutable {
      if (g == generation_) call(delegate_);
    });
  }
  void when_running(kernel::Callback task);
  void report(const Says& verb);

  Peering& peering_;
  Node node_;
  Dispatcher& dispatcher_;
  Delegate& delegate_;
  Identity as_ = 0;
  std::vector<kernel::Callback> overdue_;
  std::uint32_t generation_ = 0;  // of the process: callbacks of an older one are void
  Process process_ = Process::running;
};

}  // namespace nearsim::ice
