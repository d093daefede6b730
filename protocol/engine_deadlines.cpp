// Deadlines: when each link next needs attention, and what is done then.
#include <algorithm>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

const KeepAlive* Engine::keep_alive() const { return find_in<KeepAlive>(profile_->detectors); }

Instant Engine::deadline(const Link& link) const {
  Instant first = std::min({link.handshake.at, link.reply, link.stable, link.beats.next, link.beats.send});
  if (const auto* inviting = std::get_if<Inviting>(&link.phase)) first = std::min(first, inviting->until);
  if (const auto* cooling = std::get_if<Cooling>(&link.phase)) first = std::min(first, cooling->until);
  for (const Wait& wait : link.waits) first = std::min(first, wait.until);
  if (const KeepAlive* k = keep_alive()) first = std::min(first, verdict(*k, link, clock()));
  return first;
}

void Engine::touch(Index i) {
  if (i < links_.size()) links_.timetable().set(i, deadline(links_[i]));
}

// One thing at a time, in a fixed order; advance() comes back as long as something is due.
void Engine::due(Index i) {
  Link& link = links_[i];
  const auto wait =
      std::find_if(link.waits.begin(), link.waits.end(), [&](const Wait& w) { return w.until <= now_; });
  if (wait != link.waits.end()) {
    const std::uint32_t stage = wait->stage;
    link.waits.erase(wait);
    return proceed(i, stage);
  }
  if (link.reply <= now_) {
    link.reply = base::never;
    const Status status = profile_->hello.accepts ? Status::accepted : Status::rejected;
    return decide(Send{link.peer.handle, session_of(link), HelloReply{status}}, Why::handshake_answered);
  }
  if (link.beats.send <= now_) {
    link.beats.send = base::never;
    return send_beat(i, Why::beat_due);
  }
  if (link.beats.next <= now_) {
    // A timer that fires late fires once: missed beats are not made up for.
    link.beats.next += ((now_ - link.beats.next) / link.beats.period + 1) * link.beats.period;
    if (!link.connected || !link.reached.has(keep_alive()->from)) {
      link.beats = {};
    } else {
      link.beats.send = std::min(link.beats.send, now_ + keep_alive()->send_delay);
    }
    return;
  }
  if (link.handshake.at <= now_) {
    const Milestone reach = link.handshake.reach;
    link.handshake = {};
    if (!link.reached.has(reach)) suffer(i, Symptom::handshake_timeout, Why::handshake_timeout);
    return;
  }
  if (const KeepAlive* k = keep_alive(); k != nullptr && verdict(*k, link, clock()) <= now_) {
    const Duration gap = read(*k, clock()) - *link.heard;
    link.heard.reset();
    return suffer(i, Symptom::silent, {Why::silence, {{"gap", gap}, {"timeout", k->timeout}}});
  }
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
  if (link.is<Cooling>()) seek(i, {Why::backoff_over, {{"attempt", link.failures + 1}}});
}

}  // namespace nearsim::protocol
