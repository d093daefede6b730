// Gossip: a beat says whom its sender has.  A peer that another has and we lack is wanted; it passes the
// gates like one that was discovered.
//
//     Bob's beat: I have Ana, Cyd --> Ana lacks Cyd: clique repair, Ana invites Cyd
//
//   AtTable, "Gossip Protocol".  Which instance, and how fresh the news is, only some designs say.
#include <algorithm>
#include <utility>

#include "protocol/detectors/keep_alive.hpp"
#include "protocol/engine.hpp"

namespace nearsim::protocol {

void Engine::send_beat(Index i, Reason why) {
  const KeepAlive* k = keep_alive();
  Beat beat;
  beat.timestamp_ns = base::nanoseconds(now_ + wall_offset_);
  beat.device = self_.display_name;
  if (k != nullptr && k->gossip) mention_all(beat, read(*k, clock()));
  if (k != nullptr && k->send_refreshes) links_[i].contact.own().heard = read(*k, clock());
  decide(Send{links_[i].peer.handle, session_of(links_[i]), std::move(beat)}, why);
}

void Engine::send_due_beat(Index i) {
  links_[i].contact.own().beats.send = base::never;
  send_beat(i, Why::beat_due);
}

void Engine::mention_all(Beat& beat, Instant heard_now) {
  call_roll();
  beat.connected = roll_.names;
  if (!profile_->gossip.says_instance) return;
  beat.heard.reserve(beat.connected.size());
  const Index links = links_.size();
  for (Index i = 0; i < links; ++i) {
    const Link& link = links_[i];
    if (!link.connected) continue;
    const std::optional<Instant>& heard = link.contact->heard;
    const Duration age = heard ? heard_now - *heard : Duration{0};
    beat.heard.push_back({link.peer.instance, std::max(age, Duration{0})});
  }
}

// Whom the last beat named is whom this one names, until somebody connects, is lost, or takes another name.
void Engine::call_roll() {
  const std::uint64_t roster = links_.renamed() + connections_turned_;
  if (std::exchange(roll_.of, roster) == roster) return;
  TextList list;
  const Key key = profile_->identity.key;
  for (Index i = 0; i < links_.size(); ++i)
    if (links_[i].connected) list.push_back(KeyText(key, links_[i].peer).view());
  roll_.names = list.all_plain() ? TextList::plain(list.joined(), list.size()) : std::move(list);
}

bool Engine::is_news(const Link& link, const Heard& heard) const {
  return heard.instance >= link.newest && heard.ago <= profile_->gossip.oldest;
}

// Who is found, or lost where that does not matter, may be invited because of gossip; nobody else.
bool Engine::gossip_can_help(const Link& link) const {
  return link.is<Idle>() || (profile_->gossip.invites_lost && link.is<Absent>());
}

void Engine::hear_gossip(Index teller, const Beat& beat) {
  // In a room where all have each other a beat names everybody, and is of no use to anybody.
  Index lacked = 0;
  while (lacked < links_.size() && !gossip_can_help(links_[lacked])) ++lacked;
  if (lacked == links_.size()) return;
  beat.connected.each([&](std::size_t n, std::string_view key) {
    const Index other = links_.find(key);
    if (other == no_index || other == teller) return;
    const Link& link = links_[other];
    if (!gossip_can_help(link)) return;
    if (n < beat.heard.size() && !is_news(link, beat.heard[n])) {
      decide(Ignore{link.peer.handle},
             {Why::stale_gossip,
              {{"instance", static_cast<std::int64_t>(beat.heard[n].instance)}, {"ago", beat.heard[n].ago}}});
      return;
    }
    seek(other, Why::gossip,
         profile_->gossip.repair == Repair::anybody ? Question::repair : Question::invite);
    touch(other);
  });
}

}  // namespace nearsim::protocol
