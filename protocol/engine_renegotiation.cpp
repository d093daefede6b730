// Renegotiating the path: the analogue of an ICE restart for a framework whose sessions run over Wi-Fi, AWDL
// or Bluetooth.  The session and its peer stay who they are; only what carries them changes.  When nothing
// else joins the two, the session goes on as it was, and whoever watches it decides.
//
//     Established --interface changed, or stale--> Healing --works--> Established
//                                                     \---failed, or no answer--> Established, next rung
#include <algorithm>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

bool Engine::apply(const Renegotiate& remedy, Index i, Rung at) {
  Link& link = links_[i];
  if (!link.linked()) return false;
  std::optional<Instant>& last = link.contact.own().restarted;
  if (last && now_ - *last < remedy.spacing) {
    decide(Hold{link.peer.handle}, {Why::too_early, {{"since_last", now_ - *last}}});
    return true;
  }
  last = now_;
  link.phase = Healing{now_ + remedy.within, at.symptom, at.number};
  const Doubt doubt = at.symptom == Symptom::network_switched ? Doubt::interface : Doubt::silence;
  decide(RenegotiatePath{link.peer.handle, session_of(link), doubt}, Why::renegotiate);
  return true;
}

bool Engine::renegotiates(const Link& link) const {
  const auto* healing = std::get_if<Healing>(&link.phase);
  if (healing == nullptr) return false;
  return std::any_of(profile_->remedies.begin(), profile_->remedies.end(), [&](const Ladder& ladder) {
    return ladder.symptom == healing->symptom && healing->rung < ladder.rungs.size() &&
           std::holds_alternative<Renegotiate>(ladder.rungs[healing->rung]);
  });
}

// The session is no worse than before: it may outlive what is wrong with its path.
void Engine::renegotiated_in_vain(Index i, Reason why) {
  const auto& healing = std::get<Healing>(links_[i].phase);
  const Rung next{healing.symptom, healing.rung + 1};
  heal(i, why);
  climb(i, next);
}

void Engine::on(const InterfacesChanged&) {
  const auto* watch = find_detector<PathWatch>();
  if (watch == nullptr || !watch->sees_interfaces) return;
  for (Index i = 0; i < links_.size(); ++i) {
    if (!links_[i].linked()) continue;
    suffer(i, Symptom::network_switched, Why::interface_changed);
    touch(i);
  }
}

// When the silence of a link puts its path in doubt; never while one is being negotiated.
Instant Engine::stale_at(const Link& link) const {
  const auto* watch = find_detector<PathWatch>();
  const KeepAlive* k = keep_alive();
  if (watch == nullptr || watch->stale > longest_setting || k == nullptr) return base::never;
  const Contact& contact = *link.contact;
  const bool beats = contact.greeted || !k->spares_mute;
  if (!contact.heard || !beats || !link.reached.has(Milestone::usable) || link.is<Healing>())
    return base::never;
  const Instant heard = *contact.heard - (read(*k, clock()) - now_);  // on the monotonic clock
  return std::max(heard, contact.staled.value_or(heard)) + watch->stale;
}

void Engine::path_stale(Index i) {
  Contact& contact = links_[i].contact.own();
  contact.staled = now_;
  suffer(i, Symptom::path_disturbed,
         {Why::path_stale, {{"gap", read(*keep_alive(), clock()) - *contact.heard}}});
}

}  // namespace nearsim::protocol
