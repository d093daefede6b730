// Events to phases.  What a mechanism decides stands in its own folder; here is only what happens next.
#include "protocol/engine.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::protocol {

Engine::Engine(PeerRecord self, std::shared_ptr<const Profile> profile, base::Rng rng, Network network,
               Platform platform, std::pmr::memory_resource* memory)
    : profile_(std::move(profile)),
      gates_(profile_->gates),
      detectors_(profile_->detectors),
      network_(network),
      last_network_(network),
      platform_(platform),
      self_(std::move(self)),
      rng_(rng),
      links_(profile_->identity.key, memory) {}

Decisions Engine::handle(Instant now, const Event& event) {
  NEARSIM_CHECK(now >= now_, "a host's time went back");
  now_ = now;
  turned_silently_.clear();
  if (running_ && minds_own_sleep()) wake(next_deadline());
  if (running_ || std::holds_alternative<Started>(event) || std::holds_alternative<WallClockStepped>(event) ||
      std::holds_alternative<NetworkChanged>(event))
    std::visit([this](const auto& e) { on(e); }, event);
  return std::exchange(decisions_, {});
}

Decisions Engine::advance(Instant now) {
  NEARSIM_CHECK(now >= now_, "a host's time went back");
  now_ = now;
  turned_silently_.clear();
  if (minds_own_sleep()) wake(next_deadline());
  services_due();
  signalling_due();
  // Acting on one link can make another due, never the same one twice at one instant without end.  A late
  // call finds every wait of every link due at once, so the bound (ours) is as far away as the scheduler's.
  for (std::size_t turns = 0; links_.timetable().first_instant() <= now; ++turns) {
    NEARSIM_CHECK(turns < 100'000, "an engine's deadlines do not move on");
    const Index i = links_.timetable().first();
    count_turns(i, [&] { due(i); });
    if (i < links_.size()) touch(i);
  }
  return std::exchange(decisions_, {});
}

namespace {

// What an earlier process persisted; empty when there was none.
std::string_view kept(const Persisted& persisted, std::string_view wanted) {
  for (const auto& [key, text] : persisted)
    if (key == wanted) return text;
  return {};
}

// 0 also when the text is no number.
std::uint64_t last_instance(const Persisted& persisted) {
  std::uint64_t value = 0;
  const std::string_view text = kept(persisted, "instance");
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Numbers with a space between each two.
std::vector<std::uint64_t> numbers(std::string_view text) {
  std::vector<std::uint64_t> out;
  std::uint64_t value = 0;
  while (!text.empty()) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) break;
    out.push_back(value);
    text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1));
  }
  return out;
}

}  // namespace

void Engine::on(const Started& event) {
  running_ = true;
  started_ = now_;
  self_.handle = event.self;
  if (profile_->identity.counts_instances && !serial_.keeps_instance) {
    self_.instance = 1 + last_instance(event.persisted);
    decide(Persist{"instance", std::to_string(self_.instance)}, Why::instance_counted);
  }
  if (profile_->identity.resolves_clones) {
    if (const std::string_view own = kept(event.persisted, "node_id"); !own.empty()) self_.node_id = own;
    self_.nonce = rng_.bits() | 1;  // 0 would say that there is none
    own_nonces_ = numbers(kept(event.persisted, "nonces"));
  }
  forget_elected();
  for (Index i = 0; i < links_.size(); ++i)
    touch(i);  // polls are counted from the start: all verdicts may move
  const bool relaunched = !std::exchange(serial_.launched, true);
  const Instant joined = now_ + (relaunched ? profile_->discovery.onboarding : 0ns);
  serial_.browse = joined + profile_->discovery.browse_after;
  serial_.advertise = joined + profile_->discovery.advertise_after;
  serial_.keeps_instance = false;
  services_due();
  if (profile_->registry.remembers) begin_known(event);
  if (profile_->signalling.used) open_signalling(Why::started);
}

void Engine::forget_elected() {
  for (Index i = 0; i < links_.size(); ++i) links_[i].elected = {};
}

void Engine::services_due() {
  if (serial_.browse <= now_) {
    serial_.browse = base::never;
    decide(Browse{Switch::on}, Why::started);
    serial_.rebrowse = base::later(now_, profile_->discovery.rebrowse_every);
  }
  if (serial_.forget <= now_) forget_doubted();
  if (serial_.rebrowse <= now_) browse_anew();
  if (serial_.advertise <= now_) {
    serial_.advertise = base::never;
    decide(Advertise{Switch::on}, Why::started);
  }
}

void Engine::on(const Stopped&) {
  running_ = false;
  serial_.browse = serial_.advertise = serial_.rebrowse = serial_.forget = base::never;
  if (profile_->registry.remembers) return stop_known();
  decide(Browse{Switch::off}, Why::stopped);
  decide(Advertise{Switch::off}, Why::stopped);
  std::vector<SessionNumber> left;
  for (Index i = 0; i < links_.size(); ++i) {
    Link& link = links_[i];
    if (link.reached.has(Milestone::usable))
      decide(Notify{link.peer.handle, Standing::disconnected}, Why::stopped);
    keep_partial(link);
    const SessionNumber session = session_of(link);
    if (profile_->hello.says_goodbye && link.connected)
      decide(Send{link.peer.handle, session, Bye{}}, Why::stopped);
    const bool involved = link.connected || link.under_way();
    if (!involved || std::find(left.begin(), left.end(), session) != left.end()) continue;
    left.push_back(session);
    decide(LeaveSession{link.peer.handle, session}, Why::stopped);
  }
  forget_links(Leaving::user);
  if (profile_->signalling.used) decide(CloseSignalling{}, Why::stopped);
  signalling_ = {};
}

void Engine::on(const InvitationReceived& event) {
  if (profile_->invitation.ignores_unseen)
    if (const Index seen = links_.find_like(event.peer); seen == no_index || !links_[seen].visible)
      return decide(Ignore{event.peer.handle}, Why::unseen);
  const Met met = meet(event.peer, Question::accept);
  if (met.index == no_index) return decide(Decline{event.peer.handle, event.invitation}, met.refusal.why);
  const Index i = met.index;
  if (profile_->registry.remembers) return take_inbound(i, event.invitation);
  Link& link = links_[i];
  const Verdict verdict = ask(Question::accept, link, event.attempt);
  if (verdict.kind == Verdict::Kind::deny) {
    decide(Decline{event.peer.handle, event.invitation}, verdict.why);
    return touch(i);
  }
  const auto* repair = find_gate<HalfOpenRepair>();
  if (repair != nullptr && repair->supersedes && link.linked())
    supersede(i, event.peer.handle, Why::half_open);
  link.operation = {Doing::accepting, now_};
  const auto* gate = find_gate<RequirePending>();
  if (gate != nullptr && gate->acceptor_enters) enter_pending(link);
  const SessionNumber before = session_of(link), session = session_to_accept(link);
  if (!link.linked()) {
    // Of what was abandoned in another session, nothing more is taken for ours.
    const auto* accepting = std::get_if<Accepting>(&link.phase);  // what it had abandoned still is
    Outbound outbound = accepting != nullptr ? accepting->outbound : Outbound::none;
    if (link.is<Inviting>()) outbound = Outbound::abandoned;
    link.phase = Accepting{now_, session == before ? outbound : Outbound::none};
  }
  remember_attempts(link, event.attempt);
  link.waiting.reset();  // it came: whatever becomes of it, it sees us
  decide(Accept{event.peer.handle, event.invitation, session}, verdict.why);
  touch(i);
}

void Engine::on(const SessionChanged& event) {
  if (event.state == SessionState::connecting) return;
  // Asked first: the object and the instance that an old session names are as old as itself, and no news.
  const bool minds = !profile_->registry.remembers && !profile_->session.obeys_old_sessions;
  if (minds && event.session != session_of(event.peer)) return ignore_old(event);
  const Met met = meet(event.peer, Question::keep);
  if (met.index == no_index) return refuse_connection(event, met.refusal.why);
  const Index i = met.index;
  if (profile_->registry.remembers) return take_connection(i, event);
  Link& link = links_[i];
  if (event.state == SessionState::connected) {
    connect(i);
  } else if (auto* accepting = std::get_if<Accepting>(&link.phase);
             accepting != nullptr && accepting->outbound == Outbound::abandoned &&
             find_gate<ArbitrationWindow>() != nullptr &&
             find_gate<ArbitrationWindow>()->remembers_abandoned) {
    accepting->outbound = Outbound::none;
    decide(Ignore{event.peer.handle}, Why::abandoned_outbound);
  } else {
    disconnect(i, {Why::disconnected, {{"error", event.error}}});
  }
  touch(i);
}

void Engine::ignore_old(const SessionChanged& event) {
  decide(Ignore{event.peer.handle},
         {Why::old_session, {{"session", event.session.value}, {"present", session_of(event.peer).value}}});
  if (event.state == SessionState::connected && profile_->session.closes_old_sessions)
    decide(CancelPeer{event.peer.handle, event.session}, Why::old_session);
}

void Engine::on(const DataReceived& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index) return;
  if (event.session != session_of(links_[i]) && !profile_->session.obeys_old_sessions)
    return decide(Ignore{event.peer}, Why::old_session);
  const Decoded decoded = decode(event.bytes);
  if (const auto* bad = std::get_if<Undecodable>(&decoded))
    return decide(Ignore{event.peer}, {Why::undecodable, {{"at", static_cast<std::int64_t>(bad->at)}}});
  Link& link = links_[i];
  const Message& message = std::get<Message>(decoded);
  if (const Verdict v = ask_to_deliver(event.peer, link, message); v.kind == Verdict::Kind::deny)
    return decide(Ignore{event.peer}, v.why);
  if (const KeepAlive* k = keep_alive(); k != nullptr && sign_of_life(*k, message, clock()))
    link.contact.own().heard = read(*k, clock());
  if (link.contact.written()) link.contact.own().pulse.heard = true;
  const bool of_earlier = event.peer != link.peer.handle;
  count_turns(i, [&] { std::visit([&](const auto& m) { receive(i, m); }, message); });
  if (of_earlier)
    turned_silently_.push_back(i), ++turns_;  // the present object's link may have turned with it
  touch(i);
}

void Engine::on(const SendFailed& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index) return;
  if (links_[i].contact.written()) links_[i].contact.own().beats = {};
  suffer(i, Symptom::send_failed, {Why::send_failed, {{"error", event.error}}});
  if (i < links_.size()) send_missed(i);
  touch(i);
}

void Engine::on(const WallClockStepped& event) {
  wall_offset_ += event.by;
  wall_stepped_ = now_;
  for (Index i = 0; i < links_.size(); ++i) touch(i);
}

void Engine::on(const UserSend& event) {
  for (Index i = 0; i < links_.size(); ++i)
    if (links_[i].reached.has(Milestone::usable))
      decide(Send{links_[i].peer.handle, session_of(links_[i]), event.text, event.delivery}, Why::user);
}

void Engine::on(const UserInvite& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index || !links_[i].visible) return decide(Hold{event.peer}, Why::lost);
  if (links_[i].connected || links_[i].under_way()) return decide(Hold{event.peer}, Why::already_linked);
  invite(i, Why::user);
  touch(i);
}

// What is in memory stays right until the process ends; only the next one will not know.
void Engine::on(const PersistFailed&) { decide(Hold{}, Why::not_stored); }

}  // namespace nearsim::protocol
