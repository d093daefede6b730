#include "sim/run/quic_host.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "models/net/errno.hpp"
#include "models/quic/wire.hpp"
#include "sim/base/check.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {
namespace {

// What an application's close says; ours, but for the 0 of a dropped handle.
constexpr quic::CloseCode goodbye = 1, superseded = 2;

quic::CloseCode code_of(protocol::Ending as) {
  if (as == protocol::Ending::goodbye) return goodbye;
  return as == protocol::Ending::superseded ? superseded : quic::dropped;
}

protocol::Ending ending_of(quic::Cause cause, quic::CloseCode code) {
  switch (cause) {
    case quic::Cause::refused: return protocol::Ending::refused;
    case quic::Cause::timed_out: return protocol::Ending::timed_out;
    case quic::Cause::reset: return protocol::Ending::reset;
    case quic::Cause::closed_by_peer: break;
  }
  if (code == goodbye) return protocol::Ending::goodbye;
  return code == superseded ? protocol::Ending::superseded : protocol::Ending::closed_by_peer;
}

int errno_of(quic::Cause cause) {
  switch (cause) {
    case quic::Cause::refused: return static_cast<int>(net::Errno::refused);
    case quic::Cause::timed_out: return static_cast<int>(net::Errno::timeout);
    case quic::Cause::reset: return static_cast<int>(net::Errno::reset);
    case quic::Cause::closed_by_peer: break;
  }
  return 0;
}

}  // namespace

QuicHost::QuicHost(Device& device, quic::Wire& wire)
    : device_(device), wire_(wire), endpoint_(wire, device.node(), *this, *this) {
  become_installed();
}

// --- the process

// A node id is a key on disk: it stays as long as the installation, and comes back with a backup.
void QuicHost::become_installed() {
  self_ = object_of(device_.node_id());
  if (self_ == 0) {
    self_ = device_.world().new_identity(device_.node());
    installations_.emplace_back(device_.node_id(), self_);
  }
  endpoint_.take_key(self_);
}

net::Identity QuicHost::object_of(std::string_view node_id) const {
  for (const auto& [id, object] : installations_)
    if (id == node_id) return object;
  return 0;
}

std::string_view QuicHost::node_id_of(net::Identity object) const {
  for (const auto& [id, known] : installations_)
    if (known == object) return id;
  return {};
}

void QuicHost::restart() {
  become_installed();
  endpoint_.restart();
}

void QuicHost::kill() {
  ++generation_;
  drop_questions();
  held_.clear();
  net::DiscoveryService& discovery = device_.world().bonjour();
  if (std::exchange(advertises_, false)) discovery.withdraw(publication_, net::Goodbye::not_sent);
  discovery.stop_browsing(device_.node());
  endpoint_.kill();
}

void QuicHost::become_new() { cannot(); }

Shown QuicHost::show(Node about, quic::ConnectionId present) const {
  return {present.number != 0, static_cast<std::uint16_t>(wire_.dials(device_.node(), about))};
}

quic::ConnectionId QuicHost::present(Node about) const {
  const protocol::Engine* engine = device_.engine();
  if (engine == nullptr) return {};
  const protocol::Handle peer{device_.world().device(about).host().self()};
  const protocol::SessionNumber number = engine->session_of(peer);
  const Held* present =
      held_.find_if(number, [&](const Held& h) { return h.peer == about && endpoint_.is_connected(h.id); });
  return present == nullptr ? quic::ConnectionId{} : present->id;
}

// --- callbacks become events

kernel::Callback& QuicHost::place(kernel::Label label) {
  return device_.queue(scenario::BusyQueue::main).place(label);
}

protocol::PeerRecord QuicHost::record_of(net::Identity peer) const {
  const Device& other = device_.world().device(net::maker_of(peer));  // a handshake proves the node id
  return {{peer}, other.spec().display_name, std::string(other.host().node_id_of(peer)), 0};
}

// A node id is a key: also an old record speaks of nobody else.
net::Identity QuicHost::object_in(const net::Record& record) const {
  for (const auto& [key, value] : record.info)
    if (key == "nodeID") {
      const Device& other = device_.world().device(net::maker_of(record.identity));
      if (const net::Identity object = other.host().object_of(value); object != 0) return object;
    }
  return record.identity;
}

void QuicHost::found(const net::Record& record, Node host) {
  if (device_.world().device(host).profile().transport.framework != protocol::Framework::quic) return;
  dispatch({"found", device_.node(), host}, [this, g = generation_, &record] {
    if (g != generation_) return;
    protocol::PeerRecord peer{{object_in(record)}, record.name, "", 0};
    for (const auto& [key, value] : record.info)
      if (key == "nodeID") peer.node_id = value;
    device_.tell(protocol::PeerFound{std::move(peer)});
  });
}

void QuicHost::lost(const net::Record& record, Node host) {
  dispatch({"lost", device_.node(), host}, [this, g = generation_, id = object_in(record)] {
    if (g == generation_) device_.tell(protocol::PeerLost{{id}});
  });
}

void QuicHost::incoming(quic::ConnectionId id, Node from, quic::Alpn) {
  device_.queue_event(
      protocol::InvitationReceived{record_of(device_.world().device(from).host().self()), {id.number}});
}

void QuicHost::tell(const Held& held, protocol::SessionState state, int error, protocol::Ending ending) {
  protocol::SessionChanged event{record_of(held.whom), held.number, state, error, ending};
  if (!locked_) return device_.queue_event(std::move(event));
  if (writers_.empty()) {
    written_since_ = device_.world().now();
    device_.waits(connection_map, health_check);
  }
  writers_.push_back(std::move(event));
}

void QuicHost::connected(quic::ConnectionId id) {
  if (probe_connected(id)) return;
  Held* held = held_.find(id);
  if (held == nullptr) return;
  held->connected = true;
  tell(*held, protocol::SessionState::connected, 0, protocol::Ending::unknown);
}

void QuicHost::ended(quic::ConnectionId id, quic::Cause cause, quic::CloseCode code) {
  if (probe_ended(id)) return;
  const Held* held = held_.find(id);
  if (held == nullptr) return;
  const Held over = *held;
  held_.remove(id);
  // What was accepted and never came about, nobody was told of.
  if (over.connected || over.dialled == Dialled::here)
    tell(over, protocol::SessionState::not_connected, errno_of(cause), ending_of(cause, code));
}

void QuicHost::received(quic::ConnectionId id, quic::StreamId stream, net::BytesView bytes) {
  if (is_probe(id, stream, bytes)) return;
  const Held* held = held_.find(id);
  if (held == nullptr) return;
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
  device_.queue_event(
      protocol::DataReceived{{held->whom}, held->number, protocol::Payload(first, first + bytes.size())});
}

// --- decisions become calls

void QuicHost::act(const protocol::Browse& action) {
  net::DiscoveryService& discovery = device_.world().bonjour();
  if (action.to == protocol::Switch::on) discovery.browse(device_.node(), *this);
  else discovery.stop_browsing(device_.node());
}

void QuicHost::act(const protocol::Advertise& action) {
  net::DiscoveryService& discovery = device_.world().bonjour();
  if (std::exchange(advertises_, false)) discovery.withdraw(publication_, net::Goodbye::sent);
  if (action.to == protocol::Switch::off) {
    held_.clear();
    drop_questions();
    return endpoint_.shut();
  }
  endpoint_.open();
  advertises_ = true;
  publication_ = discovery.publish(device_.node(), {self_, device_.spec().display_name, device_.advertise()});
}

void QuicHost::act(const protocol::Invite& action) {
  const Node peer = device_.world().host_of(action.peer.value);
  const protocol::Link* link = device_.engine()->link(action.peer);
  const bool known = link != nullptr && link->contact->registration.standing != protocol::Registered::unknown;
  const quic::ConnectionId id =
      endpoint_.connect(peer, known ? quic::Alpn::messaging : quic::Alpn::pairing, action.peer.value);
  held_.add({action.session, id, peer, action.peer.value, Dialled::here, false, {}});
}

void QuicHost::act(const protocol::Accept& action) {
  const quic::ConnectionId id{static_cast<std::uint32_t>(action.invitation.value)};
  held_.add({action.session,
             id,
             device_.world().host_of(action.peer.value),
             action.peer.value,
             Dialled::there,
             false,
             {}});
  endpoint_.accept(id);
}

void QuicHost::act(const protocol::Decline& action) {
  endpoint_.refuse({static_cast<std::uint32_t>(action.invitation.value)});
}

void QuicHost::act(const protocol::Send& action) {
  const protocol::Payload payload = protocol::encode(action.message);
  Held* held = held_.find(action.session);
  bool queued = false;
  if (held != nullptr) {
    if (held->stream == quic::StreamId{})
      held->stream = endpoint_.open_stream(held->id, quic::StreamKind::unidirectional);
    queued = endpoint_.send(held->stream, std::as_bytes(std::span{payload}));
  }
  if (!queued)
    device_.tell_later(protocol::SendFailed{action.peer, static_cast<int>(net::Errno::not_connected)});
}

void QuicHost::act(const protocol::LeaveSession& action) { close(action.session, code_of(action.as)); }
void QuicHost::act(const protocol::CancelPeer& action) { close(action.session, quic::dropped); }

// --- what is held

void QuicHost::close(protocol::SessionNumber number, quic::CloseCode code) {
  const Held* held = held_.find(number);
  if (held == nullptr) return;
  const quic::ConnectionId id = held->id;
  held_.remove(id);
  endpoint_.close(id, code);
}

}  // namespace nearsim::run
