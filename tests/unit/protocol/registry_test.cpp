// Known devices: dialling, losing and asking them, with a bare engine.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "protocol/engine.hpp"
#include "protocol/gates/gates.hpp"
#include "protocol/profiles/designs.hpp"

using namespace nearsim;            // NOLINT: a test of these namespaces
using namespace nearsim::protocol;  // NOLINT

namespace {

const PeerRecord bob{{2}, "Bob", "Bob", 0};

struct Ana {
  explicit Ana(const Profile& p)
      : engine({{1}, "Ana", "Ana", 0}, std::make_shared<const Profile>(p),
               base::Streams(base::Seed{1}).stream("Ana")) {}
  Decisions start() { return engine.handle(base::at(0s), Started{{1}, {{"known/Bob", "paired"}}, {bob}}); }
  Decisions change(Duration at, std::uint32_t session, SessionState state, Ending ending = Ending::unknown) {
    return engine.handle(base::at(at), SessionChanged{bob, {session}, state, 0, ending});
  }
  Engine engine;
};

template <class A>
int count(const Decisions& decisions) {
  return static_cast<int>(std::count_if(decisions.begin(), decisions.end(), [](const Decision& d) {
    return std::holds_alternative<A>(d.action);
  }));
}

}  // namespace

TEST_CASE("registry: a known device is dialled at the start, undiscovered; a distrusted one is not") {
  Ana ana(spacedrive_repaired());
  CHECK(count<Invite>(ana.start()) == 1);
  Ana wary(spacedrive());
  const Started started{{1}, {{"known/Bob", "unreliable"}}, {bob}};
  CHECK(count<Invite>(wary.engine.handle(base::at(0s), started)) == 0);
}

TEST_CASE(
    "registry: a dialled connection is kept, or its handle is dropped while the device counts as connected") {
  for (const bool keeps : {true, false}) {
    Profile p = spacedrive_repaired();
    p.registry.keeps_dialled = keeps;
    Ana ana(p);
    (void)ana.start();
    const Decisions said = ana.change(60ms, 2, SessionState::connected);
    CHECK(count<LeaveSession>(said) == (keeps ? 0 : 1));
    CHECK(count<Notify>(said) == 1);
    CHECK(ana.engine.session_of(bob.handle).value == (keeps ? 2u : 0u));
  }
}

TEST_CASE(
    "periodic: the next tick of a clock that runs from the start, after the loss and after what is recent") {
  struct Row {
    Duration skips, lost, tick;
  };
  for (const Row& row :
       {Row{0s, 100s, 120s}, Row{0s, 120s, 150s}, Row{300s, 100s, 330s}, Row{300s, 400s, 420s}}) {
    Profile p = spacedrive_repaired();
    p.remedies = {{Symptom::link_failed, {Periodic{.every = 30s, .skips_recent = row.skips}}}};
    p.detectors.clear();
    Ana ana(p);
    (void)ana.start();
    (void)ana.change(60ms, 2, SessionState::connected);
    (void)ana.change(row.lost, 2, SessionState::not_connected, Ending::timed_out);
    CHECK(ana.engine.next_deadline() == base::at(row.tick));
    CHECK(count<Invite>(ana.engine.advance(base::at(row.tick))) == 1);
  }
}

TEST_CASE("health check: the first verdict is 130 to 190 s after the last answer that could come") {
  for (const Duration death : {61s, 90s, 119s}) {
    Ana ana(spacedrive_repaired());
    (void)ana.start();
    (void)ana.change(60ms, 2, SessionState::connected);
    Duration lost{};
    for (Duration tick = 60s; lost == 0s; tick += 60s) {
      CHECK(count<Probe>(ana.engine.advance(base::at(tick))) == 1);
      const bool dead = tick > death;
      const Duration answer = dead ? 10s : 1s;
      const Decisions said = ana.engine.handle(base::at(tick + answer), Probed{bob.handle, {2}, !dead});
      if (count<Suspect>(said) > 0) lost = tick + answer;
    }
    CHECK(lost - death == 120s - death + 130s);
  }
}

TEST_CASE("redial: so many tries, so far apart, and one loop at a time if so set") {
  for (const bool single : {true, false}) {
    Profile p = spacedrive_repaired();
    p.registry.guards_state = false;
    p.session.obeys_old_sessions = true;
    p.remedies = {
        {Symptom::link_failed, {Redial{.after = 0s, .tries = 3, .spacing = 5s, .single_flight = single}}}};
    Ana ana(p);
    (void)ana.start();
    (void)ana.change(60ms, 2, SessionState::connected);
    (void)ana.change(10s, 2, SessionState::not_connected, Ending::timed_out);
    (void)ana.change(10s, 2, SessionState::not_connected,
                     Ending::timed_out);  // once more, as without a guard
    int dials = 0;
    for (Instant now = ana.engine.next_deadline(); now != base::never; now = ana.engine.next_deadline())
      for (const Decision& d : ana.engine.advance(now))
        if (const auto* invite = std::get_if<Invite>(&d.action)) {
          ++dials;
          (void)ana.engine.handle(
              now, SessionChanged{bob, invite->session, SessionState::not_connected, 61, Ending::refused});
        }
    CHECK(dials == (single ? 3 : 6));
  }
}

TEST_CASE("simultaneous dial: exactly one of two dials stands, whichever key wins; equal keys make none") {
  for (const Winner winner : {Winner::least, Winner::greatest})
    for (const auto& [mine, theirs] : {std::pair{"a", "b"}, {"b", "a"}, {"a", "a"}}) {
      const SimultaneousDial gate{.key = Key::node_id, .stands = winner};
      const std::vector<std::string> pending;
      Link there, here;
      there.peer = {{1}, "", mine, 0};
      here.peer = {{2}, "", theirs, 0};
      there.phase = here.phase = Inviting{};
      const PeerRecord self = there.peer, other = here.peer;
      const auto refuses = [&](const PeerRecord& who, const Link& link) {
        return judge(gate, Facts{Question::accept, base::at(1s), who, link, pending}).kind ==
               Verdict::Kind::deny;
      };
      const int refusals = int{refuses(self, here)} + int{refuses(other, there)};
      CHECK(refusals == (std::string(mine) == theirs ? 0 : 1));
      here.phase = Idle{};
      CHECK_FALSE(refuses(self, here));
    }
}
