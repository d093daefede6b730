// WebRTC under a device.  The engine's sessions are peer connections, its peers are who is registered at the
// signalling server, and the path below a session is what the agent says of its candidate pairs.
#pragma once

#include <vector>

#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"
#include "protocol/event.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/run/translator.hpp"

namespace nearsim::run {

class IceHost final : public Translator<IceHost>, private ice::Delegate, private ice::Dispatcher {
 public:
  IceHost(Device& device, ice::Peering& peering);

  [[nodiscard]] net::Identity self() const override { return self_; }
  void become_new() override;
  void attach(protocol::Network to) override;
  [[nodiscard]] bool follows_network() const override { return true; }
  void suspend() override { agent_.suspend(); }
  void resume() override { agent_.resume(); }
  void kill() override;
  void restart() override;  // with a new name: nothing of it was stored
  [[nodiscard]] Shown show(Node about) const override;

  [[nodiscard]] bool uses(ice::ConnectionId id) const;  // open, and the engine's session with that peer

 private:
  friend class Translator<IceHost>;
  struct Held {
    protocol::SessionNumber number;
    ice::ConnectionId id;
    net::Identity whom = 0;
    bool connected = false;
    kernel::Timer timeout{};  // of a call that nobody answers
  };

  // --- callbacks
  kernel::Callback& place(kernel::Label label) override;
  void offered(ice::ConnectionId id, net::Identity from) override;
  void opened(ice::ConnectionId id) override;
  void state_changed(ice::ConnectionId id, ice::State now) override;
  void ended(ice::ConnectionId id, ice::Cause cause) override;
  void received(ice::ConnectionId id, net::BytesView bytes) override;
  void signalling_opened() override;
  void signalling_closed() override;
  void joined(net::Identity peer) override;
  void left(net::Identity peer) override;

  // --- calls
  void act(const protocol::Browse& action);
  void act(const protocol::Advertise&) {}  // whoever is registered is seen
  void act(const protocol::Invite& action);
  void act(const protocol::Accept& action);
  void act(const protocol::Decline& action);
  void act(const protocol::Send& action);
  void act(const protocol::LeaveSession& action) { close(action.session); }
  void act(const protocol::CancelPeer& action) { close(action.session); }
  void act(const protocol::RestartIce& action);
  void act(const protocol::SampleStats& action);
  void act(const protocol::OpenSignalling& action);
  void act(const protocol::CloseSignalling& action);

  [[nodiscard]] protocol::PeerRecord record_of(net::Identity peer) const;
  void tell_found(net::Identity peer);
  void tell(const Held& held, protocol::SessionState state, int error, protocol::Ending ending);
  void fail(protocol::SessionNumber number);  // a call that came to nothing
  void close(protocol::SessionNumber number);
  void drop_all();  // and tell nobody
  [[nodiscard]] Held* find(protocol::SessionNumber number);
  [[nodiscard]] Held* find(ice::ConnectionId id);
  [[nodiscard]] Held take(const Held* held);

  Device& device_;
  ice::Peering& peering_;
  net::Identity self_;
  ice::Agent agent_;
  bool browses_ = false;
  bool signals_ = false;                // as the application was told
  std::vector<net::Identity> present_;  // at the server, by the last that it said
  std::vector<net::Identity> named_;    // while it is entered
  std::vector<Held> held_;
};

}  // namespace nearsim::run
