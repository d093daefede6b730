// Sight: what discovery shows.  A record can outlive its device without anybody saying so; whoever browses
// anew is shown what is there, and takes the rest for lost.
//
//   browse anew |........ found again: believed ........| forget_after: who was not is lost
#include "protocol/engine.hpp"

namespace nearsim::protocol {

void Engine::browse_anew() {
  serial_.rebrowse = base::later(now_, profile_->discovery.rebrowse_every);
  decide(Browse{Switch::off}, Why::rebrowse);
  decide(Browse{Switch::on}, Why::rebrowse);
  if (profile_->discovery.forget_after > longest_setting) return;
  serial_.forget = now_ + profile_->discovery.forget_after;
  for (Index i = 0; i < links_.size(); ++i) links_[i].doubted = links_[i].visible;
}

void Engine::forget_doubted() {
  serial_.forget = base::never;
  for (Index i = 0; i < links_.size(); ++i)
    if (links_[i].doubted && !links_[i].linked())
      lose_sight(i, Why::not_found_again);  // a link is a better sign
}

void Engine::lose_sight(Index i, Reason why) {
  Link& link = links_[i];
  link.visible = link.doubted = false;
  if (link.is<Idle>() || (link.is<Cooling>() && retries_end_when_lost())) {
    link.phase = Absent{};
    link.waiting.reset();
    decide(Hold{link.peer.handle}, why);
  }
  forget_unseen(link);
  touch(i);
}

}  // namespace nearsim::protocol
