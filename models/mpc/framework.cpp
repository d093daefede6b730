#include "models/mpc/framework.hpp"

#include <utility>

#include "models/mpc/air.hpp"
#include "sim/base/check.hpp"

namespace nearsim::mpc {

Framework::Framework(Air& air, net::Node node, const PeerId& self, Dispatcher& dispatcher, Delegate& delegate)
    : air_(air),
      node_(node),
      self_(&air.know(self.id, self.display_name)),
      dispatcher_(dispatcher),
      delegate_(delegate) {
  auto& all = air.frameworks_;
  if (all.size() <= node) all.resize(node + 1);
  NEARSIM_CHECK(all[node] == nullptr, "a device has one framework");
  all[node] = this;
}

Framework::~Framework() { air_.frameworks_[node_] = nullptr; }

void Framework::set_peer_id(const PeerId& self) { self_ = &air_.know(self.id, self.display_name); }

// --- advertiser and browser

void Framework::start_advertising(net::DiscoveryInfo discovery_info) {
  NEARSIM_CHECK(alive(), "a dead process advertises");
  if (advertising()) air_.discovery_.withdraw(publication_, net::Goodbye::sent);
  advertised_ = self_;
  air_.report(node_, "advertising", net::no_node, {{"identity", static_cast<std::int64_t>(self_->id)}});
  publication_ = air_.discovery_.publish(node_, {self_->id, self_->display_name, std::move(discovery_info)});
}

void Framework::stop_advertising() {
  if (!advertising()) return;
  advertised_ = nullptr;
  air_.report(node_, "advertising_stopped", net::no_node, {});
  air_.discovery_.withdraw(publication_, net::Goodbye::sent);
}

void Framework::start_browsing() {
  NEARSIM_CHECK(alive(), "a dead process browses");
  air_.report(node_, "browsing", net::no_node, {});
  air_.discovery_.browse(node_, *this);
}

void Framework::stop_browsing() {
  if (!browsing()) return;
  air_.report(node_, "browsing_stopped", net::no_node, {});
  air_.discovery_.stop_browsing(node_);
}

bool Framework::browsing() const { return air_.discovery_.browsing(node_); }

void Framework::found(const net::Record& record, net::Node host) {
  const PeerId& peer = air_.know(record.identity, record.name);
  dispatcher_.dispatch(Queue::main, {"found", node_, host}, [this, g = generation_, &peer, &record] {
    if (g == generation_) delegate_.browser_found_peer(peer, record.info);
  });
}

void Framework::lost(const net::Record& record, net::Node host) {
  raise_lost(air_.know(record.identity, record.name), host);
}

void Framework::raise_lost(const PeerId& peer, net::Node host) {
  dispatcher_.dispatch(Queue::main, {"lost", node_, host}, [this, g = generation_, &peer] {
    if (g == generation_) delegate_.browser_lost_peer(peer);
  });
}

// --- invitations

InvitationId Framework::invite_peer(Identity peer, SessionId session_id, net::BytesView context,
                                    base::Duration timeout) {
  NEARSIM_CHECK(alive() && session(session_id) != nullptr,
                "an invitation needs a living process and its session");
  const PeerId* target = air_.peer(peer);
  NEARSIM_CHECK(target != nullptr, "an invitation to a peer id nobody ever had");
  if (timeout <= base::Duration{0}) timeout = air_.settings_.invite_timeout;
  if (maker_of(peer) == node_) {  // itself: ours, because nobody says what a session with oneself does
    air_.report(node_, "invite_failed", node_,
                {{"errno", net::number(net::Errno::refused)}, {"session", std::int64_t{session_id.number}}});
    raise(session_id, *target, node_, State::not_connected, net::Errno::refused);
    return {};
  }
  std::optional<net::Node> host = air_.discovery_.resolve(node_, peer);
  if (!host) {
    const net::Node maker = maker_of(peer);
    if (air_.settings_.unknown_peer == UnknownPeer::lost_at_once) {
      raise_lost(*target, maker);
      if (!is_connected(session_id, peer))
        raise(session_id, *target, maker, State::not_connected, net::Errno::no_route);
      return {};
    }
    host = maker;
  }
  return air_.invitations_.invite(*this, *target, *host, session_id, context, timeout);
}

void Framework::answer(InvitationId invitation, Answer answer, SessionId session_id) {
  if (!alive()) return;
  NEARSIM_CHECK(answer == Answer::decline || session(session_id) != nullptr, "acceptance names a session");
  air_.invitations_.answer(*this, invitation, answer, session_id);
}

void Framework::raise_invitation(InvitationId id, const PeerId& from, net::Node peer) {
  dispatcher_.dispatch(Queue::main, {"invitation", node_, peer}, [this, g = generation_, id, &from] {
    if (g == generation_) delegate_.advertiser_received_invitation(id, from, air_.invitations_.context(id));
  });
}

bool Framework::offers(Identity id) const { return advertised_ != nullptr && advertised_->id == id; }

// --- the process

void Framework::kill(Exit how) {
  if (!alive()) return;
  process_ = Process::dead;
  ++generation_;
  air_.report(node_, "killed", net::no_node,
              {{"how", std::string_view{how == Exit::crash ? "crash" : "power_loss"}}});
  if (advertising()) {
    advertised_ = nullptr;
    const auto goodbye = how == Exit::crash ? net::Goodbye::sent : net::Goodbye::not_sent;
    air_.discovery_.withdraw(publication_, goodbye);
  }
  air_.discovery_.stop_browsing(node_);
  air_.invitations_.process_died(node_, how);
  air_.links_.process_died(node_, how);
  sessions_.clear();
  overdue_.clear();
}

void Framework::restart() {
  NEARSIM_CHECK(!alive(), "a process is restarted that runs");
  process_ = Process::running;
}

void Framework::suspend() {
  if (process_ != Process::running) return;
  process_ = Process::suspended;
  air_.report(node_, "suspended", net::no_node, {});
  air_.links_.process_suspended(node_);
}

void Framework::resume() {
  if (process_ != Process::suspended) return;
  process_ = Process::running;
  air_.report(node_, "resumed", net::no_node, {});
  std::vector<kernel::Callback> late = std::move(overdue_);
  overdue_.clear();
  for (kernel::Callback& timer : late) timer();
  air_.links_.process_resumed(node_);
}

}  // namespace nearsim::mpc
