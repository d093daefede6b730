// Dialling known devices: loops of dials, the tick for those that are not there, and the tick of the health
// check. A tick's instants are counted from the engine's start, so that each follows from the state.
#include <algorithm>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

namespace {

// The first tick after `after`.
Instant tick(Instant start, Duration period, Instant after) {
  if (after < start) return start + period;
  return start + ((after - start) / period + 1) * period;
}

}  // namespace

const Redial& Engine::redial() const {
  static constexpr Redial once{.after = 0ms, .tries = 1, .spacing = 1s, .single_flight = true};
  for (const Ladder& ladder : profile_->remedies)
    if (const auto* found = find_in<Redial>(ladder.rungs)) return *found;
  return once;
}

const Periodic* Engine::periodic() const {
  for (const Ladder& ladder : profile_->remedies)
    if (const auto* found = find_in<Periodic>(ladder.rungs)) return found;
  return nullptr;
}

void Engine::start_dials(Index i, Duration after, Reason why) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  const Handle peer = link.peer.handle;
  if (r.unreliable) return decide(Hold{peer}, Why::unreliable);
  if (redial().single_flight && !r.dials.empty()) return decide(Hold{peer}, Why::dialling);
  const Verdict verdict = ask(Question::invite, link);
  if (verdict.kind == Verdict::Kind::deny) return decide(Hold{peer}, verdict.why);
  Dial& loop = r.dials.emplace_back();
  if (after == 0ns) {
    dial(i, loop, why);
  } else {
    loop.next = now_ + after;
    decide(Retry{peer, after, 1}, why);
  }
  if (!link.connected) settle_registered(i);
}

void Engine::dial(Index i, Dial& loop, Reason why) {
  const std::optional<Instant>& accepted = links_[i].contact->registration.accepted;
  const Duration wait = profile_->registry.awaits_accepted;
  if (accepted && now_ - *accepted < wait) {
    loop.next = *accepted + wait;
    return decide(Hold{links_[i].peer.handle}, Why::already_linked);
  }
  loop.session = {++serial_.last_session.value};
  loop.next = base::never;
  decide(Invite{links_[i].peer.handle, loop.session, profile_->invitation.timeout}, why);
}

void Engine::dial_failed(Index i, std::size_t at, const SessionChanged& event) {
  Link& link = links_[i];
  Registration& r = link.contact.own().registration;
  Dial& loop = r.dials[at];
  const Handle peer = link.peer.handle;
  loop.session = {};
  ++loop.tried;
  if (link.connected && redial().single_flight) {
    r.dials.erase(r.dials.begin() + static_cast<std::ptrdiff_t>(at));
    return decide(Ignore{peer}, Why::already_linked);
  }
  ++link.failures;
  decide(Suspect{peer, Symptom::invite_failed},
         {Why::disconnected, {{"attempt", loop.tried}, {"ending", static_cast<std::int64_t>(event.ending)}}});
  const int limit = profile_->registry.unreliable_after;
  if (limit > 0 && link.failures >= limit && !r.unreliable && r.standing != Registered::unknown) {
    r.unreliable = true;  // this loop goes on to its end, and no other begins
    decide(Persist{"known/" + link.peer.node_id, "unreliable"},
           {Why::unreliable, {{"failures", link.failures}}});
  }
  if (loop.tried >= redial().tries) {
    decide(Hold{peer}, {Why::backoff_exhausted, {{"attempts", loop.tried}}});
    r.dials.erase(r.dials.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    loop.next = now_ + redial().spacing;
    decide(Retry{peer, redial().spacing, loop.tried + 1}, Why::redial);
  }
  if (!link.connected) settle_registered(i);
}

void Engine::settle_registered(Index i) {
  Link& link = links_[i];
  const auto& r = link.contact->registration;
  const bool dials =
      std::any_of(r.dials.begin(), r.dials.end(), [](const Dial& d) { return d.session.value != 0; });
  link.operation.doing = dials ? Doing::inviting : Doing::nothing;
  if (dials) link.phase = Inviting{now_, base::never};
  else if (!r.dials.empty() || next_periodic(r) != base::never)
    link.phase = Cooling{base::never, link.failures};
  else settle_idle(link);
}

bool Engine::apply(const Redial& remedy, Index i) {
  const Registration& r = links_[i].contact->registration;
  if (r.departed) return true;
  start_dials(i, std::max<Duration>(remedy.after, 1ms),
              Why::redial);  // ours: losses without delay would stop time
  return false;
}

bool Engine::apply(const Periodic&, Index) { return false; }  // it ticks by itself, see next_periodic()

Instant Engine::next_check(const Registration& r) const {
  const auto* check = find_detector<HealthCheck>();
  if (check == nullptr || r.standing != Registered::connected || r.asked) return base::never;
  return tick(started_, check->interval,
              std::max(r.checked.value_or(started_), r.last_connected.value_or(started_)));
}

Instant Engine::next_periodic(const Registration& r) const {
  const Periodic* remedy = periodic();
  if (remedy == nullptr || r.standing != Registered::disconnected || r.unreliable || r.departed)
    return base::never;
  const Instant recent = r.last_connected ? *r.last_connected + remedy->skips_recent - 1ns : started_;
  return tick(started_, remedy->every,
              std::max({r.ticked.value_or(started_), r.lost.value_or(started_), recent}));
}

Instant Engine::registered_deadline(const Link& link) const {
  const Registration& r = link.contact->registration;
  Instant first = std::min(next_check(r), next_periodic(r));
  for (const Dial& loop : r.dials) first = std::min(first, loop.next);
  return first;
}

bool Engine::registered_due(Index i) {
  Registration& r = links_[i].contact.own().registration;
  const Handle peer = links_[i].peer.handle;
  for (Dial& loop : r.dials)
    if (loop.next <= now_) {
      dial(i, loop, {Why::redial, {{"attempt", loop.tried + 1}}});
      if (!links_[i].connected) settle_registered(i);
      return true;
    }
  if (next_periodic(r) <= now_) {
    r.ticked = now_;
    start_dials(i, 0ns, Why::periodic);
    return true;
  }
  if (next_check(r) > now_) return false;
  const auto* check = find_detector<HealthCheck>();
  r.checked = now_;
  if (check->needs_entry && links_[i].session.value == 0) {
    lose(i, Symptom::link_failed, Why::no_entry);
    return true;
  }
  r.asked = true;
  decide(Probe{peer, links_[i].session, check->timeout, check->over}, Why::check_due);
  return true;
}

}  // namespace nearsim::protocol
