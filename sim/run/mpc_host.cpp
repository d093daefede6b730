#include "sim/run/mpc_host.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

#include "models/mpc/air.hpp"
#include "sim/base/check.hpp"
#include "sim/run/airspace.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

MpcHost::MpcHost(Device& device, mpc::Air& air, VisitingCards& cards)
    : device_(device),
      air_(air),
      cards_(cards),
      framework_(air, device.node(), new_peer_id(device, air), *this, *this),
      sessions_(device.world().scheduler().memory()),
      numbers_(device.world().scheduler().memory()) {
  framework_.set_certificates(device.spec().certificates);
}

const mpc::PeerId& MpcHost::new_peer_id(Device& device, mpc::Air& air) {
  return air.know(device.world().new_identity(device.node()), device.spec().display_name);
}

// --- the process

void MpcHost::kill() {
  framework_.kill(mpc::Exit::crash);
  sessions_.clear();
  numbers_.clear();
  browsed_ = advertised_ = false;
}

void MpcHost::restart() {
  framework_.restart();
  framework_.set_peer_id(new_peer_id(device_, air_));
}

void MpcHost::become_new() {
  framework_.stop_browsing();
  framework_.stop_advertising();
  for (const Session& s : sessions_) framework_.disconnect(s.id);
  framework_.set_peer_id(new_peer_id(device_, air_));
}

void MpcHost::rotate() {
  const bool advertises = framework_.advertising();
  framework_.stop_advertising();
  framework_.set_peer_id(new_peer_id(device_, air_));
  if (advertises) framework_.start_advertising(device_.advertise());
}

void MpcHost::go_to_background() {
  browsed_ = framework_.browsing();
  advertised_ = framework_.advertising();
  framework_.stop_browsing();
  framework_.stop_advertising();
  for (const Session& s : sessions_) framework_.disconnect(s.id);
}

void MpcHost::come_to_foreground() {
  if (browsed_ && !framework_.browsing()) framework_.start_browsing();
  if (advertised_ && !framework_.advertising()) framework_.start_advertising(device_.advertise());
  browsed_ = advertised_ = false;
}

void MpcHost::prefetch(Node about, kernel::Approach how) const {
  air_.prefetch(device_.node(), about, how);
  framework_.prefetch(device_.world().latest_identity(about), how);
}

Shown MpcHost::show(Node about) const {
  const Node self = device_.node();
  bool connected = false;
  air_.visit_links(self, about, [&](const mpc::LinkView& link) {
    connected |= link.end(self).state == mpc::EndState::connected;
  });
  return {connected, static_cast<std::uint16_t>(air_.outstanding_invitations(self, about))};
}

// --- callbacks become events

kernel::Callback& MpcHost::place(mpc::Queue queue, kernel::Label label) {
  return device_.queue(queue == mpc::Queue::main ? scenario::BusyQueue::main : scenario::BusyQueue::session)
      .place(label);
}

protocol::PeerRecord MpcHost::record_of(const mpc::PeerId& peer) const {
  const protocol::Handle handle{peer.id};
  if (const protocol::Engine* engine = device_.engine())
    if (const protocol::Link* link = engine->link(handle); link != nullptr && link->peer.handle == handle)
      return link->peer;
  return {handle, peer.display_name, "", 0};
}

void MpcHost::browser_found_peer(const mpc::PeerId& peer, const net::DiscoveryInfo& info) {
  const Node host = device_.world().host_of(peer.id);
  if (host != net::no_node &&
      device_.world().device(host).profile().transport.framework != protocol::Framework::mpc)
    return;  // another service's record
  protocol::PeerRecord record{{peer.id}, peer.display_name, "", 0};
  for (const auto& [key, value] : info) {
    if (key == "nodeID") record.node_id = value;
    if (key == "instance") std::from_chars(value.data(), value.data() + value.size(), record.instance);
    if (key == "nonce") std::from_chars(value.data(), value.data() + value.size(), record.nonce);
  }
  device_.tell(protocol::PeerFound{std::move(record)});
}

void MpcHost::browser_lost_peer(const mpc::PeerId& peer) { device_.tell(protocol::PeerLost{{peer.id}}); }

net::BytesView MpcHost::visiting_card(protocol::SessionNumber attempt) const {
  if (!device_.profile().invitation.says_who) return {};
  return cards_.write(device_.node(), device_.engine()->self(), protocol::name(device_.spec().platform),
                      device_.profile().invitation.says_attempt ? attempt.value : 0u);
}

void MpcHost::advertiser_received_invitation(mpc::InvitationId id, const mpc::PeerId& from,
                                             net::BytesView context) {
  const protocol::InvitationNumber number{std::uint64_t{id.slot} << 32 | id.generation};
  protocol::PeerRecord record = record_of(from);
  std::uint64_t attempt = 0;
  if (const protocol::Hello* card = cards_.read(device_.world().host_of(from.id), context)) {
    record.node_id = card->node_id;
    record.instance = card->instance;
    record.nonce = card->nonce;
    attempt = card->attempts;
  }
  device_.queue_event(protocol::InvitationReceived{std::move(record), number, attempt});
}

void MpcHost::session_peer_changed(mpc::SessionId session, const mpc::PeerId& peer, mpc::State state,
                                   net::Errno error) {
  device_.queue_event(protocol::SessionChanged{record_of(peer), number_of(session),
                                               static_cast<protocol::SessionState>(state),
                                               static_cast<int>(error)});
}

void MpcHost::session_received(mpc::SessionId session, net::BytesView bytes, const mpc::PeerId& from) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
  protocol::DataReceived event{{from.id}, number_of(session), protocol::Payload(first, first + bytes.size())};
  if (device_.profile().dispatch.received == protocol::Handing::async)
    return device_.queue_event(std::move(event));
  device_.hand_over(scenario::BusyQueue::session, scenario::BusyQueue::main, {},
                    [this, event = std::move(event)] { device_.queue_event(event); });
}

// --- decisions become calls

void MpcHost::act(const protocol::Browse& action) {
  if (action.to == protocol::Switch::on) framework_.start_browsing();
  else framework_.stop_browsing();
}

void MpcHost::act(const protocol::Advertise& action) {
  if (action.to == protocol::Switch::on) framework_.start_advertising(device_.advertise());
  else framework_.stop_advertising();
}

void MpcHost::act(const protocol::Invite& action) {
  (void)framework_.invite_peer(action.peer.value, session(action.session), visiting_card(action.session),
                               action.timeout);
}

namespace {
mpc::InvitationId invitation(protocol::InvitationNumber number) {
  return {static_cast<std::uint32_t>(number.value >> 32), static_cast<std::uint32_t>(number.value)};
}
}  // namespace

void MpcHost::act(const protocol::Accept& action) {
  framework_.answer(invitation(action.invitation), mpc::Answer::accept, session(action.session));
}

void MpcHost::act(const protocol::Decline& action) {
  framework_.answer(invitation(action.invitation), mpc::Answer::decline, {});
}

void MpcHost::act(const protocol::Send& action) {
  const protocol::Payload payload = protocol::encode(action.message);
  const mpc::Identity peer = action.peer.value;
  const mpc::SessionId id = find_session(action.session);
  const mpc::Mode mode =
      action.delivery == protocol::Delivery::reliable ? mpc::Mode::reliable : mpc::Mode::unreliable;
  const mpc::SendResult result =
      id.number == 0 ? mpc::SendResult::not_connected
                     : framework_.send(id, {&peer, 1}, std::as_bytes(std::span{payload}), mode);
  if (result != mpc::SendResult::queued)
    device_.tell_later(protocol::SendFailed{action.peer, static_cast<int>(net::Errno::not_connected)});
}

void MpcHost::act(const protocol::LeaveSession& action) {
  if (const mpc::SessionId id = find_session(action.session); id.number != 0) framework_.disconnect(id);
}

void MpcHost::act(const protocol::CancelPeer& action) {
  const mpc::SessionId id = find_session(action.session);
  if (id.number == 0) return;
  if (device_.profile().session.scope == protocol::Scope::shared)
    framework_.cancel_connect_peer(id, action.peer.value);
  else framework_.disconnect(id);
}

void MpcHost::act(const protocol::ReplaceSession& action) {
  if (const mpc::SessionId id = find_session(action.old); id.number != 0) framework_.disconnect(id);
  (void)session(action.fresh);
}

// What a session that can change its path would do for us: no callback, no new session.  Whoever does not run
// at the other end agrees to nothing, and we hear nothing.
void MpcHost::act(const protocol::RenegotiatePath& action) {
  const Node self = device_.node();
  const Node peer = device_.world().host_of(action.peer.value);
  const mpc::SessionId id = find_session(action.session);
  const auto answer = [this, self, peer, id, whom = action.peer, number = action.session] {
    if (find_session(number) != id) return;  // another process by now
    const net::Network& network = device_.world().network();
    const bool works = network.up(self, peer) && network.up(peer, self);
    device_.queue_event(protocol::PathChanged{
        whom, number, works ? protocol::PathState::working : protocol::PathState::failed});
  };
  const mpc::Framework* other = air_.framework(peer);
  if (other == nullptr || !other->alive() || other->suspended()) return;
  Airspace* air = device_.world().airspace();
  if (id.number == 0 || !framework_.is_connected(id, action.peer.value) || air == nullptr) return answer();
  air->renegotiate(
      self, peer,
      action.doubt == protocol::Doubt::silence ? net::Leave::the_present : net::Leave::what_failed, answer);
}

// --- sessions

mpc::SessionId MpcHost::find_session(protocol::SessionNumber number) const {
  const auto it = std::lower_bound(sessions_.begin(), sessions_.end(), number, Session::before);
  return it != sessions_.end() && it->number == number ? it->id : mpc::SessionId{};
}

mpc::SessionId MpcHost::session(protocol::SessionNumber number) {
  if (const mpc::SessionId known = find_session(number); known.number != 0) return known;
  const mpc::SessionId id =
      framework_.create_session(static_cast<mpc::Encryption>(device_.profile().session.encryption));
  const auto place = std::lower_bound(sessions_.begin(), sessions_.end(), number, Session::before);
  sessions_.insert(place, {number, id});
  if (numbers_.empty()) first_session_ = id;
  NEARSIM_CHECK(id.number == first_session_.number + numbers_.size(),
                "a framework's sessions count up by one");
  numbers_.push_back(number);
  return id;
}

protocol::SessionNumber MpcHost::number_of(mpc::SessionId id) const {
  const std::uint32_t place = id.number - first_session_.number;
  return place < numbers_.size() ? numbers_[place] : protocol::SessionNumber{};
}

mpc::SessionId MpcHost::present_session(net::Identity peer) const {
  const protocol::Engine* engine = device_.engine();
  return engine != nullptr ? find_session(engine->session_of(protocol::Handle{peer})) : mpc::SessionId{};
}

}  // namespace nearsim::run
