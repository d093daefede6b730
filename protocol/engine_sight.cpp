// Sight: what discovery shows.  A record can outlive its device without anybody saying so; whoever browses
// anew is shown what is there, and takes the rest for lost.
//
//   browse anew |........ found again: believed ........| forget_after: who was not is lost
//               | waits_for_sight: who was not yet is not invited
#include "protocol/engine.hpp"

namespace nearsim::protocol {

namespace {
bool forgets(const DiscoveryPolicy& discovery) { return discovery.forget_after <= longest_setting; }
}  // namespace

void Engine::browse_anew() {
  serial_.rebrowse = base::later(now_, profile_->discovery.rebrowse_every);
  decide(Browse{Switch::off}, Why::rebrowse);
  decide(Browse{Switch::on}, Why::rebrowse);
  const DiscoveryPolicy& discovery = profile_->discovery;
  if (forgets(discovery)) serial_.forget = now_ + discovery.forget_after;
  else if (!discovery.waits_for_sight) return;
  for (Index i = 0; i < links_.size(); ++i) links_[i].doubted = links_[i].visible;
}

void Engine::forget_doubted() {
  serial_.forget = base::never;
  for (Index i = 0; i < links_.size(); ++i)
    if (links_[i].doubted && !links_[i].linked()) {  // a link is a better sign
      lose_sight(i, Why::not_found_again);
      turned_silently_.push_back(i);
    }
}

// Until it is found, or taken for lost; the time for that may be over, if a link stood as a better sign.
void Engine::wait_for_sight(Index i) {
  if (forgets(profile_->discovery) && serial_.forget == base::never)
    return lose_sight(i, Why::not_found_again);
  links_[i].phase = Cooling{base::never, links_[i].failures};
  decide(Hold{links_[i].peer.handle}, Why::not_yet_found_again);
}

bool Engine::waits_for_sight(const Link& link) const {
  const auto* cooling = std::get_if<Cooling>(&link.phase);
  return profile_->discovery.waits_for_sight && link.doubted && cooling != nullptr &&
         cooling->until == base::never;
}

void Engine::lose_sight(Index i, Reason why) {
  Link& link = links_[i];
  const bool waits = waits_for_sight(link);
  link.visible = link.doubted = false;
  if (link.is<Idle>() || waits || (link.is<Cooling>() && retries_end_when_lost())) {
    link.phase = Absent{};
    link.waiting.reset();
    decide(Hold{link.peer.handle}, why);
  }
  forget_unseen(link);
  touch(i);
}

void Engine::on(const PeerFound& event) {
  if (profile_->discovery.ignores_itself && event.peer.handle == self_.handle)
    return decide(Ignore{event.peer.handle}, Why::itself);
  const bool ends_old = profile_->discovery.new_object_ends_old;
  const Index like = ends_old ? links_.find_like(event.peer) : no_index;
  const Handle before = like == no_index ? event.peer.handle : links_[like].peer.handle;
  const Met met = meet(event.peer, Question::invite);
  if (met.index == no_index) return decide(Ignore{event.peer.handle}, met.refusal.why);
  const Index i = met.index;
  const bool other_object = before != event.peer.handle && links_[i].peer.handle == event.peer.handle;
  if (other_object && (links_[i].connected || links_[i].under_way())) supersede(i, before, Why::superseded);
  const bool awaited = waits_for_sight(links_[i]);
  links_[i].visible = true;
  links_[i].doubted = false;
  if (links_[i].is<Absent>()) links_[i].phase = Idle{};
  const bool known = links_[i].contact->registration.standing != Registered::unknown;
  const bool again = profile_->invitation.every_finding && links_[i].is<Inviting>();
  if ((links_[i].is<Idle>() && !known) || again || awaited) seek(i, Why::found);
  touch(i);
}

void Engine::on(const PeerLost& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index || links_[i].peer.handle != event.peer) return;
  if (links_[i].contact->registration.standing != Registered::unknown)
    return;  // a registry needs no discovery
  lose_sight(i, Why::lost);
}

}  // namespace nearsim::protocol
