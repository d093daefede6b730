#include "sim/run/ice_host.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "models/net/errno.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {
namespace {

static_assert(static_cast<int>(ice::Attached::none) == static_cast<int>(protocol::Network::none));
ice::Attached attached(protocol::Network network) { return static_cast<ice::Attached>(network); }

protocol::Ending ending_of(ice::Cause cause) {
  switch (cause) {
    case ice::Cause::refused: return protocol::Ending::refused;
    case ice::Cause::unreachable:
    case ice::Cause::failed: return protocol::Ending::timed_out;
    case ice::Cause::closed_by_peer: break;
  }
  return protocol::Ending::closed_by_peer;
}

int errno_of(ice::Cause cause) {
  switch (cause) {
    case ice::Cause::refused: return static_cast<int>(net::Errno::refused);
    case ice::Cause::unreachable: return static_cast<int>(net::Errno::no_route);
    case ice::Cause::failed: return static_cast<int>(net::Errno::timeout);
    case ice::Cause::closed_by_peer: break;
  }
  return 0;
}

bool has(const std::vector<net::Identity>& all, net::Identity one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

IceHost::IceHost(Device& device, ice::Peering& peering)
    : device_(device),
      peering_(peering),
      self_(device.world().new_identity(device.node())),
      agent_(peering, device.node(), *this, *this) {
  peering.attach(device.node(), attached(device.spec().network));
}

// --- the process

void IceHost::attach(protocol::Network to) {
  peering_.attach(device_.node(), attached(to));
  device_.world().ledger().reachability_changed(device_.world().now());
}

void IceHost::drop_all() {
  for (const Held& held : held_) device_.world().scheduler().cancel(held.timeout);
  held_.clear();
  present_.clear();
  named_.clear();
  browses_ = signals_ = false;
}

void IceHost::kill() {
  drop_all();
  agent_.kill();
}

void IceHost::restart() {
  self_ = device_.world().new_identity(device_.node());
  agent_.restart();
}

void IceHost::become_new() {
  for (const Held& held : held_) agent_.close(held.id);
  agent_.close_signalling();
  drop_all();
  self_ = device_.world().new_identity(device_.node());
}

Shown IceHost::show(Node about) const {
  const bool connected = std::any_of(held_.begin(), held_.end(), [&](const Held& held) {
    return net::maker_of(held.whom) == about && uses(held.id);
  });
  return {connected, static_cast<std::uint16_t>(peering_.offers(device_.node(), about))};
}

bool IceHost::uses(ice::ConnectionId id) const {
  const protocol::Engine* engine = device_.engine();
  return engine != nullptr && std::any_of(held_.begin(), held_.end(), [&](const Held& held) {
           return held.id == id && agent_.is_open(id) &&
                  engine->session_of(protocol::Handle{held.whom}) == held.number;
         });
}

// --- callbacks become events: who is there

kernel::Callback& IceHost::place(kernel::Label label) {
  return device_.queue(scenario::BusyQueue::main).place(label);
}

protocol::PeerRecord IceHost::record_of(net::Identity peer) const {
  const Device& other = device_.world().device(net::maker_of(peer));
  const protocol::Engine* engine = other.engine();
  return {{peer}, other.spec().display_name, engine != nullptr ? engine->self().node_id : other.node_id(), 0};
}

// A name that this device had before may still be registered: that is nobody to call.
void IceHost::tell_found(net::Identity peer) {
  if (browses_ && net::maker_of(peer) != device_.node()) device_.tell(protocol::PeerFound{record_of(peer)});
}

void IceHost::joined(net::Identity peer) {
  std::vector<net::Identity>& all = signals_ ? present_ : named_;
  if (!has(all, peer)) all.push_back(peer);
  if (signals_) tell_found(peer);
}

void IceHost::left(net::Identity peer) {
  std::erase(named_, peer);
  if (std::erase(present_, peer) > 0) device_.tell(protocol::PeerLost{{peer}});
}

void IceHost::signalling_opened() {
  signals_ = true;
  const std::vector<net::Identity> before = std::exchange(present_, std::exchange(named_, {}));
  for (const net::Identity peer : before)
    if (!has(present_, peer)) device_.tell(protocol::PeerLost{{peer}});
  device_.tell(protocol::SignallingChanged{protocol::Standing::connected, {self_}});
  const std::vector<net::Identity> now = present_;
  for (const net::Identity peer : now) tell_found(peer);
  device_.all_views_changed();
}

void IceHost::signalling_closed() {
  signals_ = false;
  named_.clear();
  device_.tell(protocol::SignallingChanged{protocol::Standing::disconnected, {}});
  device_.all_views_changed();
}

// --- ... and what becomes of connections

void IceHost::offered(ice::ConnectionId id, net::Identity from) {
  device_.queue_event(protocol::InvitationReceived{record_of(from), {id.number}});
}

// A callback of a connection is no news of who is there: a peer that began anew keeps its newer object.
void IceHost::tell(const Held& held, protocol::SessionState state, int error, protocol::Ending ending) {
  const protocol::Link* link =
      device_.engine() ? device_.engine()->link(protocol::Handle{held.whom}) : nullptr;
  protocol::PeerRecord about = link != nullptr ? link->peer : record_of(held.whom);
  device_.queue_event(protocol::SessionChanged{std::move(about), held.number, state, error, ending});
}

void IceHost::opened(ice::ConnectionId id) {
  Held* held = find(id);
  if (held == nullptr) return;
  device_.world().scheduler().cancel(held->timeout);
  held->connected = true;
  tell(*held, protocol::SessionState::connected, 0, protocol::Ending::unknown);
}

void IceHost::state_changed(ice::ConnectionId id, ice::State now) {
  const Held* held = find(id);
  if (held == nullptr) return;
  if (!held->connected) {
    if (now == ice::State::failed) fail(held->number);
    return;
  }
  const auto say = [&](protocol::PathState state) {
    device_.queue_event(protocol::PathChanged{{held->whom}, held->number, state});
  };
  if (now == ice::State::connected) say(protocol::PathState::working);
  if (now == ice::State::disconnected) say(protocol::PathState::disturbed);
  if (now == ice::State::failed) say(protocol::PathState::failed);
}

void IceHost::ended(ice::ConnectionId id, ice::Cause cause) {
  const Held* held = find(id);
  if (held == nullptr) return;
  tell(take(held), protocol::SessionState::not_connected, errno_of(cause), ending_of(cause));
}

void IceHost::received(ice::ConnectionId id, net::BytesView bytes) {
  const Held* held = find(id);
  if (held == nullptr) return;
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
  device_.queue_event(
      protocol::DataReceived{{held->whom}, held->number, protocol::Payload(first, first + bytes.size())});
}

// --- decisions become calls

void IceHost::act(const protocol::Browse& action) {
  browses_ = action.to == protocol::Switch::on;
  if (!browses_ || !signals_) return;
  for (const net::Identity peer : present_)
    if (net::maker_of(peer) != device_.node()) device_.tell_later(protocol::PeerFound{record_of(peer)});
}

void IceHost::act(const protocol::OpenSignalling& action) {
  if (action.self.value == 0) {
    self_ = device_.world().new_identity(device_.node());
    device_.world().views_of_it_changed(device_.node());
  }
  signals_ = false;
  named_.clear();
  agent_.open_signalling(self_, action.ping);
  device_.all_views_changed();
}

void IceHost::act(const protocol::CloseSignalling&) {
  signals_ = false;
  agent_.close_signalling();
  device_.all_views_changed();
}

void IceHost::act(const protocol::Invite& action) {
  close(action.session);
  const ice::ConnectionId id = agent_.call(action.peer.value);
  kernel::Scheduler& scheduler = device_.world().scheduler();
  const kernel::Timer timeout =
      scheduler.at(base::later(scheduler.now(), action.timeout), {"no answer", device_.node()},
                   [this, number = action.session] {
                     dispatch({"no answer", device_.node()}, [this, number] { fail(number); });
                   });
  held_.push_back({action.session, id, action.peer.value, false, timeout});
}

// An offer for a session that stands replaces its connection: the other side made a new one.
void IceHost::act(const protocol::Accept& action) {
  close(action.session);
  const ice::ConnectionId id{static_cast<std::uint32_t>(action.invitation.value)};
  held_.push_back({action.session, id, action.peer.value, false, {}});
  agent_.accept(id);
}

void IceHost::act(const protocol::Decline& action) {
  agent_.refuse({static_cast<std::uint32_t>(action.invitation.value)});
}

void IceHost::act(const protocol::Send& action) {
  const protocol::Payload payload = protocol::encode(action.message);
  const Held* held = find(action.session);
  if (held == nullptr || !agent_.send(held->id, std::as_bytes(std::span{payload})))
    device_.tell_later(protocol::SendFailed{action.peer, static_cast<int>(net::Errno::not_connected)});
}

void IceHost::act(const protocol::RestartIce& action) {
  const Held* held = find(action.session);
  if (held == nullptr) return;
  if (action.how == protocol::Restart::offer) agent_.restart(held->id);
  else agent_.flag_restart(held->id);
}

void IceHost::act(const protocol::SampleStats& action) {
  const Held* held = find(action.session);
  if (held == nullptr) return;
  const ice::Stats stats = agent_.stats(held->id);
  device_.tell_later(
      protocol::StatsSampled{action.peer, action.session, stats.lost, stats.received, stats.rtt});
}

// --- what is held

void IceHost::fail(protocol::SessionNumber number) {
  const Held* held = find(number);
  if (held == nullptr || held->connected) return;
  const Held over = take(held);
  agent_.close(over.id);
  tell(over, protocol::SessionState::not_connected, static_cast<int>(net::Errno::timeout),
       protocol::Ending::timed_out);
}

void IceHost::close(protocol::SessionNumber number) {
  if (const Held* held = find(number)) agent_.close(take(held).id);
}

IceHost::Held IceHost::take(const Held* held) {
  const Held taken = *held;
  device_.world().scheduler().cancel(taken.timeout);
  held_.erase(held_.begin() + (held - held_.data()));
  return taken;
}

IceHost::Held* IceHost::find(protocol::SessionNumber number) {
  const auto it = std::find_if(held_.begin(), held_.end(), [&](const Held& h) { return h.number == number; });
  return it == held_.end() ? nullptr : &*it;
}

IceHost::Held* IceHost::find(ice::ConnectionId id) {
  const auto it = std::find_if(held_.begin(), held_.end(), [&](const Held& h) { return h.id == id; });
  return it == held_.end() ? nullptr : &*it;
}

}  // namespace nearsim::run
