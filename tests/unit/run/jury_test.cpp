// Who is told what: judges hear the verbs and the changes that they name, and no others.
#include "sim/run/judges/jury.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;       // NOLINT
using namespace nearsim::run;  // NOLINT

namespace {

std::vector<VerbNumber> numbers(const Verbs& verbs) { return {verbs.begin(), verbs.end()}; }

}  // namespace

TEST_CASE("verbs: a framework's verb is heard of every framework, and of the engine and the network not") {
  const std::vector<VerbNumber> deliver = numbers({{"", "deliver"}});
  CHECK(deliver.size() == 3);
  for (const std::string_view topic : {"mpc", "quic", "ice"})
    CHECK(std::count(deliver.begin(), deliver.end(), verb_number(topic, "deliver")) == 1);
  const std::vector<VerbNumber> send = numbers({{"", "send"}});
  CHECK(std::count(send.begin(), send.end(), verb_number("engine", "send")) == 0);
  CHECK(std::count(send.begin(), send.end(), verb_number("mpc", "send")) == 1);
}

TEST_CASE("verbs: an alias has the number of what it narrows, and nobody is heard twice") {
  CHECK(numbers({{"engine", "send"}, {"engine", "send"}}) ==
        std::vector<VerbNumber>{verb_number("engine", "send")});
}

TEST_CASE("verbs: what judges hear beyond the vocabulary has a number that no counter has") {
  const VerbNumber kill = verb_number("device", "kill");
  REQUIRE(kill != no_verb);
  CHECK(kill < verb_numbers());
  Tally tally;
  const kernel::Record record{base::Instant{}, "Ana", "device", "kill", "", {}};
  tally.count({record, 0, ana, net::no_node}, kill);
  CHECK(tally.counting() == 0);
  CHECK(verb_number("device", "sings") == no_verb);
  CHECK_THROWS((void)Verbs{{"device", "sings"}});
}

TEST_CASE("parts: each way in which a pair can stand differently is one of them") {
  const auto changed = [](auto change) {
    PairState before, now;
    change(now);
    return difference(before, now);
  };
  CHECK(changed([](PairState&) {}) == 0);
  CHECK(changed([](PairState& p) { p.ab.visible = true; }) == parts::seen);
  CHECK(changed([](PairState& p) { p.ba.wants = true; }) == parts::seen);
  CHECK(changed([](PairState& p) { p.ab.sees_present = true; }) == parts::present);
  CHECK(changed([](PairState& p) { p.ba.wants_present = true; }) == parts::present);
  CHECK(changed([](PairState& p) { p.ba.tries_old = true; }) == parts::present);
  CHECK(changed([](PairState& p) { p.ab.trying = true; }) == parts::trying);
  CHECK(changed([](PairState& p) { p.ba.connected = true; }) == parts::connected);
  CHECK(changed([](PairState& p) { p.ab.usable = true; }) == parts::usable);
  CHECK(changed([](PairState& p) { p.ba.told = true; }) == parts::told);
  CHECK(changed([](PairState& p) { p.ab.invites = 2; }) == parts::invites);
  CHECK(changed([](PairState& p) { p.truth.live = 1; }) == parts::truth);
  CHECK(changed([](PairState& p) { p.truth.half_open = 1; }) == parts::truth);
  CHECK(changed([](PairState& p) { p.truth.mismatched = true; }) == parts::truth);
  CHECK(changed([](PairState& p) { p.a_runs = true; }) == parts::presence);
  CHECK(changed([](PairState& p) { p.b_runs = true; }) == parts::presence);
  CHECK(changed([](PairState& p) { p.a_there = true; }) == parts::presence);
  CHECK(changed([](PairState& p) { p.b_there = true; }) == parts::presence);
  CHECK(changed([](PairState& p) { p.a_reaches_b = true; }) == parts::reach);
  CHECK(changed([](PairState& p) { p.b_reaches_a = true; }) == parts::reach);
  CHECK(changed([](PairState& p) { p.a_full = true; }) == parts::room);
  CHECK(changed([](PairState& p) { p.b_full = true; }) == parts::room);
  CHECK(changed([](PairState& p) { p.ab.connected = p.ba.told = p.a_runs = true; }) ==
        (parts::connected | parts::told | parts::presence));
}

TEST_CASE("asked for yes or no, the jury says the same and keeps the first violation alone") {
  const auto judged = [](Asked asked) {
    CourtRoom room(with_invariant(people(2), "I16"), asked);
    room.start();
    for (int i = 0; i < 3; ++i) {
      room.at(std::chrono::seconds(2 * i + 1)).view(ana, bob, [](View& v) { v.invites = 2; });
      room.at(std::chrono::seconds(2 * i + 2)).view(ana, bob, [](View& v) { v.invites = 0; });
    }
    room.decide("invite", ana, bob, "found");
    return room.finish(10s);
  };
  const Report in_full = judged(Asked::in_full), yes_or_no = judged(Asked::yes_or_no);
  CHECK(in_full.invariants.at(0).held == Held::violated);
  CHECK(in_full.invariants.at(0).violations.size() == 3);
  CHECK(in_full.counts.size() == 1);
  CHECK(yes_or_no.invariants.at(0).held == Held::violated);
  CHECK(yes_or_no.invariants.at(0).violations.size() == 1);
  CHECK(yes_or_no.invariants.at(0).violations.at(0).at == in_full.invariants.at(0).violations.at(0).at);
  CHECK(yes_or_no.counts.empty());
}

TEST_CASE("asked for yes or no, what holds is held") {
  CourtRoom room(with_invariant(people(2), "I16"), Asked::yes_or_no);
  room.start().at(1s).view(ana, bob, [](View& v) { v.invites = 1; });
  CHECK(room.invariant(10s).held == Held::held);
}
