// QUIC under a device.  The engine's sessions are connections: dialled on Invite, or accepted.  A question of
// the health check is asked and answered here, as the source's stack does below its policy.
#pragma once

#include <string_view>
#include <vector>

#include "models/net/discovery.hpp"
#include "models/quic/endpoint.hpp"
#include "protocol/event.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/run/quic_held.hpp"
#include "sim/run/translator.hpp"

namespace nearsim::run {

// As what waits, and on what, in the trace.
inline constexpr std::string_view connection_map = "connection_map", health_check = "health_check";

class QuicHost final : public Translator<QuicHost>,
                       private quic::Delegate,
                       private quic::Dispatcher,
                       private net::Browser {
 public:
  QuicHost(Device& device, quic::Wire& wire);

  [[nodiscard]] net::Identity self() const override { return self_; }
  [[nodiscard]] net::Identity object_of(std::string_view node_id) const override;
  [[nodiscard]] std::string_view node_id_of(net::Identity object) const override;
  void become_new() override;
  void suspend() override { endpoint_.suspend(); }
  void resume() override { endpoint_.resume(); }
  void kill() override;
  void restart() override;
  [[nodiscard]] Shown show(Node about) const override { return show(about, present(about)); }
  [[nodiscard]] Shown show(Node about, quic::ConnectionId present) const;  // by who knows it already

  // The connection that the engine has for this peer now, if it is connected; 0: none.
  [[nodiscard]] quic::ConnectionId present(Node about) const;

 private:
  friend class Translator<QuicHost>;
  using Held = HeldConnection;
  struct Question {  // a probe under way, on a connection of its own or on a stream of a held one
    protocol::Handle peer;
    protocol::SessionNumber session;
    quic::ConnectionId own;
    quic::StreamId stream;
    kernel::Timer timer{};
  };

  void become_installed();
  [[nodiscard]] net::Identity object_in(const net::Record& record) const;

  // --- callbacks
  kernel::Callback& place(kernel::Label label) override;
  void incoming(quic::ConnectionId id, Node from, quic::Alpn alpn) override;
  void connected(quic::ConnectionId id) override;
  void ended(quic::ConnectionId id, quic::Cause cause, quic::CloseCode code) override;
  void received(quic::ConnectionId id, quic::StreamId stream, net::BytesView bytes) override;
  void found(const net::Record& record, Node host) override;
  void lost(const net::Record& record, Node host) override;
  [[nodiscard]] protocol::PeerRecord record_of(net::Identity peer) const;
  void tell(const Held& held, protocol::SessionState state, int error, protocol::Ending ending);

  // --- calls
  void act(const protocol::Browse& action);
  void act(const protocol::Advertise& action);
  void act(const protocol::Invite& action);
  void act(const protocol::Accept& action);
  void act(const protocol::Decline& action);
  void act(const protocol::Send& action);
  void act(const protocol::LeaveSession& action);
  void act(const protocol::CancelPeer& action);
  void act(const protocol::Probe& action);

  // --- questions, quic_host_probe.cpp
  void ask(Question& question, quic::ConnectionId id);
  void finish(std::size_t question, bool value);  // answered or not
  void out_of_time(quic::ConnectionId own, quic::StreamId stream);
  [[nodiscard]] bool probe_connected(quic::ConnectionId id);
  [[nodiscard]] bool probe_ended(quic::ConnectionId id);
  [[nodiscard]] bool is_probe(quic::ConnectionId id, quic::StreamId stream, net::BytesView bytes);
  void drop_questions();
  void begin(const protocol::Probe& action);
  void ask_next();
  void unlock();

  void close(protocol::SessionNumber number, quic::CloseCode code);

  Device& device_;
  quic::Wire& wire_;
  net::Identity self_ = 0;
  std::vector<std::pair<std::string, net::Identity>> installations_;
  quic::Endpoint endpoint_;
  net::Publication publication_;
  bool advertises_ = false;
  std::uint32_t generation_ = 0;  // of the process
  HeldConnections held_;
  std::vector<Question> questions_;
  // With `awaits` other than apart: who is asked after these, and what waits for the connection map.
  std::vector<protocol::Probe> asked_next_;
  std::vector<protocol::SessionChanged> writers_;
  base::Instant written_since_{};
  bool locked_ = false;
};

}  // namespace nearsim::run
