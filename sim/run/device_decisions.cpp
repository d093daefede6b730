// Decisions of the engine become calls to the framework.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::perform(protocol::Decisions decisions, Node event_about) {
  if (decisions.empty()) return refresh(event_about);
  const bool queued = profile_->dispatch.operations == protocol::Operations::serial_queue;
  if (queued) {
    for (const protocol::Decision& decision : decisions) trace(decision);
    for (const protocol::Decision& decision : decisions)
      if (const auto* told = std::get_if<protocol::Notify>(&decision.action)) act(*told);
  }
  std::vector<Node> touched = std::exchange(touched_, {});  // only for its memory
  for (const protocol::Decision& decision : decisions) {
    const std::uint64_t peer = about(decision.action);
    const Node node = peer == 0 ? net::no_node : world_.host_of(peer);
    if (node != net::no_node && std::find(touched.begin(), touched.end(), node) == touched.end())
      touched.push_back(node);
  }
  if (queued) queue_work(std::move(decisions));
  else act(decisions);
  if (std::find(touched.begin(), touched.end(), event_about) == touched.end()) touched.push_back(event_about);
  for (const Node node : touched) refresh(node);
  touched.clear();
  touched_ = std::move(touched);
}

void Device::act(const protocol::Decisions& decisions) {
  const bool shown = profile_->dispatch.operations == protocol::Operations::serial_queue;
  performing_ = true;
  for (const protocol::Decision& decision : decisions) {
    if (!shown) trace(decision);
    if (shown && std::holds_alternative<protocol::Notify>(decision.action))
      continue;  // told when it was decided
    std::visit([this](const auto& action) { act(action); }, decision.action);
  }
  performing_ = false;
}

void Device::act(const protocol::Browse& action) {
  if (action.to == protocol::Switch::on) framework_.start_browsing();
  else framework_.stop_browsing();
}

void Device::act(const protocol::Advertise& action) {
  if (action.to == protocol::Switch::on) framework_.start_advertising(discovery_info());
  else framework_.stop_advertising();
}

void Device::act(const protocol::Invite& action) {
  (void)framework_.invite_peer(action.peer.value, session(action.session), {}, action.timeout);
}

namespace {
mpc::InvitationId invitation(protocol::InvitationNumber number) {
  return {static_cast<std::uint32_t>(number.value >> 32), static_cast<std::uint32_t>(number.value)};
}
}  // namespace

void Device::act(const protocol::Accept& action) {
  framework_.answer(invitation(action.invitation), mpc::Answer::accept, session(action.session));
}

void Device::act(const protocol::Decline& action) {
  framework_.answer(invitation(action.invitation), mpc::Answer::decline, {});
}

void Device::act(const protocol::Send& action) {
  const protocol::Payload payload = protocol::encode(action.message);
  const mpc::Identity peer = action.peer.value;
  const mpc::SessionId id = find_session(action.session);
  const mpc::SendResult result =
      id.number == 0
          ? mpc::SendResult::not_connected
          : framework_.send(id, {&peer, 1}, std::as_bytes(std::span{payload}), mpc::Mode::reliable);
  if (result != mpc::SendResult::queued)
    afterwards_.push_back(protocol::SendFailed{action.peer, static_cast<int>(net::Errno::not_connected)});
}

void Device::act(const protocol::LeaveSession& action) {
  if (const mpc::SessionId id = find_session(action.session); id.number != 0) framework_.disconnect(id);
}

void Device::act(const protocol::CancelPeer& action) {
  const mpc::SessionId id = find_session(action.session);
  if (id.number == 0) return;
  if (profile_->session.scope == protocol::Scope::shared)
    framework_.cancel_connect_peer(id, action.peer.value);
  else framework_.disconnect(id);
}

void Device::act(const protocol::ReplaceSession& action) {
  if (const mpc::SessionId id = find_session(action.old); id.number != 0) framework_.disconnect(id);
  (void)session(action.fresh);
}

void Device::act(const protocol::ResetIdentity&) {
  framework_.stop_browsing();
  framework_.stop_advertising();
  for (const Session& s : sessions_) framework_.disconnect(s.id);
  framework_.set_peer_id(world_.new_identity(node_, spec_.display_name));
  afterwards_.push_back(started());
}

void Device::act(const protocol::Persist& action) {
  (void)storage_.put(os::Durability::disk, action.key, action.value);
}

void Device::act(const protocol::Notify& action) {
  const Node about = world_.host_of(action.peer.value);
  View view = world_.ledger().view(node_, about);
  view.told = action.standing == protocol::Standing::connected;
  world_.ledger().set(world_.now(), node_, about, view);
}

mpc::SessionId Device::find_session(protocol::SessionNumber number) const {
  const auto it = std::lower_bound(sessions_.begin(), sessions_.end(), number, Session::before);
  return it != sessions_.end() && it->number == number ? it->id : mpc::SessionId{};
}

mpc::SessionId Device::session(protocol::SessionNumber number) {
  if (const mpc::SessionId known = find_session(number); known.number != 0) return known;
  const mpc::SessionId id =
      framework_.create_session(static_cast<mpc::Encryption>(profile_->session.encryption));
  const auto place = std::lower_bound(sessions_.begin(), sessions_.end(), number, Session::before);
  sessions_.insert(place, {number, id});
  if (numbers_.empty()) first_session_ = id;
  NEARSIM_CHECK(id.number == first_session_.number + numbers_.size(),
                "a framework's sessions count up by one");
  numbers_.push_back(number);
  return id;
}

protocol::SessionNumber Device::number_of(mpc::SessionId id) const {
  const std::uint32_t place = id.number - first_session_.number;
  return place < numbers_.size() ? numbers_[place] : protocol::SessionNumber{};
}

mpc::SessionId Device::present_session(net::Identity peer) const {
  return engine_ ? find_session(engine_->session_of(protocol::Handle{peer})) : mpc::SessionId{};
}

}  // namespace nearsim::run
