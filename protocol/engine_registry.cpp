// Known devices: what becomes of their connections, and of what the registry believes about them.
#include <algorithm>
#include <utility>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

namespace {

std::string registry_key(const PeerRecord& peer) { return "known/" + peer.node_id; }

}  // namespace

void Engine::begin_known(const Started& event) {
  for (const PeerRecord& peer : event.known) {
    const Index i = links_.meet(peer);
    Link& link = links_[i];
    link.visible = true;  // a registry needs no discovery
    Registration& r = link.contact.own().registration;
    r = {};
    r.standing = Registered::paired;
    for (const auto& [key, trust] : event.persisted)
      if (key == registry_key(peer)) r.unreliable = trust == "unreliable";
    start_dials(i, 0ns, Why::known);
    touch(i);
  }
}

void Engine::stop_known() {
  const Ending as = profile_->registry.reads_endings ? Ending::goodbye : Ending::closed_by_peer;
  for (Index i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    if (link.reached.has(Milestone::usable))
      decide(Notify{link.peer.handle, Standing::disconnected}, Why::stopped);
    if (link.session.value != 0) decide(LeaveSession{link.peer.handle, link.session, as}, Why::stopped);
  }
  decide(Browse{Switch::off}, Why::stopped);
  decide(Advertise{Switch::off}, Why::stopped);
  links_.clear();
  turned_silently_.clear();
}

void Engine::take_inbound(Index i, InvitationNumber invitation) {
  const Link& link = links_[i];
  const Verdict verdict = ask(Question::accept, link);
  if (verdict.kind == Verdict::Kind::deny) decide(Decline{link.peer.handle, invitation}, verdict.why);
  else accept_inbound(i, invitation, verdict.why);
  touch(i);
}

void Engine::accept_inbound(Index i, InvitationNumber invitation, Reason why) {
  Registration& r = links_[i].contact.own().registration;
  if (profile_->registry.awaits_accepted > 0ns) r.accepted = now_;
  decide(Accept{links_[i].peer.handle, invitation, {++serial_.last_session.value}}, why);
}

void Engine::take_connection(Index i, const SessionChanged& event) {
  auto& dials = links_[i].contact.own().registration.dials;
  const auto loop =
      std::find_if(dials.begin(), dials.end(), [&](const Dial& d) { return d.session == event.session; });
  const bool dialled = loop != dials.end();
  if (event.state == SessionState::not_connected) {
    if (dialled) dial_failed(i, static_cast<std::size_t>(loop - dials.begin()), event);
    else connection_ended(i, event);
    return touch(i);
  }
  if (dialled) {
    dials.erase(loop);
    links_[i].failures = 0;
  }
  links_[i].contact.own().registration.dialled = dialled;
  const RegistryPolicy& policy = profile_->registry;
  const bool first_meeting = links_[i].contact->registration.standing == Registered::unknown;
  const bool dropped = dialled && !policy.keeps_dialled && !first_meeting;
  Link& link = links_[i];
  if (!dropped && (policy.newest_stands || link.session.value == 0)) {
    const SessionNumber old = std::exchange(link.session, event.session);
    if (policy.closes_replaced && old.value != 0)
      decide(LeaveSession{link.peer.handle, old, Ending::superseded}, Why::connection_replaced);
  }
  if (dialled || policy.accepting_connects || first_meeting) connection_made(i, event.session);
  if (dropped) decide(LeaveSession{links_[i].peer.handle, event.session}, Why::handle_dropped);
  if (!links_[i].connected) settle_registered(i);
  touch(i);
}

void Engine::connection_made(Index i, SessionNumber session) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  r.departed = false;
  r.accepted.reset();
  if (redial().single_flight)
    std::erase_if(r.dials,
                  [](const Dial& d) { return d.session.value == 0; });  // nobody needs those any more
  if (link.connected)
    return decide(Ignore{link.peer.handle}, {Why::already_linked, {{"session", session.value}}});
  if (r.standing == Registered::disconnected && !profile_->registry.returns)
    return decide(Hold{link.peer.handle}, Why::not_paired);
  r.last_connected = now_;
  r.checked.reset();
  r.unanswered = 0;
  if (r.standing != Registered::unknown) r.standing = Registered::connected;
  connect(i);
}

bool Engine::pair(Index i, const Pairing& stage) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  if (r.standing != Registered::unknown) return false;
  link.visible = true;
  r.standing = stage.closes ? Registered::paired : Registered::connected;
  decide(Persist{registry_key(link.peer), "paired"}, Why::paired);
  if (!stage.closes) return false;
  // Who dialled closes.  The other side's accept loop hears of it, as of any end.
  link.connected = false;
  ++connections_turned_;
  if (r.dialled) decide(LeaveSession{link.peer.handle, std::exchange(link.session, {})}, Why::paired);
  settle_registered(i);
  return true;
}

void Engine::connection_ended(Index i, const SessionChanged& event) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  const Handle peer = link.peer.handle;
  if (event.session != link.session && !profile_->session.obeys_old_sessions)
    return decide(Ignore{peer},
                  {Why::old_session, {{"session", event.session.value}, {"present", link.session.value}}});
  if (r.standing == Registered::unknown) {
    link.session = {};
    clear(link);
    return settle_registered(i);
  }
  if (profile_->registry.guards_state && r.standing != Registered::connected)
    return decide(Ignore{peer}, Why::not_there);
  if (profile_->registry.reads_endings && event.ending == Ending::superseded) {
    link.session =
        {};  // the peer has a newer one with us, which is on its way; ours: a second for it to come
    if (r.dials.empty()) r.dials.emplace_back().next = now_ + 1s;
    return decide(Ignore{peer}, Why::connection_replaced);
  }
  if (profile_->registry.reads_endings && event.ending == Ending::goodbye) {
    r.departed = true;  // before the ladder: nobody runs after one who left
    decide(Hold{peer}, Why::said_goodbye);
  }
  lose(i, Symptom::link_failed,
       {Why::disconnected,
        {{"session", event.session.value}, {"ending", static_cast<std::int64_t>(event.ending)}}});
}

// The device's connection is gone, whichever of them it was.
void Engine::lose(Index i, Symptom symptom, Reason why) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  const SessionNumber session = link.session;
  clear(link);
  if (r.standing == Registered::connected) r.standing = Registered::disconnected;
  else decide(Hold{link.peer.handle}, Why::not_there);  // an error in the log, and on it goes
  r.asked = false;
  r.unanswered = 0;
  r.lost = now_;
  suffer(i, symptom, why);  // a rung may want to close the connection that was in the map
  if (link.session == session) link.session = {};
  settle_registered(i);
}

void Engine::on(const Probed& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index) return;
  Registration& r = links_[i].contact.own().registration;
  if (!r.asked) return;  // the device was lost meanwhile
  r.asked = false;
  const auto* check = find_detector<HealthCheck>();
  if (event.answered || check == nullptr) {
    r.unanswered = 0;
  } else if (++r.unanswered < check->failures) {
    decide(Hold{event.peer}, {Why::unanswered, {{"failures", r.unanswered}}});
  } else {
    lose(i, Symptom::silent, {Why::unanswered, {{"failures", r.unanswered}}});
  }
  touch(i);
}

}  // namespace nearsim::protocol
