// Callbacks of the framework become events of the engine; the engine's next deadline becomes the device's one
// timer.
#include <algorithm>
#include <charconv>

#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::dispatch(mpc::Queue queue, kernel::Label label, kernel::Callback callback) {
  (queue == mpc::Queue::main ? main_ : session_queue_).dispatch(label, std::move(callback));
}

protocol::PeerRecord Device::record_of(const mpc::PeerId& peer) const {
  const protocol::Handle handle{peer.id};
  if (engine_)
    if (const protocol::Link* link = engine_->link(handle); link != nullptr && link->peer.handle == handle)
      return link->peer;
  return {handle, peer.display_name, "", 0};
}

void Device::browser_found_peer(const mpc::PeerId& peer, const net::DiscoveryInfo& info) {
  protocol::PeerRecord record{{peer.id}, peer.display_name, "", 0};
  for (const auto& [key, value] : info) {
    if (key == "nodeID") record.node_id = value;
    if (key == "instance") std::from_chars(value.data(), value.data() + value.size(), record.instance);
  }
  handle(protocol::PeerFound{std::move(record)});
}

void Device::browser_lost_peer(const mpc::PeerId& peer) { handle(protocol::PeerLost{{peer.id}}); }

void Device::advertiser_received_invitation(mpc::InvitationId id, const mpc::PeerId& from, net::BytesView) {
  const protocol::InvitationNumber number{std::uint64_t{id.slot} << 32 | id.generation};
  feed(protocol::InvitationReceived{record_of(from), number});
}

void Device::session_peer_changed(mpc::SessionId session, const mpc::PeerId& peer, mpc::State state,
                                  net::Errno error) {
  feed(protocol::SessionChanged{record_of(peer), number_of(session),
                                static_cast<protocol::SessionState>(state), static_cast<int>(error)});
}

void Device::session_received(mpc::SessionId session, net::BytesView bytes, const mpc::PeerId& from) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
  feed(protocol::DataReceived{{from.id}, number_of(session), protocol::Payload(first, first + bytes.size())});
}

void Device::feed(protocol::Event event) {
  if (profile_->dispatch.operations == protocol::Operations::serial_queue)
    return queue_work(std::move(event));
  handle(event);
}

void Device::queue_work(std::variant<protocol::Event, protocol::Decisions> item) {
  work_.push_back(std::move(item));
  operations_.dispatch({"operations queue", node_}, [this] { work(); });
}

void Device::work() {
  const auto item = std::move(work_[work_head_++]);
  if (work_head_ == work_.size()) {
    work_.clear();
    work_head_ = 0;
  }
  if (const auto* event = std::get_if<protocol::Event>(&item)) return handle(*event);
  act(std::get<protocol::Decisions>(item));
  tell_afterwards();
}

void Device::handle(const protocol::Event& event) {
  if (!engine_) return;
  if (performing_) {  // the engine's decisions are being carried out: this comes after them
    afterwards_.push_back(event);
    return;
  }
  const auto* change = std::get_if<protocol::SessionChanged>(&event);
  const bool old = change != nullptr && change->session != engine_->session_of(change->peer.handle);
  const protocol::SessionNumber present =
      old ? engine_->session_of(change->peer.handle) : protocol::SessionNumber{};
  protocol::Decisions decisions = engine_->handle(clock_.to_local(world_.now()), event);
  if (old && !decisions.empty() && !std::holds_alternative<protocol::Ignore>(decisions.front().action))
    note("obeyed_old_session", {{"session", std::int64_t{change->session.value}},
                                {"present", std::int64_t{present.value}},
                                {"about", world_.name(world_.host_of(change->peer.handle.value))}});
  const std::uint64_t peer = about(event);
  perform(std::move(decisions), peer == 0 ? net::no_node : world_.host_of(peer));
  tell_afterwards();
  arm();
}

void Device::wake() {
  if (!engine_ || !life_.running()) return;
  perform(engine_->advance(clock_.to_local(world_.now())), net::no_node);
  tell_afterwards();
  arm();
}

void Device::tell_afterwards() {
  while (!performing_ && !afterwards_.empty()) {
    const protocol::Event event = std::move(afterwards_.front());
    afterwards_.erase(afterwards_.begin());
    handle(event);
  }
}

void Device::arm() {
  if (!engine_ || !life_.running()) return;
  const base::Instant next = engine_->next_deadline();
  if (next == base::never) return world_.scheduler().disarm(deadline_);
  world_.scheduler().arm(deadline_, std::max(world_.now(), clock_.from_local(next)));
}

}  // namespace nearsim::run
