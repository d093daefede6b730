// Admission: asking the gates, inviting, and which session an attempt uses.
#include <algorithm>

#include "protocol/engine.hpp"
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

Verdict Engine::ask(Question question, const Link& link, std::uint64_t attempt) const {
  return judge(profile_->gates, {question, now_, self_, link, pending_, nullptr, attempt});
}

bool Engine::would_invite(const Link& link) const {
  if (const auto* gate = find_gate<SimultaneousDial>())
    return stands(*gate, {Question::invite, now_, self_, link, pending_});
  const auto* election = find_gate<Election>();
  if (election == nullptr) return true;
  using Whom = Elected::Whom;
  link.elected.whom = invites(*election, self_, link.peer) ? Whom::us : Whom::them;
  return link.elected.us();
}

void Engine::seek(Index i, Reason why, Question question) {
  Link& link = links_[i];
  if (profile_->registry.remembers) return start_dials(i, 0ns, why);
  settle_idle(link);
  const Verdict verdict = ask(question, link);
  if (verdict.kind == Verdict::Kind::deny) {
    if (verdict.why.code() == Why::cooling) link.phase = Cooling{link.cool, link.failures};  // then again
    if (verdict.why.code() == Why::peer_invites || verdict.why.code() == Why::tie) wait_for_invitation(link);
    return decide(Hold{link.peer.handle}, verdict.why);
  }
  if (lacks_server()) {
    link.phase = Cooling{base::never, link.failures};
    return decide(Hold{link.peer.handle}, Why::awaits_signalling);
  }
  if (link.doubted && profile_->discovery.waits_for_sight) return wait_for_sight(i);
  invite(i, verdict.kind == Verdict::Kind::allow ? verdict.why : why);
}

void Engine::invite(Index i, Reason why) {
  Link& link = links_[i];
  if (find_gate<RequirePending>() != nullptr) enter_pending(link);
  link.operation = {Doing::inviting, now_};
  const SessionNumber session = session_for(link);
  link.phase = Inviting{now_, base::later(now_, profile_->invitation.verdict_after)};
  decide(Invite{link.peer.handle, session, profile_->invitation.timeout}, why);
}

// Who is to wait does so for as long as its patience lasts, and asks again then.
void Engine::wait_for_invitation(Link& link) {
  const auto* election = find_gate<Election>();
  if (election == nullptr || election->patience > longest_setting || !link.visible) return;
  if (!link.waiting) link.waiting = now_;
  link.phase = Cooling{*link.waiting + election->patience, link.failures};
}

void Engine::settle_idle(Link& link) {
  if (link.visible) link.phase = Idle{};
  else link.phase = Absent{};
}

void Engine::enter_pending(const Link& link) {
  const KeyText key(find_gate<RequirePending>()->key, link.peer);
  if (std::find(pending_.begin(), pending_.end(), key.view()) == pending_.end())
    pending_.emplace_back(key.view());
}

void Engine::leave_pending(const Link& link) {
  const auto* gate = find_gate<RequirePending>();
  if (gate != nullptr) std::erase(pending_, KeyText(gate->key, link.peer).view());
}

SessionNumber Engine::session_of(const Link& link) const {
  return profile_->session.scope == Scope::shared ? serial_.session : link.session;
}

SessionNumber Engine::session_of(Handle peer) const {
  const Link* l = link(peer);
  return l == nullptr ? serial_.session : session_of(*l);
}

SessionNumber Engine::session_of(const PeerRecord& peer) const {
  const Index known = links_.find_like(peer);
  return known == no_index ? serial_.session : session_of(links_[known]);
}

SessionNumber Engine::session_for(Link& link) {
  const Scope scope = profile_->session.scope;
  if (scope == Scope::shared) return serial_.session;
  const bool fresh = link.session.value == 0 || (scope == Scope::per_attempt && !link.under_way());
  if (fresh) link.session = {++serial_.last_session.value};
  return link.session;
}

// Two links in one session cannot be told apart: neither that of our own invitation from that of theirs, nor
// those of two of theirs, of which they gave up the first.
SessionNumber Engine::session_to_accept(Link& link) {
  const auto* window = find_gate<ArbitrationWindow>();
  const bool own = window != nullptr && window->own_session && profile_->session.scope == Scope::per_attempt;
  if (own && link.is<Accepting>()) decide(CancelPeer{link.peer.handle, link.session}, Why::invited_again);
  if (own && !link.linked()) link.session = {};
  return session_for(link);
}

}  // namespace nearsim::protocol
