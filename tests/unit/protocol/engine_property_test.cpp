// What holds for every engine in every story.  Stories are random, the profiles are the shipped ones and some
// that only a scenario would write.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/unit/protocol/engine_story.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::never;

namespace {

std::string text(
    const Decisions& decisions) {  // enough to tell any two apart that a host would treat differently
  std::string all;
  for (const Decision& d : decisions) {
    all += std::visit(
        [](const auto& a) {
          std::string one{a.verb};
          if constexpr (requires { a.peer; }) one += " " + std::to_string(a.peer.value);
          if constexpr (requires { a.session; }) one += " s" + std::to_string(a.session.value);
          if constexpr (requires { a.in; }) one += " " + std::to_string(a.in.count());
          if constexpr (requires { a.message; }) {
            const Payload bytes = encode(a.message);
            one.append(bytes.begin(), bytes.end());
          }
          return one;
        },
        d.action);
    all += " " + std::string(name(d.why.code())) + "\n";
  }
  return all;
}

// The first tick of a clock that began at `start`, after `after`.
Instant tick(Instant start, Duration period, Instant after) {
  Instant t = start + period;
  while (t <= after) t += std::max(period, (after - t) / period * period);
  return t;
}

// A registry's: its loops of dials, the tick for those that are not there, and the tick of the health check.
Instant naive_registered(const Engine& engine, const Registration& r, Instant started) {
  Instant first = never;
  for (const Dial& dial : r.dials) first = std::min(first, dial.next);
  const auto* check = find_in<HealthCheck>(engine.profile().detectors);
  if (check != nullptr && r.standing == Registered::connected && !r.asked)
    first = std::min(first, tick(started, check->interval,
                                 std::max(r.checked.value_or(started), r.last_connected.value_or(started))));
  const Periodic* periodic = nullptr;
  for (const Ladder& ladder : engine.profile().remedies)
    if (periodic == nullptr) periodic = find_in<Periodic>(ladder.rungs);
  if (periodic == nullptr || r.standing != Registered::disconnected || r.unreliable || r.departed)
    return first;
  Instant after = std::max(r.ticked.value_or(started), r.lost.value_or(started));
  if (r.last_connected) after = std::max(after, *r.last_connected + periodic->skips_recent - Duration{1});
  return std::min(first, tick(started, periodic->every, after));
}

// What the table of deadlines must agree with: everything that a link shows of itself, asked one by one.
// When a link's silence puts its path in doubt: counted from what was heard, or from the last doubt.
Instant naive_stale(const Engine& engine, const Link& link, const Now& now) {
  const auto* watch = find_in<PathWatch>(engine.profile().detectors);
  const auto* beats = find_in<KeepAlive>(engine.profile().detectors);
  if (watch == nullptr || beats == nullptr || watch->stale > longest_setting) return never;
  if (!link.contact->heard || !link.reached.has(Milestone::usable) || link.is<Healing>()) return never;
  if (beats->spares_mute && !link.contact->greeted) return never;
  const Duration ahead = beats->clock == Clock::wall ? now.wall_offset : Duration{0};
  Instant last = *link.contact->heard - ahead;
  if (link.contact->staled && *link.contact->staled > last) last = *link.contact->staled;
  return last + watch->stale;
}

Instant naive_deadline(const Engine& engine, const Now& now) {
  Instant first = never;
  for (Index i = 0; i < engine.links().size(); ++i) {
    const Link& link = engine.links()[i];
    for (const Instant t : {link.contact->handshake.at, link.contact->reply, link.stable,
                            link.contact->beats.next, link.contact->beats.send})
      first = std::min(first, t);
    for (const Wait& wait : link.contact->waits) first = std::min(first, wait.until);
    if (const auto* inviting = std::get_if<Inviting>(&link.phase)) first = std::min(first, inviting->until);
    if (const auto* cooling = std::get_if<Cooling>(&link.phase)) first = std::min(first, cooling->until);
    for (const Detector& d : engine.profile().detectors)
      if (const auto* keep_alive = std::get_if<KeepAlive>(&d))
        first = std::min(first, verdict(*keep_alive, link, now));
    if (const auto* healing = std::get_if<Healing>(&link.phase)) first = std::min(first, healing->until);
    first = std::min({first, link.contact->pulse.next, naive_stale(engine, link, now)});
    for (const Instant sample : link.contact->sampling.next) first = std::min(first, sample);
    if (engine.profile().registry.remembers)
      first = std::min(first, naive_registered(engine, link.contact->registration, now.started));
  }
  return std::min(first, engine.signalling().next);
}

// Tells an engine a story, step by step, and looks at it after each.
class Teller {
 public:
  Teller(const Profile& profile, std::uint64_t seed) : engine_(story::engine_of(profile, seed)) {
    tell(Started{{story::self_handle}, {}, {}});
  }

  void tell(const story::Steps& steps) {
    for (const story::Step& step : steps) {
      const Instant until = now_ + story::pause(step.wait);
      // A phone that does not sleep serves its deadlines; one that does comes late.  A story is bounded: 1 ms
      // beats.
      for (int served = 0; step.detail % 4 != 0 && engine_.next_deadline() <= until && served < 50; ++served)
        advance(std::max(now_, engine_.next_deadline()));
      advance(std::max(now_, until));
      tell(story::event(engine_, step));
    }
  }

  [[nodiscard]] const Engine& engine() const { return engine_; }
  [[nodiscard]] const std::string& said() const { return said_; }

 private:
  void tell(const Event& event) {
    const Engine before = engine_;
    Engine copy = engine_;
    const bool heard = engine_.running() || std::holds_alternative<Started>(event);
    const Decisions decisions = engine_.handle(now_, event);
    if (const auto* step = std::get_if<WallClockStepped>(&event)) {
      clock_.wall_offset += step->by;
      clock_.wall_stepped = now_;
    }
    if (std::holds_alternative<Started>(event)) {
      clock_.started = now_;
      advertise_ = now_ + engine_.profile().discovery.advertise_after;
      rebrowse_ = nearsim::base::later(now_, engine_.profile().discovery.rebrowse_every);
    }
    RC_ASSERT(text(copy.handle(now_, event)) == text(decisions));
    RC_ASSERT(heard || decisions.empty());
    no_turn_is_missed(before, &event, decisions);
    look(before, copy, decisions);
  }

  void advance(Instant to) {
    const Engine before = engine_;
    Engine copy = engine_;
    now_ = to;
    const Decisions decisions = engine_.advance(now_);
    RC_ASSERT(engine_.next_deadline() > now_);  // time moves on
    RC_ASSERT(text(copy.advance(now_)) == text(decisions));
    no_turn_is_missed(before, nullptr, decisions);
    look(before, copy, decisions);
  }

  // A host looks at the links that an event or a decision is about, and at those that turned silently.  It
  // may pass over whoever sent data, and to whom something is sent, as long as turns() stands still.  Then
  // all are as it saw them last.
  void no_turn_is_missed(const Engine& before, const Event* event, const Decisions& decisions) {
    const bool quiet = engine_.turns() == before.turns();
    const auto see = [&](Handle peer, bool passed_over) {
      const Link* const link = engine_.link(peer);
      const std::uint64_t stands = link == nullptr ? 0 : link->standing();
      if (passed_over && quiet && seen_.contains(peer.value)) RC_ASSERT(seen_[peer.value] == stands);
      seen_[peer.value] = stands;
    };
    for (const Decision& d : decisions) {
      const auto peer_of = [](const auto& a) {
        if constexpr (requires { a.peer; }) return a.peer;
        else return Handle{};
      };
      if (!std::holds_alternative<Send>(d.action)) see(std::visit(peer_of, d.action), false);
      if (std::holds_alternative<ResetIdentity>(d.action)) see_all();  // it forgets everybody
    }
    for (const Index i : engine_.turned_silently()) see(engine_.links()[i].peer.handle, false);
    for (const Decision& d : decisions)
      if (const auto* send = std::get_if<Send>(&d.action)) see(send->peer, event == nullptr);
    if (const auto* data = event == nullptr ? nullptr : std::get_if<DataReceived>(event))
      see(data->peer, true);
    else if (event != nullptr) see_all();  // rare, and of all the kinds that there are
    for (Index i = 0; i < engine_.links().size(); ++i)
      if (const auto it = seen_.find(engine_.links()[i].peer.handle.value); it != seen_.end())
        RC_ASSERT(it->second == engine_.links()[i].standing());
  }
  void see_all() {
    seen_.clear();
    for (Index i = 0; i < engine_.links().size(); ++i)
      seen_[engine_.links()[i].peer.handle.value] = engine_.links()[i].standing();
  }

  void look(const Engine& before, const Engine& copy, const Decisions& decisions) {
    said_ += text(decisions);
    clock_.monotonic = now_;
    if (advertise_ <= now_ || !engine_.running()) advertise_ = never;
    const auto& discovery = engine_.profile().discovery;
    if (forget_ <= now_) forget_ = never;
    if (rebrowse_ <= now_) {
      rebrowse_ = nearsim::base::later(now_, discovery.rebrowse_every);
      if (discovery.forget_after <= longest_setting) forget_ = now_ + discovery.forget_after;
    }
    if (!engine_.running()) rebrowse_ = forget_ = never;
    const Instant of_links = naive_deadline(engine_, clock_);
    RC_ASSERT(engine_.next_deadline() == std::min({of_links, advertise_, rebrowse_, forget_}));
    RC_ASSERT(copy == engine_);
    RC_ASSERT(copy.describe() == engine_.describe());
    RC_ASSERT(copy.hash() == engine_.hash());
    RC_ASSERT((before == engine_) == (before.describe() == engine_.describe()));
    // A simultaneous dial's rule says whose dial stands, not who may dial.
    const bool elects = find_in<SimultaneousDial>(engine_.profile().gates) == nullptr;
    for (const Decision& d : decisions)
      if (const auto* invite = std::get_if<Invite>(&d.action); invite != nullptr && elects)
        if (const Link* link = engine_.link(invite->peer))  // a clique is repaired by whoever hears of it
          RC_ASSERT(engine_.wants(*link) || d.why.code() == Why::gossip || d.why.code() == Why::impatient);
    for (Index i = 0; i < engine_.links().size(); ++i) consistent(engine_.links()[i]);
  }

  static void consistent(const Link& link) {
    if (link.linked()) RC_ASSERT(link.connected);
    if (link.is<Idle>()) RC_ASSERT(link.visible);
    if (link.is<Absent>()) RC_ASSERT(!link.visible);
    RC_ASSERT(link.failures >= 0);
    const bool trying = link.is<Inviting>() || link.is<Accepting>();
    // The mutex is taken while an attempt is under way, and an invitation accepted beside a link takes it
    // too.
    if (trying && !link.connected) RC_ASSERT(link.operation.doing != Doing::nothing);
    if (!trying && !link.connected) RC_ASSERT(link.operation.doing == Doing::nothing);
  }

  Engine engine_;
  Instant now_{}, advertise_ = never, rebrowse_ = never, forget_ = never;
  Now clock_{};
  std::string said_;
  std::map<std::uint64_t, std::uint64_t> seen_;  // by handle: how its link stood when it was last looked at
};

}  // namespace

TEST_CASE(
    "engine: in any story time moves on, copies agree, deadlines are the earliest, and phases hold "
    "together") {
  for (const Profile& profile : story::profiles()) {
    CAPTURE(profile.name);
    CHECK(rc::check(profile.name, [&](const story::Steps& steps, std::uint64_t seed) {
      Teller teller(profile, seed);
      teller.tell(steps);
    }));
  }
}

TEST_CASE("engine: the same story told twice has the same end") {
  for (const Profile& profile : story::profiles())
    CHECK(rc::check(profile.name, [&](const story::Steps& steps, std::uint64_t seed) {
      Teller once(profile, seed), again(profile, seed);
      once.tell(steps);
      again.tell(steps);
      RC_ASSERT(once.said() == again.said());
      RC_ASSERT(once.engine() == again.engine());
    }));
}

TEST_CASE("engine: a host whose clock goes back is told so") {
  Engine engine = story::engine_of(meshred(), 1);
  (void)engine.handle(nearsim::base::at(2s), Started{{1}, {}, {}});
  CHECK_THROWS((void)engine.advance(nearsim::base::at(1s)));
  CHECK_THROWS((void)engine.handle(nearsim::base::at(1s), Stopped{}));
}

TEST_CASE("engine: before it is started it decides nothing") {
  Engine engine = story::engine_of(meshred(), 1);
  CHECK(engine.handle(nearsim::base::at(1s), PeerFound{story::person(0)}).empty());
  CHECK(engine.next_deadline() == never);
  CHECK(engine.links().size() == 0);
}

TEST_CASE("engine: any number of closures may be due at once") {  // a phone that slept through a storm of
                                                                  // reconnections
  Engine engine = story::engine_of(fixv2(), 1);
  (void)engine.handle(Instant{}, Started{{1}, {}, {}});
  const PeerRecord zoe = story::person(3);
  for (int i = 0; i < 500; ++i) {
    (void)engine.handle(Instant{}, PeerFound{zoe});
    (void)engine.handle(Instant{}, SessionChanged{zoe, {1}, SessionState::connected});
    (void)engine.handle(Instant{}, SessionChanged{zoe, {1}, SessionState::not_connected});
  }
  (void)engine.advance(nearsim::base::at(4s));
  CHECK(engine.next_deadline() == nearsim::base::at(6s));
  CHECK(engine.link(zoe.handle)->contact->waits.size() == 500);
}
