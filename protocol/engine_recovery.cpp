// Recovery: a symptom climbs its ladder of remedies.
#include <algorithm>

#include "protocol/engine.hpp"
#include "protocol/recovery/backoff.hpp"

namespace nearsim::protocol {

void Engine::suffer(Index i, Symptom symptom, Reason why) {
  decide(Suspect{links_[i].peer.handle, symptom}, why);
  climb(i, {symptom, 0});
}

void Engine::climb(Index i, Rung from) {
  const auto ladder = std::find_if(profile_->remedies.begin(), profile_->remedies.end(),
                                   [&](const Ladder& l) { return l.symptom == from.symptom; });
  if (ladder == profile_->remedies.end()) return;
  for (Rung at = from; at.number < ladder->rungs.size(); ++at.number) {
    const bool waits = std::visit(
        [&](const auto& remedy) {
          if constexpr (requires { apply(remedy, i, at); }) return apply(remedy, i, at);
          else return apply(remedy, i);
        },
        ladder->rungs[at.number]);
    // Ending another link on the way may have poisoned us: then everything is gone.
    if (waits || i >= links_.size()) return;
  }
}

bool Engine::restarts_at(Rung at) const {
  for (const Ladder& ladder : profile_->remedies)
    if (ladder.symptom == at.symptom)
      return at.number < ladder.rungs.size() && std::holds_alternative<IceRestart>(ladder.rungs[at.number]);
  return false;
}

const Reconnect* Engine::reconnect_for(Symptom symptom) const {
  for (const Ladder& ladder : profile_->remedies)
    if (ladder.symptom == symptom) return find_in<Reconnect>(ladder.rungs);
  return nullptr;
}

bool Engine::retries_end_when_lost() const {
  const Reconnect* invite = reconnect_for(Symptom::invite_failed);
  const Reconnect* link = reconnect_for(Symptom::link_failed);
  return (invite == nullptr || invite->ends_when_lost) && (link == nullptr || link->ends_when_lost);
}

bool Engine::apply(const RecreateSession& remedy, Index i) {
  const Handle peer = links_[i].peer.handle;
  if (serial_.recreated && now_ - *serial_.recreated < remedy.spacing) {
    decide(Hold{peer}, {Why::too_early, {{"since_last", now_ - *serial_.recreated}}});
    return false;
  }
  if (remedy.spares_connecting)
    for (Index other = 0; other < links_.size(); ++other)
      if (other != i && links_[other].is<Accepting>()) {
        decide(Hold{peer}, Why::others_connecting);
        return false;
      }
  serial_.recreated = now_;
  const bool shared = profile_->session.scope == Scope::shared;
  const SessionNumber old = session_of(links_[i]);
  const SessionNumber fresh{++serial_.last_session.value};
  (shared ? serial_.session : links_[i].session) = fresh;
  decide(ReplaceSession{peer, old, fresh}, Why::recreate);
  if (profile_->session.obeys_old_sessions)
    return false;  // the old session's callbacks will end what hung on it
  // Nobody will hear of the old session again: whatever hung on it ends here, attempts too.
  if (links_[i].connected || links_[i].under_way()) {
    clear(links_[i]);
    settle_idle(links_[i]);
  }
  for (Index other = 0; shared && other < links_.size(); ++other)
    if (other != i && (links_[other].connected || links_[other].under_way())) {
      disconnect(other, Why::recreate);
      touch(other);
    }
  return false;
}

// Forgets the link, and says which session it was in.
SessionNumber Engine::let_go(Link& link) {
  const SessionNumber session = session_of(link);
  clear(link);
  settle_idle(link);
  if (profile_->registry.remembers) {
    link.session = {};
    Registration& r = link.contact.own().registration;
    r.lost = now_;
    if (r.standing == Registered::connected) r.standing = Registered::disconnected;
  }
  return session;
}

bool Engine::apply(const DropSession&, Index i) {
  const SessionNumber session = let_go(links_[i]);
  decide(LeaveSession{links_[i].peer.handle, session}, Why::drop);
  return false;
}

bool Engine::apply(const ClosePeer&, Index i) {
  const SessionNumber session = let_go(links_[i]);
  decide(CancelPeer{links_[i].peer.handle, session}, Why::close);
  peer_closed();
  return false;
}

bool Engine::apply(const Reset& remedy, Index i) {
  const int failures = links_[i].failures + 1;  // this one is not counted yet: reconnect, below us, does that
  if (remedy.after_failures == 0 || failures < remedy.after_failures) return false;
  if (serial_.reset && now_ - *serial_.reset < remedy.spacing) {
    decide(Hold{links_[i].peer.handle}, {Why::too_early, {{"since_last", now_ - *serial_.reset}}});
    return false;
  }
  serial_.reset = now_;
  for (Index other = 0; other < links_.size(); ++other) clear(links_[other]);
  decide(ResetIdentity{links_[i].peer.handle}, {Why::poisoned, {{"failures", failures}}});
  forget_links(Leaving::reset);
  serial_.keeps_instance = !remedy.advances_instance;
  begin_anew();
  return true;
}

// Under another peer object: the host takes one and says so.
void Engine::begin_anew() {
  serial_.session = {++serial_.last_session.value};  // the old one belongs to the old peer object
  serial_.browse = serial_.advertise = serial_.rebrowse = serial_.forget = base::never;
  running_ = false;  // until the host has a new peer object and says so
}

bool Engine::apply(const Reconnect& remedy, Index i) {
  Link& link = links_[i];
  if (link.connected || link.under_way() || link.is<Cooling>()) {  // its own end will bring its own symptom
    decide(Hold{link.peer.handle}, Why::already_linked);
    return false;
  }
  ++link.failures;
  const Backoff wait = backoff(remedy, link.failures, rng_);
  if (remedy.max_attempts > 0 && link.failures > remedy.max_attempts) {
    decide(Hold{link.peer.handle}, {Why::backoff_exhausted, {{"attempts", remedy.max_attempts}}});
    return false;
  }
  Duration total = std::max<Duration>(wait.total(), 1ms);  // ours: retries without delay would stop time
  if (serial_.recreated && now_ - *serial_.recreated < remedy.recreation_recent)
    total += remedy.after_recreation;
  if (find_gate<Cooldown>() != nullptr) link.cool = now_ + total;
  if (remedy.ends_when_lost && !link.visible) {  // discovery lost it before the link ended
    decide(Hold{link.peer.handle}, Why::lost);
    return false;
  }
  link.phase = Cooling{now_ + total, link.failures};
  decide(Retry{link.peer.handle, total, link.failures},
         {Why::backoff, {{"exponential", wait.exponential}, {"jitter", wait.jitter}}});
  return true;
}

}  // namespace nearsim::protocol
