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
  const Verdict verdict = ask(Question::keep, link);
  if (verdict.kind == Verdict::Kind::deny) {
    suffer(i, Symptom::unexpected_connection, verdict.why);
    return;
  }
  leave_pending(link);
  link.operation.doing = Doing::nothing;
  link.phase = Establishing{now_};
  drop_waits(link);  // stages start over
  const Reconnect* retry = reconnect_for(Symptom::link_failed);
  if (retry != nullptr && retry->counts_from == Success::connected) link.failures = 0;
  link.stable = link.failures > 0 ? now_ + profile_->stability : base::never;
  const KeepAlive* k = keep_alive();
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
  suffer(i, was_trying ? Symptom::invite_failed : Symptom::link_failed, why);
}

// What the end of a connection takes with it.  Waits that nobody cancels stay: they are the closures of the
// designs.
void Engine::clear(Link& link) {
  if (link.reached.has(Milestone::usable))
    decide(Notify{link.peer.handle, Standing::disconnected}, Why::disconnected);
  leave_pending(link);
  link.connected = false;
  link.reached.clear();
  link.operation.doing = Doing::nothing;
  link.stable = base::never;
  if (!link.contact.written()) return;
  Contact& contact = link.contact.own();
  contact.handshake = {};
  contact.reply = base::never;
  contact.heard.reset();
  const KeepAlive* k = keep_alive();
  const Instant send = k != nullptr && k->send_survives_disconnect ? contact.beats.send : base::never;
  contact.beats = {};
  contact.beats.send = send;
  drop_waits(link);
}

void Engine::drop_waits(Link& link) {
  if (!link.contact.written()) return;
  std::erase_if(link.contact.own().waits, [](const Wait& wait) { return !wait.survives_disconnect; });
}

void Engine::proceed(Index i, std::uint32_t stage) {
  for (; stage < profile_->stages.size(); ++stage) {
    Link& link = links_[i];
    const bool waits =
        std::visit(Overloaded{
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
                                     Hello{self_.display_name, "iOS", self_.node_id, self_.instance}},
                                Why::handshake_sent);
                         return false;
                       },
                       [&](const AwaitHello& s) {
                         link.contact.own().waits.push_back({stage + 1, base::never, s.what, false});
                         return true;
                       },
                       [&](const Reach& s) {
                         reach(i, s.milestone);
                         return false;
                       },
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
  if (k != nullptr && k->from == milestone && k->interval > 0ns) {
    Beats& beats = link.contact.own().beats;
    const Instant send = beats.send;
    beats = start_beats(*k, now_, rng_);
    beats.send = send;
  }
}

void Engine::receive(Index i, const Hello& hello) {
  Link& link = links_[i];
  if (!hello.node_id.empty()) link.peer.node_id = hello.node_id;
  if (hello.instance != 0) link.peer.instance = hello.instance;
  if (profile_->hello.replies)
    link.contact.own().reply = std::min(link.contact->reply, now_ + profile_->hello.reply_after);
  resume(i, Awaited::hello);
}

void Engine::receive(Index i, const HelloReply& reply) {
  if (reply.status == Status::rejected) return decide(Ignore{links_[i].peer.handle}, Why::handshake_rejected);
  resume(i, Awaited::reply);
}

void Engine::receive(Index i, const Beat& beat) {
  const KeepAlive* k = keep_alive();
  if (k == nullptr) return;
  if (k->echo && links_[i].reached.has(Milestone::handshaken)) send_beat(i, Why::beat_echo);
  if (!k->gossip) return;
  for (const std::string& key : beat.connected) {
    const Index other = links_.find(key);
    if (other == no_index || other == i || !links_[other].is<Idle>()) continue;
    seek(other, Why::gossip);
    touch(other);
  }
}

void Engine::receive(Index, const UserText&) {}

void Engine::send_beat(Index i, Reason why) {
  const KeepAlive* k = keep_alive();
  Beat beat{
      .timestamp_ns = base::nanoseconds(now_ + wall_offset_), .device = self_.display_name, .connected = {}};
  if (k != nullptr && k->gossip)
    for (Index other = 0; other < links_.size(); ++other)
      if (links_[other].connected) beat.connected.push_back(links_.key_of(links_[other].peer));
  if (k != nullptr && k->send_refreshes) links_[i].contact.own().heard = read(*k, clock());
  decide(Send{links_[i].peer.handle, session_of(links_[i]), std::move(beat)}, why);
}

}  // namespace nearsim::protocol
