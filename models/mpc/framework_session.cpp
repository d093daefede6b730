// The part of a framework that is MCSession: membership, sending, and the callbacks about both.
#include <utility>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "sim/base/check.hpp"

namespace nearsim::mpc {

const Session* Framework::session(SessionId id) const {
  // Their numbers count up by one from the first of this process.
  if (sessions_.empty()) return nullptr;
  const std::uint32_t place = id.number - sessions_.front().id.number;
  return place < sessions_.size() ? &sessions_[place] : nullptr;
}

Session* Framework::session(SessionId id) { return const_cast<Session*>(std::as_const(*this).session(id)); }

SessionId Framework::create_session(Encryption encryption) {
  NEARSIM_CHECK(alive(), "a dead process creates a session");
  const SessionId id{++last_session_};
  sessions_.push_back({.id = id,
                       .self = self_,
                       .encryption = encryption,
                       .members = std::pmr::vector<Member>{air_.memory_},
                       .by_identity = base::PlaceTable{air_.memory_}});
  air_.report(node_, "session_created", net::no_node,
              {{"session", std::int64_t{id.number}}, {"encryption", name(encryption)}});
  return id;
}

void Framework::disconnect(SessionId id) {
  const Session* s = session(id);
  NEARSIM_CHECK(s != nullptr, "disconnect of a session that does not exist");
  air_.report(node_, "session_disconnected", net::no_node, {{"session", std::int64_t{id.number}}});
  if (s->peers == 0) return;  // who makes a new session for each attempt closes them all, again and again
  // By index and afresh each time: closing a link may add members while it runs.
  for (std::size_t i = 0; i < session(id)->members.size(); ++i) {
    const Member m = session(id)->members[i];
    air_.links_.disconnect(node_, id, *m.peer, m.node);
  }
}

void Framework::cancel_connect_peer(SessionId id, Identity peer) {
  const Session* s = session(id);
  const Member* m = s == nullptr ? nullptr : s->member(peer);
  if (m == nullptr) return;
  const bool connected = air_.links_.alive(node_, id, *m->peer, m->node, EndState::connected);
  if (connected && air_.settings_.cancel_connected == CancelConnected::no_effect) return;
  air_.links_.disconnect(node_, id, *m->peer, m->node);
}

SendResult Framework::send(SessionId id, std::span<const Identity> peers, net::BytesView bytes, Mode mode) {
  const Session* s = session(id);
  if (!alive() || s == nullptr || peers.empty() || bytes.empty()) return SendResult::invalid_parameter;
  for (const Identity peer : peers) {
    const Member* m = s->member(peer);
    if (m == nullptr || air_.links_.usable(node_, id, *m->peer, m->node) == LinkId{}) {
      air_.report(node_, "send_refused", m == nullptr ? net::no_node : m->node,
                  {{"session", std::int64_t{id.number}}});
      return SendResult::not_connected;
    }
  }
  for (const Identity peer : peers) {
    const Member& m = *s->member(peer);
    air_.report(node_, "send", m.node,
                {{"bytes", static_cast<std::int64_t>(bytes.size())}, {"session", std::int64_t{id.number}}});
    air_.links_.send(air_.links_.usable(node_, id, *m.peer, m.node), node_, bytes, mode);
  }
  return SendResult::queued;
}

std::vector<Identity> Framework::connected_peers(SessionId id) const {
  std::vector<Identity> peers;
  if (const Session* s = session(id))
    for (const Member& m : s->members)
      if (air_.links_.alive(node_, id, *m.peer, m.node, EndState::connected)) peers.push_back(m.peer->id);
  return peers;
}

bool Framework::is_connected(SessionId id, Identity peer) const {
  const Session* s = session(id);
  const Member* m = s == nullptr ? nullptr : s->member(peer);
  return m != nullptr && air_.links_.alive(node_, id, *m->peer, m->node, EndState::connected);
}

bool Framework::full(SessionId id) const {
  const std::uint32_t peers = session(id)->peers + 1;  // including oneself
  return static_cast<int>(peers) >= air_.settings_.max_peers;
}

void Framework::prefetch(Identity peer, kernel::Approach how) const {
  if (sessions_.empty()) return;
  const Session& latest = sessions_.back();
  if (how == kernel::Approach::nearer) return base::prefetch(&latest, sizeof latest);
  if (how == kernel::Approach::near) return latest.by_identity.prefetch(peer);
  if (how != kernel::Approach::next) return;
  const std::uint32_t place = latest.by_identity.guess(peer);
  if (place < latest.members.size()) base::prefetch(&latest.members[place]);
}

// --- callbacks

void Framework::raise(SessionId id, const PeerId& peer, net::Node node, State state, net::Errno why,
                      base::Duration delay) {
  if (Session* s = session(id)) s->enter(peer, node);
  if (state == State::not_connected)
    air_.report(node_, "not_connected", node,
                {{"errno", net::number(why)}, {"session", std::int64_t{id.number}}});
  const kernel::Label label{"session state", node_, node};
  const auto tell = [this, g = generation_, id, &peer, state, why] {
    if (g == generation_) delegate_.session_peer_changed(id, peer, state, why);
  };
  if (delay == base::Duration{0}) return dispatcher_.dispatch(Queue::session, label, tell);
  air_.scheduler().post(base::later(air_.scheduler().now(), delay), label,
                        [this, label, tell, g = generation_] {
                          if (g == generation_) dispatcher_.dispatch(Queue::session, label, tell);
                        });
}

void Framework::raise_received(SessionId id, const PeerId& from, net::Node node, net::Buffer&& bytes) {
  dispatcher_.dispatch(Queue::session, {"received", node_, node},
                       [this, g = generation_, id, &from, data = std::move(bytes)]() mutable {
                         if (g == generation_) delegate_.session_received(id, data, from);
                         air_.recycle(std::move(data));
                       });
}

void Framework::when_running(kernel::Callback timer) {
  if (!alive()) return;
  if (suspended()) overdue_.push_back(std::move(timer));
  else timer();
}

}  // namespace nearsim::mpc
