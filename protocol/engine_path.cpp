// The path below a link: it is disturbed, it fails, it works again, while the session and the peer stay who
// they are.  And the device's own network, whose loss puts every path in doubt.
#include "protocol/engine.hpp"
#include "protocol/recovery/grace.hpp"

namespace nearsim::protocol {

void Engine::on(const PathChanged& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index || !links_[i].linked()) return;
  if (event.session != session_of(links_[i]) && !profile_->session.obeys_old_sessions)
    return decide(Ignore{event.peer}, Why::old_session);
  if (event.state == PathState::working) {
    peer_connected();
    if (links_[i].is<Healing>()) heal(i, Why::path_works);
  } else if (renegotiates(links_[i])) {
    renegotiated_in_vain(i, Why::not_renegotiated);
  } else if (find_detector<PathWatch>() != nullptr) {
    return decide(Ignore{event.peer}, Why::not_renegotiated);  // later than we waited for it
  } else {
    const bool failed = event.state == PathState::failed;
    if (!links_[i].is<Healing>()) links_[i].phase = Healing{base::never};
    suffer(i, failed ? Symptom::path_failed : Symptom::path_disturbed,
           failed ? Why::path_failed : Why::path_disturbed);
  }
  touch(i);
}

void Engine::heal(Index i, Reason why) {
  Link& link = links_[i];
  const bool established = !link.contact.written() || link.contact->waits.empty();
  if (established) link.phase = Established{now_};
  else link.phase = Establishing{now_};
  watch_again(link);
  decide(Hold{link.peer.handle}, why);
  touch(i);
}

void Engine::healing_due(Index i) {
  if (renegotiates(links_[i])) return renegotiated_in_vain(i, Why::in_vain);
  Healing& healing = std::get<Healing>(links_[i].phase);
  const Rung next{healing.symptom, healing.rung + 1};
  healing.until = base::never;
  decide(Hold{links_[i].peer.handle}, Why::in_vain);
  climb(i, next);
}

bool Engine::apply(const Grace& remedy, Index i, Rung at) {
  if (!links_[i].linked()) return false;
  const Duration wait = patience(remedy, platform_);
  links_[i].phase = Healing{now_ + wait, at.symptom, at.number};
  decide(Hold{links_[i].peer.handle}, {Why::grace, {{"patience", wait}}});
  return true;
}

bool Engine::apply(const IceRestart& remedy, Index i, Rung at) {
  Link& link = links_[i];
  if (!link.linked()) return false;
  std::optional<Instant>& last = link.contact.own().restarted;
  if (last && now_ - *last < remedy.spacing) {
    decide(Hold{link.peer.handle}, {Why::too_early, {{"since_last", now_ - *last}}});
    return true;
  }
  if (!lacks_server()) last = now_;
  if (remedy.within != base::forever) link.phase = Healing{now_ + remedy.within, at.symptom, at.number};
  if (remedy.by == Restarter::inviter && !wants(link)) decide(Hold{link.peer.handle}, Why::peer_restarts);
  else if (lacks_server()) decide(Hold{link.peer.handle}, Why::awaits_signalling);
  else decide(RestartIce{link.peer.handle, session_of(link), remedy.how}, Why::ice_restart);
  return true;
}

void Engine::on(const NetworkChanged& event) {
  const Network before = std::exchange(network_, event.network);
  const Network last = last_network_;
  if (network_ != Network::none) last_network_ = network_;
  const auto* watch = find_detector<NetworkWatch>();
  if (!running_ || watch == nullptr || before == network_) return;
  if (network_ == Network::none) {
    if (watch->suspects_all) network_lost();
    return;
  }
  if (before == Network::none) network_back(*watch);
  if (network_ != last && watch->sees_switches) network_switched();
}

void Engine::network_lost() {
  for (Index i = 0; i < links_.size(); ++i) {
    if (!links_[i].linked()) continue;
    suffer(i, Symptom::network_lost, Why::network_lost);
    touch(i);
  }
}

void Engine::network_back(const NetworkWatch& watch) {
  for (Index i = 0; watch.restore_clears && i < links_.size(); ++i) {
    const auto* healing = std::get_if<Healing>(&links_[i].phase);
    if (healing != nullptr && healing->symptom == Symptom::network_lost) heal(i, Why::network_back);
  }
  const bool stands = signalling_.state == Rendezvous::State::open;  // as far as this device knows
  if (!profile_->signalling.used || (stands && watch.signalling != Restored::renew)) return;
  if (watch.signalling == Restored::schedule) return schedule_signalling();
  if (watch.signalling == Restored::nothing) return;
  if (stands) decide(CloseSignalling{}, Why::network_back);
  signalling_ = {};
  open_signalling(Why::network_back);
}

// The connection to the server goes through the old network and does not know yet that it is dead.
void Engine::network_switched() {
  if (profile_->signalling.used) {
    decide(CloseSignalling{}, Why::network_switched);
    signalling_ = {};
    open_signalling(Why::network_switched);
  }
  for (Index i = 0; i < links_.size(); ++i) {
    if (!links_[i].linked()) continue;
    suffer(i, Symptom::network_switched, Why::network_switched);
    touch(i);
  }
}

}  // namespace nearsim::protocol
