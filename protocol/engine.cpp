// Events to phases.  What a mechanism decides stands in its own folder; here is only what happens next.
#include "protocol/engine.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::protocol {

Engine::Engine(PeerRecord self, std::shared_ptr<const Profile> profile, base::Rng rng, Network network)
    : self_(std::move(self)),
      profile_(std::move(profile)),
      rng_(rng),
      network_(network),
      links_(profile_->identity.key) {}

Decisions Engine::handle(Instant now, const Event& event) {
  NEARSIM_CHECK(now >= now_, "a host's time went back");
  now_ = now;
  if (running_ || std::holds_alternative<Started>(event) || std::holds_alternative<WallClockStepped>(event) ||
      std::holds_alternative<NetworkChanged>(event))
    std::visit([this](const auto& e) { on(e); }, event);
  return std::exchange(decisions_, {});
}

Decisions Engine::advance(Instant now) {
  NEARSIM_CHECK(now >= now_, "a host's time went back");
  now_ = now;
  services_due();
  // Acting on one link can make another due, never the same one twice at one instant without end.  A late
  // call finds every wait of every link due at once, so the bound (ours) is as far away as the scheduler's.
  for (std::size_t turns = 0; links_.timetable().first_instant() <= now; ++turns) {
    NEARSIM_CHECK(turns < 100'000, "an engine's deadlines do not move on");
    const Index i = links_.timetable().first();
    due(i);
    if (i < links_.size()) touch(i);
  }
  return std::exchange(decisions_, {});
}

Instant Engine::next_deadline() const {
  return std::min({serial_.browse, serial_.advertise, links_.timetable().first_instant()});
}

const Link* Engine::link(Handle peer) const {
  const Index i = links_.find(peer);
  return i == no_index ? nullptr : &links_[i];
}

namespace {

// What an earlier process persisted; 0 when there was none or the text is no number.
std::uint64_t last_instance(const Persisted& persisted) {
  std::uint64_t value = 0;
  for (const auto& [key, text] : persisted)
    if (key == "instance") std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void Engine::on(const Started& event) {
  running_ = true;
  started_ = now_;
  self_.handle = event.self;
  if (profile_->identity.counts_instances) {
    self_.instance = 1 + last_instance(event.persisted);
    decide(Persist{"instance", std::to_string(self_.instance)}, Why::instance_counted);
  }
  for (Index i = 0; i < links_.size(); ++i)
    touch(i);  // polls are counted from the start: all verdicts may move
  serial_.browse = now_ + profile_->discovery.browse_after;
  serial_.advertise = now_ + profile_->discovery.advertise_after;
  services_due();
}

void Engine::services_due() {
  if (serial_.browse <= now_) {
    serial_.browse = base::never;
    decide(Browse{Switch::on}, Why::started);
  }
  if (serial_.advertise <= now_) {
    serial_.advertise = base::never;
    decide(Advertise{Switch::on}, Why::started);
  }
}

void Engine::on(const Stopped&) {
  running_ = false;
  serial_.browse = serial_.advertise = base::never;
  decide(Browse{Switch::off}, Why::stopped);
  decide(Advertise{Switch::off}, Why::stopped);
  std::vector<SessionNumber> left;
  for (Index i = 0; i < links_.size(); ++i) {
    Link& link = links_[i];
    if (link.reached.has(Milestone::usable))
      decide(Notify{link.peer.handle, Standing::disconnected}, Why::stopped);
    const SessionNumber session = session_of(link);
    const bool involved = link.connected || link.under_way();
    if (!involved || std::find(left.begin(), left.end(), session) != left.end()) continue;
    left.push_back(session);
    decide(LeaveSession{link.peer.handle, session}, Why::stopped);
  }
  links_.clear();
  pending_.clear();
}

void Engine::on(const PeerFound& event) {
  const Index i = links_.meet(event.peer);
  links_[i].visible = true;
  if (links_[i].is<Absent>()) links_[i].phase = Idle{};
  const bool again = profile_->invitation.every_finding && links_[i].is<Inviting>();
  if (links_[i].is<Idle>() || again) seek(i, Why::found);
  touch(i);
}

void Engine::on(const PeerLost& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index || links_[i].peer.handle != event.peer) return;
  Link& link = links_[i];
  link.visible = false;
  if (link.is<Idle>() || (link.is<Cooling>() && retries_end_when_lost())) {
    link.phase = Absent{};
    decide(Hold{event.peer}, Why::lost);
  }
  touch(i);
}

void Engine::on(const InvitationReceived& event) {
  const Index i = links_.meet(event.peer);
  Link& link = links_[i];
  const Verdict verdict = ask(Question::accept, link);
  if (verdict.kind == Verdict::Kind::deny) {
    decide(Decline{event.peer.handle, event.invitation}, verdict.why);
    return touch(i);
  }
  link.operation = {Doing::accepting, now_};
  const auto* gate = find_in<RequirePending>(profile_->gates);
  if (gate != nullptr && gate->acceptor_enters) enter_pending(link);
  const SessionNumber session = session_for(link);
  if (!link.linked()) {
    const auto* before =
        std::get_if<Accepting>(&link.phase);  // accepted before: what was abandoned then still is
    const Outbound kept = before != nullptr ? before->outbound : Outbound::none;
    link.phase = Accepting{now_, link.is<Inviting>() ? Outbound::abandoned : kept};
  }
  decide(Accept{event.peer.handle, event.invitation, session}, verdict.why);
  touch(i);
}

void Engine::on(const SessionChanged& event) {
  if (event.state == SessionState::connecting) return;
  const Index i = links_.meet(event.peer);
  Link& link = links_[i];
  if (event.session != session_of(link) && !profile_->session.obeys_old_sessions) {
    decide(Ignore{event.peer.handle},
           {Why::old_session, {{"session", event.session.value}, {"present", session_of(link).value}}});
    return;
  }
  if (event.state == SessionState::connected) {
    connect(i);
  } else if (auto* accepting = std::get_if<Accepting>(&link.phase);
             accepting != nullptr && accepting->outbound == Outbound::abandoned &&
             find_in<ArbitrationWindow>(profile_->gates) != nullptr &&
             find_in<ArbitrationWindow>(profile_->gates)->remembers_abandoned) {
    accepting->outbound = Outbound::none;
    decide(Ignore{event.peer.handle}, Why::abandoned_outbound);
  } else {
    disconnect(i, {Why::disconnected, {{"error", event.error}}});
  }
  touch(i);
}

void Engine::on(const DataReceived& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index) return;
  if (event.session != session_of(links_[i]) && !profile_->session.obeys_old_sessions)
    return decide(Ignore{event.peer}, Why::old_session);
  const Decoded decoded = decode(event.bytes);
  if (const auto* bad = std::get_if<Undecodable>(&decoded))
    return decide(Ignore{event.peer}, {Why::undecodable, {{"at", static_cast<std::int64_t>(bad->at)}}});
  const auto& message = std::get<Message>(decoded);
  if (const KeepAlive* k = keep_alive(); k != nullptr && sign_of_life(*k, message, clock()))
    links_[i].contact.own().heard = read(*k, clock());
  std::visit([&](const auto& m) { receive(i, m); }, message);
  touch(i);
}

void Engine::on(const SendFailed& event) {
  const Index i = links_.find(event.peer);
  if (i == no_index) return;
  if (links_[i].contact.written()) links_[i].contact.own().beats = {};
  suffer(i, Symptom::send_failed, {Why::send_failed, {{"error", event.error}}});
  touch(i);
}

void Engine::on(const WallClockStepped& event) {
  wall_offset_ += event.by;
  wall_stepped_ = now_;
  for (Index i = 0; i < links_.size(); ++i) touch(i);
}

void Engine::on(const NetworkChanged& event) { network_ = event.network; }

void Engine::on(const UserSend& event) {
  for (Index i = 0; i < links_.size(); ++i)
    if (links_[i].reached.has(Milestone::usable))
      decide(Send{links_[i].peer.handle, session_of(links_[i]), event.text}, Why::user);
}

}  // namespace nearsim::protocol
