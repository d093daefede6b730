// The gates one by one, on facts alone: what each passes, allows and denies, at its very limits.
#include "protocol/gates/gates.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;

namespace {

using Kind = Verdict::Kind;

struct Pair {  // what one side knows: itself and the other
  PeerRecord self, peer;
  std::vector<std::string> pending{};
  Link link{};
  [[nodiscard]] Facts facts(Question question, Instant now = {}) {
    link.peer = peer;
    return {question, now, self, link, pending};
  }
};

Kind kind(const Verdict& verdict) { return verdict.kind; }

}  // namespace

TEST_CASE("election: exactly one of two peers invites, and the other one's accepting agrees") {
  const std::vector<PeerRecord> people{
      {{10}, "Ana", "n3", 1}, {{9}, "Bob", "n1", 2},  {{2}, "ana", "n2", 3}, {{3}, "Ana B", "n10", 1},
      {{4}, "", "n9", 1},     {{5}, "José", "n8", 1}, {{6}, "Zoe", "N3", 1}, {{7}, "iPhone", "n0", 1},
  };
  for (const Key key : {Key::display_name, Key::node_id, Key::handle})
    for (const Winner winner : {Winner::least, Winner::greatest})
      for (const PeerRecord& a : people)
        for (const PeerRecord& b : people) {
          if (a == b) continue;
          CAPTURE(a.display_name);
          CAPTURE(b.display_name);
          const Election gate{key, winner};
          Pair mine{a, b}, theirs{b, a};
          const bool i = kind(judge(gate, mine.facts(Question::invite))) == Kind::pass;
          const bool peer = kind(judge(gate, theirs.facts(Question::invite))) == Kind::pass;
          CHECK(i != peer);
          CHECK(invites(gate, a, b) == i);
          CHECK((kind(judge(gate, mine.facts(Question::accept))) == Kind::pass) == peer);
          CHECK(kind(judge(gate, mine.facts(Question::keep))) == Kind::pass);
        }
}

TEST_CASE("election: the least or the greatest key, by bytes") {
  Pair ana{{{1}, "Ana", "", 0}, {{2}, "Bob", "", 0}};
  CHECK(kind(judge(Election{Key::display_name, Winner::least}, ana.facts(Question::invite))) == Kind::pass);
  const Verdict waits = judge(Election{Key::display_name, Winner::greatest}, ana.facts(Question::invite));
  CHECK(kind(waits) == Kind::deny);
  CHECK(waits.why.code() == Why::peer_invites);
  Pair upper{{{1}, "ana", "", 0}, {{2}, "Bob", "", 0}};
  CHECK(kind(judge(Election{}, upper.facts(Question::invite))) == Kind::deny);
}

TEST_CASE("election: on a tie nobody invites and both accept") {
  for (const Winner winner : {Winner::least, Winner::greatest}) {
    Pair pair{{{1}, "iPhone", "", 0}, {{2}, "iPhone", "", 0}};
    const Verdict verdict = judge(Election{Key::display_name, winner}, pair.facts(Question::invite));
    CHECK(kind(verdict) == Kind::deny);
    CHECK(verdict.why.code() == Why::tie);
    CHECK(kind(judge(Election{Key::display_name, winner}, pair.facts(Question::accept))) == Kind::pass);
  }
}

TEST_CASE(
    "arbitration window: inside, at its end, after it; and only while our own invitation is under way") {
  Pair pair{{{1}, "Ana", "", 0}, {{2}, "Bob", "", 0}};
  const ArbitrationWindow gate{.window = 1200ms};
  pair.link.phase = Inviting{at(5s), nearsim::base::never};
  CHECK(kind(judge(gate, pair.facts(Question::accept, at(5s)))) == Kind::allow);
  CHECK(kind(judge(gate, pair.facts(Question::accept, at(6200ms)))) == Kind::allow);
  CHECK(kind(judge(gate, pair.facts(Question::accept, at(6200ms + 1ns)))) == Kind::pass);
  CHECK(kind(judge(gate, pair.facts(Question::invite, at(5s)))) == Kind::pass);
  for (const Phase& phase :
       {Phase{Absent{}}, Phase{Idle{}}, Phase{Accepting{at(5s)}}, Phase{Establishing{at(5s)}},
        Phase{Established{at(5s)}}, Phase{Cooling{at(9s), 1}}}) {
    pair.link.phase = phase;
    CHECK(kind(judge(gate, pair.facts(Question::accept, at(5s)))) == Kind::pass);
  }
}

TEST_CASE("one operation: refuses while one is under way, until it expires, and soon after any began") {
  Pair pair{{{1}, "Ana", "", 0}, {{2}, "Bob", "", 0}};
  const OneOperation gate{.expires_after = 5s, .spacing = 1s};
  for (const Question question : {Question::invite, Question::accept}) {
    pair.link.operation = {};
    CHECK(kind(judge(gate, pair.facts(question, at(1s)))) == Kind::pass);
    for (const Doing doing : {Doing::inviting, Doing::accepting}) {
      pair.link.operation = {doing, at(10s)};
      CHECK(judge(gate, pair.facts(question, at(10s))).why.code() == Why::busy);
      CHECK(judge(gate, pair.facts(question, at(15s - 1ns))).why.code() == Why::busy);
      CHECK(kind(judge(gate, pair.facts(question, at(15s)))) == Kind::pass);
    }
    pair.link.operation = {Doing::nothing, at(10s)};
    CHECK(judge(gate, pair.facts(question, at(11s - 1ns))).why.code() == Why::too_soon);
    CHECK(kind(judge(gate, pair.facts(question, at(11s)))) == Kind::pass);
  }
  pair.link.operation = {Doing::inviting, at(10s)};
  CHECK(kind(judge(gate, pair.facts(Question::keep, at(10s)))) == Kind::pass);
  CHECK(judge(OneOperation{}, pair.facts(Question::accept, at(24h))).why.code() ==
        Why::busy);  // no expiry at all
}

TEST_CASE("pending set: keeps whom somebody entered, by the key it is told to use") {
  Pair pair{{{1}, "Ana", "", 0}, {{22}, "iPhone", "", 0}, {"iPhone"}};
  CHECK(kind(judge(RequirePending{.key = Key::display_name}, pair.facts(Question::keep))) == Kind::pass);
  CHECK(judge(RequirePending{.key = Key::handle}, pair.facts(Question::keep)).why.code() == Why::not_pending);
  pair.pending = {"22"};
  CHECK(kind(judge(RequirePending{.key = Key::handle}, pair.facts(Question::keep))) == Kind::pass);
  CHECK(kind(judge(RequirePending{}, pair.facts(Question::accept))) == Kind::pass);
}

TEST_CASE("gates in a row: the first that does not pass decides") {
  Pair pair{{{1}, "Ana", "", 0}, {{2}, "Bob", "", 0}};
  pair.link.phase = Inviting{at(0s), nearsim::base::never};
  pair.link.operation = {Doing::inviting, at(0s)};
  const std::vector<Gate> window_first{ArbitrationWindow{}, Election{}, OneOperation{}};
  const std::vector<Gate> mutex_first{OneOperation{}, ArbitrationWindow{}, Election{}};
  CHECK(judge(window_first, pair.facts(Question::accept, at(1s))).why.code() == Why::preempt);
  CHECK(judge(window_first, pair.facts(Question::accept, at(2s))).why.code() == Why::i_invite);
  CHECK(judge(mutex_first, pair.facts(Question::accept, at(1s))).why.code() == Why::busy);
  CHECK(kind(judge(std::vector<Gate>{}, pair.facts(Question::accept))) == Kind::pass);
}

namespace {

Link linked(std::uint64_t newest) {
  Link link;
  link.phase = Established{};
  link.connected = true;
  link.newest = newest;
  return link;
}

}  // namespace

TEST_CASE("ghost filter: a lower instance is refused whatever it asks, an equal or greater one is not") {
  for (const Question question :
       {Question::invite, Question::repair, Question::accept, Question::keep, Question::deliver})
    for (std::uint64_t newest = 0; newest < 4; ++newest)
      for (std::uint64_t claimed = 0; claimed < 5; ++claimed) {
        CAPTURE(newest);
        CAPTURE(claimed);
        Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", claimed}, {}, linked(newest)};
        const bool ghost = claimed != 0 && claimed < newest;  // 0: it does not say
        const Verdict verdict = judge(GhostFilter{}, pair.facts(question));
        CHECK((kind(verdict) == Kind::deny) == ghost);
        if (ghost) CHECK(verdict.why.code() == Why::ghost);
      }
}

TEST_CASE("ghost filter: monotone: what is refused stays refused when a newer instance is seen") {
  CHECK(rc::check([](std::uint64_t claimed, std::uint64_t newest, std::uint64_t more) {
    Pair before{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", claimed}, {}, linked(newest)};
    Pair after{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", claimed}, {}, linked(std::max(newest, more))};
    const bool refused = kind(judge(GhostFilter{}, before.facts(Question::accept))) == Kind::deny;
    const bool still = kind(judge(GhostFilter{}, after.facts(Question::accept))) == Kind::deny;
    RC_ASSERT(!refused || still);
  }));
}

TEST_CASE("ghost filter: a twin is another peer object of the instance that is linked") {
  Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", 3}, {}, linked(3)};
  const PeerRecord twin{{9}, "Bob", "b", 3};
  Facts facts = pair.facts(Question::accept);
  facts.claim = &twin;
  CHECK(kind(judge(GhostFilter{}, facts)) == Kind::pass);
  CHECK(judge(GhostFilter{.twin = Twin::refused}, facts).why.code() == Why::twin);
  pair.link.connected = false;  // nobody is linked: the other object may be the one that counts
  CHECK(kind(judge(GhostFilter{.twin = Twin::refused}, facts)) == Kind::pass);
}

TEST_CASE("ghost filter: before the hello a message belongs to nobody, where the design says so") {
  Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", 3}, {}, linked(3)};
  CHECK(kind(judge(GhostFilter{}, pair.facts(Question::deliver))) == Kind::pass);
  const GhostFilter strict{.needs_handshake = true};
  CHECK(judge(strict, pair.facts(Question::deliver)).why.code() == Why::unmapped);
  CHECK(kind(judge(strict, pair.facts(Question::accept))) == Kind::pass);
  pair.link.contact.own().greeted = true;
  CHECK(kind(judge(strict, pair.facts(Question::deliver))) == Kind::pass);
}

TEST_CASE("half-open repair: only an invitation, and only of whom we think connected") {
  Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", 1}, {}, linked(1)};
  CHECK(kind(judge(HalfOpenRepair{}, pair.facts(Question::accept))) == Kind::allow);
  CHECK(judge(HalfOpenRepair{.inbound = Inbound::refused}, pair.facts(Question::accept)).why.code() ==
        Why::already_linked);
  CHECK(kind(judge(HalfOpenRepair{}, pair.facts(Question::invite))) == Kind::pass);
  pair.link.phase = Inviting{};
  CHECK(kind(judge(HalfOpenRepair{}, pair.facts(Question::accept))) == Kind::pass);
}

TEST_CASE("cooldown: denies to its very end and no longer, and what is left is never negative") {
  CHECK(rc::check([](std::int16_t until, std::int16_t now, bool inbound) {
    Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", 1}};
    pair.link.cool = at(until * 1ms);
    const Cooldown gate{.refuses_inbound = inbound};
    for (const Question question : {Question::invite, Question::repair, Question::accept, Question::keep}) {
      const bool asks = question == Question::invite || question == Question::repair ||
                        (inbound && question == Question::accept);
      const Verdict verdict = judge(gate, pair.facts(question, at(now * 1ms)));
      RC_ASSERT((kind(verdict) == Kind::deny) == (asks && now < until));
      if (kind(verdict) != Kind::deny) continue;
      RC_ASSERT(std::get<Duration>(verdict.why.figures()[0].value) == (until - now) * 1ms);
      RC_ASSERT(std::get<Duration>(verdict.why.figures()[0].value) > 0ms);
    }
  }));
}

TEST_CASE("election: whoever repairs a clique is not asked, and a leader may accept") {
  Pair pair{{{1}, "Ana", "a", 1}, {{2}, "Bob", "b", 1}};
  const Election greatest{Key::node_id, Winner::greatest, Refusal::never};
  CHECK(kind(judge(greatest, pair.facts(Question::invite))) == Kind::deny);
  CHECK(kind(judge(greatest, pair.facts(Question::repair))) == Kind::pass);
  Pair leader{{{1}, "Bob", "b", 1}, {{2}, "Ana", "a", 1}};
  CHECK(kind(judge(greatest, leader.facts(Question::accept))) == Kind::pass);
  CHECK(kind(judge(Election{Key::node_id, Winner::greatest}, leader.facts(Question::accept))) == Kind::deny);
}
