// Records that nobody takes are counted and not made: nothing that is asked may come out otherwise.
#include <doctest/doctest.h>

#include <vector>

#include "sim/run/record_budget.hpp"
#include "sim/run/sweep.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "tests/unit/run/court_room.hpp"
#include "tests/unit/run/two_phones.hpp"

using namespace nearsim;
using namespace nearsim::run;
using namespace std::chrono_literals;

namespace {

class Invites final : public Monitor {
 public:
  Invites() { hear_only(VerbSet{}.set(verb_)); }
  void happened(const Happening& happening) override { heard.push_back(happening.verb == verb_); }
  void finish(base::Instant) override {}
  std::vector<bool> heard;

 private:
  VerbNumber verb_ = verb_number("engine", "invite");
};

}  // namespace

TEST_CASE("a verb's number is that of its topic and its letters") {
  for (const scenario::Counter& counter : scenario::counters()) {
    INFO(counter.name);
    CHECK(verb_number(counter.topic, counter.verb) < verb_numbers());
  }
  CHECK(verb_number("engine", "send") != verb_number("mpc", "send"));
  CHECK(verb_number("engine", "sends") == no_verb);
  CHECK(verb_number("engines", "end") == no_verb);
}

TEST_CASE("asked for yes or no, the jury hears what a judge goes by, until it is violated") {
  CourtRoom room(with_invariant(people(2), "I10"), Asked::yes_or_no);
  const VerbNumber obeyed = verb_number("device", "obeyed_old_session");
  room.start();
  CHECK(room.jury.hears(obeyed));
  CHECK_FALSE(room.jury.hears(verb_number("mpc", "invite_sent")));
  CHECK_FALSE(room.jury.hears(no_verb));
  for (const base::Duration at : {1s, 2s})  // the second time the judge wants to hear no more
    room.at(at).happen("device", "obeyed_old_session", ana, net::no_node);
  room.at(3s).view(ana, bob, [](View& v) { v.invites = 1; });
  CHECK_FALSE(room.jury.hears(obeyed));
  CHECK(room.invariant(10s).held == Held::violated);
}

TEST_CASE("asked in full, the jury hears everything") {
  CourtRoom room(with_invariant(people(2), "I10"));
  CHECK(room.jury.hears(verb_number("mpc", "invite_sent")));
  CHECK(room.jury.hears(no_verb));
}

TEST_CASE("a run that makes a part of its records counts them all, and its verdicts are the same") {
  const scenario::Scenario s = two_phones();
  const Report whole = run::run(s, base::Seed{1});
  Invites invites;
  RunOptions options;
  options.judges = Asked::yes_or_no;
  options.fingerprint = Fingerprinted::no;
  options.monitors = {&invites};
  const Report part = run::run(s, base::Seed{1}, options);
  CHECK(part.records == whole.records);
  CHECK(part.events == whole.events);
  REQUIRE(part.invariants.size() == whole.invariants.size());
  for (std::size_t i = 0; i < whole.invariants.size(); ++i)
    CHECK(part.invariants[i].held == whole.invariants[i].held);
  CHECK(invites.heard == std::vector<bool>{true});
}

TEST_CASE("a budget of records ends a run that fills one stretch with more") {
  RunOptions options;
  options.record_budget = {3, 1h};
  const Report report = run::run(two_phones(), base::Seed{1}, options);
  CHECK(report.ending == Ending::budget);
  CHECK(report.records == 3);

  RecordCount count({2, 10s});
  for (const base::Duration at : {1s, 9s, 10s, 19s}) CHECK_NOTHROW((void)count.next(base::at(at)));
  CHECK_THROWS_AS((void)count.next(base::at(19s)), kernel::BudgetExhausted);
  CHECK(count.count() == 4);
}
