#include "models/quic/endpoint.hpp"

#include <utility>

#include "models/quic/wire.hpp"
#include "sim/base/check.hpp"

namespace nearsim::quic {

Endpoint::Endpoint(Wire& wire, net::Node node, Dispatcher& dispatcher, Delegate& delegate)
    : wire_(wire), node_(node), dispatcher_(dispatcher), delegate_(delegate) {
  auto& all = wire.endpoints_;
  if (all.size() <= node) all.resize(node + 1);
  NEARSIM_CHECK(all[node] == nullptr, "a device has one endpoint");
  all[node] = this;
}

Endpoint::~Endpoint() { wire_.endpoints_[node_] = nullptr; }

void Endpoint::take_key(NodeKey key) {
  if (std::exchange(key_, key) != key) wire_.key_changed(node_);
}

void Endpoint::shut() {
  open_ = false;
  wire_.close_all(node_, dropped);
}

ConnectionId Endpoint::connect(net::Node to, Alpn alpn, NodeKey key) {
  NEARSIM_CHECK(alive() && to != node_, "a dial needs a living process and another device");
  return wire_.dial(node_, to, alpn, key);
}

void Endpoint::accept(ConnectionId id) {
  if (alive()) wire_.accept(id, node_);
}
void Endpoint::refuse(ConnectionId id) {
  if (alive()) wire_.refuse(id, node_);
}
void Endpoint::close(ConnectionId id, CloseCode code) {
  if (alive()) wire_.close(id, node_, code);
}
bool Endpoint::is_connected(ConnectionId id) const { return wire_.is_connected(id, node_); }

StreamId Endpoint::open_stream(ConnectionId id, StreamKind kind) {
  return wire_.open_stream(id, node_, kind);
}
bool Endpoint::send(StreamId stream, net::BytesView bytes) {
  return alive() && wire_.send(stream, node_, bytes);
}

// --- the process

void Endpoint::kill() {
  if (!alive()) return;
  process_ = Process::dead;
  open_ = false;
  ++generation_;
  wire_.report(node_, "killed", net::no_node, {});
  wire_.process_died(node_);
  overdue_.clear();
}

void Endpoint::restart() {
  NEARSIM_CHECK(!alive(), "a process is restarted that runs");
  process_ = Process::running;
}

void Endpoint::suspend() {
  if (process_ != Process::running) return;
  process_ = Process::suspended;
  wire_.report(node_, "suspended", net::no_node, {});
  wire_.listen_again(node_);
}

void Endpoint::resume() {
  if (process_ != Process::suspended) return;
  process_ = Process::running;
  wire_.report(node_, "resumed", net::no_node, {});
  std::vector<kernel::Callback> late = std::move(overdue_);
  overdue_.clear();
  for (kernel::Callback& task : late) task();
  wire_.listen_again(node_);
}

void Endpoint::when_running(kernel::Callback task) {
  if (!alive()) return;
  if (suspended()) overdue_.push_back(std::move(task));
  else task();
}

// --- callbacks

void Endpoint::raise_incoming(ConnectionId id, net::Node from, Alpn alpn) {
  dispatcher_.dispatch({"incoming", node_, from}, [this, g = generation_, id, from, alpn] {
    if (g == generation_) delegate_.incoming(id, from, alpn);
  });
}

void Endpoint::raise_connected(ConnectionId id, net::Node peer) {
  dispatcher_.dispatch({"connected", node_, peer}, [this, g = generation_, id] {
    if (g == generation_) delegate_.connected(id);
  });
}

void Endpoint::raise_ended(ConnectionId id, net::Node peer, Cause cause, CloseCode code) {
  const kernel::Label label{"connection ended", node_, peer};
  const auto tell = [this, g = generation_, id, cause, code] {
    if (g == generation_) delegate_.ended(id, cause, code);
  };
  const base::Duration late = wire_.settings().close_callback_delay;
  if (late == base::Duration{0}) return dispatcher_.dispatch(label, tell);
  wire_.scheduler().post(base::later(wire_.scheduler().now(), late), label,
                         [this, label, tell] { dispatcher_.dispatch(label, tell); });
}

void Endpoint::raise_received(ConnectionId id, net::Node peer, StreamId stream, net::Buffer&& bytes) {
  dispatcher_.dispatch({"received", node_, peer},
                       [this, g = generation_, id, stream, data = std::move(bytes)] {
                         if (g == generation_) delegate_.received(id, stream, data);
                       });
}

}  // namespace nearsim::quic
