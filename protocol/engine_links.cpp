// From connected to usable and back: stages, milestones, messages, beats.
#include <algorithm>
#include <utility>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

namespace {
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;
}  // namespace

void Engine::connect(Index i) {
  Link& link = links_[i];
  link.connected = true;
  ++connections_turned_;
  peer_connected();
  const Verdict verdict = ask(Question::keep, link);
  if (verdict.kind == Verdict::Kind::deny) {
    suffer(i, Symptom::unexpected_connection, verdict.why);
    return;
  }
  leave_pending(link);
  link.operation.doing = Doing::nothing;
  link.waiting.reset();
  link.phase = Establishing{now_};
  drop_waits(link);  // stages start over
  const Reconnect* retry = reconnect_for(Symptom::link_failed);
  if (retry != nullptr && retry->counts_from == Success::connected) link.failures = 0;
  link.stable = link.failures > 0 ? now_ + profile_->stability : base::never;
  const KeepAlive* k = keep_alive();
  if (k != nullptr && k->one_timer && k->interval > 0ns)
    link.contact.own().beats = join_beats(*k, now_, started_);
  if (k != nullptr && k->watch_from_connected) link.contact.own().heard = read(*k, clock());
  proceed(i, 0);
}

void Engine::disconnect(Index i, Reason why) {
  Link& link = links_[i];
  const bool was_trying = link.is<Inviting>() || link.is<Accepting>();
  const bool waits_already = link.is<Cooling>();
  clear(link);
  if (waits_already) return decide(Ignore{link.peer.handle}, why);
  settle_idle(link);
  forget_unseen(link);
  suffer(i, was_trying ? Symptom::invite_failed : Symptom::link_failed, why);
}

// What the end of a connection takes with it.  Waits that nobody cancels stay: they are the closures of the
// designs.
void Engine::clear(Link& link) {
  if (link.reached.has(Milestone::usable))
    decide(Notify{link.peer.handle, Standing::disconnected}, Why::disconnected);
  keep_partial(link);
  leave_pending(link);
  link.connected = false;
  ++connections_turned_;
  link.reached.clear();
  link.operation.doing = Doing::nothing;
  link.stable = base::never;
  if (!link.contact.written()) return;
  stop_monitors(link);
  Contact& contact = link.contact.own();
  contact.handshake = {};
  contact.reply = base::never;
  contact.heard.reset();
  contact.greeted = false;
  contact.attempts = contact.attempts_of = 0;
  const KeepAlive* k = keep_alive();
  const Instant send = k != nullptr && k->send_survives_disconnect ? contact.beats.send : base::never;
  contact.beats = {};
  contact.beats.send = send;
  drop_waits(link);
}

// What the peer had begun to say is shown as if it had said it.
void Engine::keep_partial(Link& link) {
  if (link.contact->partial == 0) return;
  decide(KeepPartial{link.peer.handle, link.contact->partial}, Why::partial_kept);
  link.contact.own().partial = 0;
}

void Engine::drop_waits(Link& link) {
  if (!link.contact.written()) return;
  std::erase_if(link.contact.own().waits, [](const Wait& wait) { return !wait.survives_disconnect; });
}

void Engine::proceed(Index i, std::uint32_t stage) {
  for (; stage < profile_->stages.size(); ++stage) {
    Link& link = links_[i];
    const bool waits = std::visit(
        Overloaded{
            [&](const Settle& s) {
              const Duration wait = network_ == Network::wifi ? s.on_wifi : s.elsewhere;
              if (wait == 0ns) return false;
              link.contact.own().waits.push_back(
                  {stage + 1, now_ + wait, std::nullopt, s.survives_disconnect});
              return true;
            },
            [&](const Within& s) {
              link.contact.own().handshake = {now_ + s.limit, s.reach};
              return false;
            },
            [&](const SendHello&) {
              decide(Send{link.peer.handle, session_of(link),
                          Hello{self_.display_name, "iOS", self_.node_id, self_.instance, self_.nonce,
                                profile_->invitation.says_attempt ? serial_.last_session.value : 0u}},
                     Why::handshake_sent);
              return false;
            },
            [&](const AwaitHello& s) {
              if (s.spares_strangers && link.peer.node_id.empty()) {
                decide(Hold{link.peer.handle}, Why::stranger);
                return false;
              }
              if (s.early_counts && s.what == Awaited::hello && link.contact->greeted) return false;
              link.contact.own().waits.push_back({stage + 1, base::never, s.what, false});
              return true;
            },
            [&](const Reach& s) {
              reach(i, s.milestone);
              return false;
            },
            [&](const Pairing& s) { return pair(i, s); },
        },
        profile_->stages[stage]);
    if (waits) return;
  }
  if (links_[i].is<Establishing>()) links_[i].phase = Established{now_};
}

void Engine::resume(Index i, Awaited what) {
  auto& waits = links_[i].contact.own().waits;
  const auto it = std::find_if(waits.begin(), waits.end(), [&](const Wait& w) { return w.awaited == what; });
  if (it == waits.end()) return;
  const std::uint32_t stage = it->stage;
  waits.erase(it);
  proceed(i, stage);
}

void Engine::reach(Index i, Milestone milestone) {
  Link& link = links_[i];
  link.reached.add(milestone);
  decide(Reached{link.peer.handle, milestone}, Why::stage);
  const KeepAlive* k = keep_alive();
  if (milestone == Milestone::handshaken && k != nullptr) link.contact.own().heard = read(*k, clock());
  if (milestone == Milestone::usable) decide(Notify{link.peer.handle, Standing::connected}, Why::connected);
  if (k != nullptr && k->from == milestone && k->interval > 0ns && !k->one_timer) {
    Beats& beats = link.contact.own().beats;
    const Instant send = beats.send;
    beats = start_beats(*k, now_, rng_);
    beats.send = send;
  }
  start_monitors(link, milestone);
}

// The connection is younger than so many attempts of its peer.
void Engine::remember_attempts(Link& link, std::uint64_t attempts) {
  if (attempts == 0) return;
  link.contact.own().attempts = attempts;
  link.contact.own().attempts_of = link.peer.instance;
}

void Engine::receive(Index i, const Hello& hello) {
  Link& link = links_[i];
  if (!hello.node_id.empty()) link.peer.node_id = hello.node_id;
  link.elected = {};
  ++turns_;  // of whom it speaks may be somebody else than before
  ++connections_turned_;
  if (hello.instance != 0) link.peer.instance = hello.instance;
  link.newest = std::max(link.newest, link.peer.instance);
  link.contact.own().greeted = true;
  remember_attempts(link, hello.attempts);
  if (profile_->hello.replies)
    link.contact.own().reply = std::min(link.contact->reply, now_ + profile_->hello.reply_after);
  resume(i, Awaited::hello);
}

void Engine::receive(Index i, const HelloReply& reply) {
  if (reply.status == Status::rejected) {
    if (profile_->hello.rejection_fails)
      return suffer(i, Symptom::handshake_timeout, Why::handshake_rejected);
    return decide(Ignore{links_[i].peer.handle}, Why::handshake_rejected);
  }
  resume(i, Awaited::reply);
}

void Engine::receive(Index i, const Beat& beat) {
  const KeepAlive* k = keep_alive();
  if (k == nullptr) return;
  if (k->echo && links_[i].reached.has(Milestone::handshaken)) send_beat(i, Why::beat_echo);
  if (k->gossip) hear_gossip(i, beat);
}

// It leaves because it wants to: no trouble, and nothing to retry until it is found again.
void Engine::receive(Index i, const Bye&) {
  Link& link = links_[i];
  link.visible = false;
  const SessionNumber session = let_go(link);
  decide(CancelPeer{link.peer.handle, session}, Why::goodbye);
}

void Engine::receive(Index i, const UserText& text) {
  if (!profile_->transcript.keeps_partial) return;
  if (text.type == partial_transcript) links_[i].contact.own().partial = text.text.size();
  if (text.type == final_transcript && links_[i].contact.written()) links_[i].contact.own().partial = 0;
}

}  // namespace nearsim::protocol
