// Deadlines: when each link next needs attention, and what is done then.
#include <algorithm>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

Instant Engine::deadline(const Link& link) const {
  Instant first = link.stable;
  if (const auto* inviting = std::get_if<Inviting>(&link.phase)) first = std::min(first, inviting->until);
  if (const auto* cooling = std::get_if<Cooling>(&link.phase)) first = std::min(first, cooling->until);
  if (const auto* healing = std::get_if<Healing>(&link.phase)) first = std::min(first, healing->until);
  if (!link.contact.written()) return first;
  const Contact& c = *link.contact;
  first = base::earliest(first, c.handshake.at, c.reply, c.beats.next, c.beats.send, monitor_deadline(c));
  for (const Wait& wait : c.waits) first = std::min(first, wait.until);
  if (profile_->registry.remembers) first = std::min(first, registered_deadline(link));
  if (const KeepAlive* k = keep_alive())
    first = base::earliest(first, verdict(*k, link, clock()), stale_at(link));
  return first;
}

bool Engine::minds_own_sleep() const {
  const KeepAlive* k = keep_alive();
  return k != nullptr && k->own_sleep <= longest_setting;
}

// A phone that slept hears its timers late.  Whatever silence it measures then was its own.
void Engine::wake(Instant planned) {
  const KeepAlive* k = keep_alive();
  if (planned == base::never || now_ - planned <= k->own_sleep) return;
  for (Index i = 0; i < links_.size(); ++i) {
    if (links_[i].stable != base::never) {  // what it slept through, it cannot call stable
      links_[i].stable = now_ + profile_->stability;
      touch(i);
    }
    const std::optional<Instant>& heard = links_[i].contact->heard;
    if (!heard || *heard >= read(*k, clock())) continue;
    links_[i].contact.own().heard = read(*k, clock());
    decide(Hold{links_[i].peer.handle}, {Why::own_sleep, {{"late", now_ - planned}}});
    touch(i);
  }
}

void Engine::touch(Index i) {
  if (i < links_.size()) links_.timetable().set(i, deadline(links_[i]));
}

// One thing at a time, in a fixed order; advance() comes back as long as something is due.
void Engine::due(Index i) {
  Link& link = links_[i];
  if (link.contact.written() && (contact_due(i) || monitor_due(i))) return;
  if (link.stable <= now_) {
    link.stable = base::never;
    link.failures = 0;
    return decide(Hold{link.peer.handle}, Why::stable);
  }
  if (const auto* inviting = std::get_if<Inviting>(&link.phase);
      inviting != nullptr && inviting->until <= now_) {
    const Duration after = now_ - inviting->since;
    link.operation.doing = Doing::nothing;
    settle_idle(link);
    return suffer(i, Symptom::invite_failed, {Why::refusal_presumed, {{"after", after}}});
  }
  if (const auto* cooling = std::get_if<Cooling>(&link.phase); cooling != nullptr && cooling->until <= now_)
    seek(i, {Why::backoff_over, {{"attempt", link.failures + 1}}});
  if (link.is<Healing>()) return healing_due(i);
}

bool Engine::contact_due(Index i) {
  Link& link = links_[i];
  Contact& c = link.contact.own();
  const auto wait =
      std::find_if(c.waits.begin(), c.waits.end(), [&](const Wait& w) { return w.until <= now_; });
  if (wait != c.waits.end()) {
    const std::uint32_t stage = wait->stage;
    c.waits.erase(wait);
    proceed(i, stage);
  } else if (c.reply <= now_) {
    c.reply = base::never;
    const Status status = profile_->hello.accepts ? Status::accepted : Status::rejected;
    decide(Send{link.peer.handle, session_of(link), HelloReply{status}}, Why::handshake_answered);
  } else if (c.beats.send <= now_) {
    send_due_beat(i);
  } else if (c.beats.next <= now_) {
    const KeepAlive* k = keep_alive();
    c.beats.next = next_beat(*k, c.beats.next, c.beats.period, now_);
    if (!link.connected || (!k->one_timer && !link.reached.has(k->from))) c.beats = {};
    else c.beats.send = std::min(c.beats.send, now_ + k->send_delay);
    // If nothing is late, this link would be first again at once.
    if (c.beats.send == now_ && links_.timetable().first_instant() == now_) send_due_beat(i);
  } else if (c.handshake.at <= now_) {
    const Milestone reach = c.handshake.reach;
    c.handshake = {};
    if (!link.reached.has(reach)) suffer(i, Symptom::handshake_timeout, Why::handshake_timeout);
  } else if (const KeepAlive* k = keep_alive(); k != nullptr && verdict(*k, link, clock()) <= now_) {
    const Duration gap = read(*k, clock()) - *c.heard;
    c.heard.reset();
    suffer(i, Symptom::silent, {Why::silence, {{"gap", gap}, {"timeout", k->timeout}}});
  } else if (stale_at(link) <= now_) {
    path_stale(i);
  } else {
    return profile_->registry.remembers && registered_due(i);
  }
  return true;
}

}  // namespace nearsim::protocol
