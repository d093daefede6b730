// The signalling server: the connection to it, kept and made again.
#include "protocol/engine.hpp"

namespace nearsim::protocol {

void Engine::open_signalling(Reason why) {
  const Kept kept = profile_->signalling.identity;
  const bool keep = why.code() == Why::started || kept == Kept::always ||
                    (kept == Kept::while_counting && signalling_.attempts > 0);
  signalling_.state = Rendezvous::State::opening;
  decide(OpenSignalling{keep ? self_.handle : Handle{}, profile_->signalling.ping}, why);
}

void Engine::schedule_signalling() {
  const SignallingPolicy& policy = profile_->signalling;
  if (policy.max_attempts > 0 && signalling_.attempts >= policy.max_attempts)
    return decide(Hold{}, {Why::signalling_exhausted, {{"attempts", signalling_.attempts}}});
  const Duration wait = wait_after(policy, signalling_.attempts, rng_);
  ++signalling_.attempts;
  signalling_.next = now_ + wait;  // in place of what was scheduled before
  decide(Retry{Handle{}, wait, signalling_.attempts}, Why::signalling_backoff);
}

void Engine::signalling_failed() {
  schedule_signalling();
  if (profile_->signalling.counts_twice) schedule_signalling();
}

void Engine::on(const SignallingChanged& event) {
  if (!profile_->signalling.used) return;
  const Rendezvous::State before = signalling_.state;
  if (event.state == Standing::disconnected) {
    signalling_.state = Rendezvous::State::closed;
    if (before == Rendezvous::State::opening && !profile_->signalling.survives_failed_attempt)
      return decide(Hold{}, Why::signalling_chain);
    return signalling_failed();
  }
  signalling_.state = Rendezvous::State::open;
  if (event.self.value != 0) {
    self_.handle = event.self;
    forget_elected();
  }
  if (profile_->signalling.attempts == Zeroed::by_signalling) signalling_.attempts = 0;
  if (profile_->signalling.awaited) server_is_there();
}

bool Engine::lacks_server() const {
  const SignallingPolicy& policy = profile_->signalling;
  return policy.used && policy.awaited && signalling_.state != Rendezvous::State::open;
}

// What waited for the server is said now, and so is again what went into a connection that did not last.
void Engine::server_is_there() {
  for (Index i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    if (const auto* cooling = std::get_if<Cooling>(&link.phase)) {
      if (cooling->until == base::never) seek(i, Why::signalling_stands);
    } else if (const auto* healing = std::get_if<Healing>(&link.phase)) {
      if (healing->until != base::never && restarts_at({healing->symptom, healing->rung}))
        climb(i, {healing->symptom, healing->rung});
    }
    touch(i);
  }
}

void Engine::signalling_due() {
  if (signalling_.next > now_) return;
  signalling_.next = base::never;
  if (signalling_.state == Rendezvous::State::open)
    return decide(Hold{}, {Why::signalling_stands, {{"attempts", signalling_.attempts}}});
  open_signalling({Why::signalling_due, {{"attempt", signalling_.attempts}}});
}

void Engine::peer_connected() {
  if (profile_->signalling.attempts == Zeroed::by_any_peer) signalling_.attempts = 0;
}

void Engine::peer_closed() {
  const bool stands = signalling_.state == Rendezvous::State::open;
  if (profile_->signalling.closed_peer_schedules && stands) schedule_signalling();
}

}  // namespace nearsim::protocol
