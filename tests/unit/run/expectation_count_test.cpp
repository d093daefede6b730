// at_most, at_least, exactly, never, within and sometimes over counters, and the tally of the vocabulary.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;
using scenario::Expectation;
using scenario::Per;
using scenario::Quantifier;

namespace {

Expectation expect(Quantifier quantifier, std::int64_t count, std::string counter) {
  Expectation e;
  e.quantifier = quantifier;
  e.count = count;
  e.subject.name = std::move(counter);
  e.text = "the text";
  return e;
}

struct Invitations : CourtRoom {
  explicit Invitations(Expectation e, Node people_count = 3)
      : CourtRoom(people(people_count, {std::move(e)})) {
    start();
    at(100ms).decide("invite", ana, bob, "found").decide("invite", ana, cyd, "found");
    at(2s).decide("invite", ana, bob, "backoff_over").at(3s).decide("invite", bob, ana, "found");
    at(4s).decide("accept", bob, ana, "not_pending");
  }
  Verdict verdict() { return expectation(60s); }
};

}  // namespace

TEST_CASE("at_most, at_least and exactly: the bound itself, and one beside it") {
  struct Row {
    Quantifier quantifier;
    std::int64_t count;
    Held held;
  };
  for (const Row row :
       {Row{Quantifier::at_most, 4, Held::held}, Row{Quantifier::at_most, 3, Held::violated},
        Row{Quantifier::at_least, 4, Held::held}, Row{Quantifier::at_least, 5, Held::violated},
        Row{Quantifier::exactly, 4, Held::held}, Row{Quantifier::exactly, 3, Held::violated},
        Row{Quantifier::exactly, 5, Held::violated}, Row{Quantifier::never, 0, Held::violated}}) {
    CAPTURE(row.count);
    CHECK(Invitations{expect(row.quantifier, row.count, "invite")}.verdict().held == row.held);
  }
}

TEST_CASE("the record that is too many is named") {
  const Verdict v = Invitations{expect(Quantifier::at_most, 2, "invite")}.verdict();
  REQUIRE(v.violations.size() == 1);
  CHECK(v.violations[0].at == base::at(2s));
  CHECK(v.violations[0].record == 2);
  CHECK(v.violations[0].a == ana);
  CHECK(v.violations[0].b == bob);
  CHECK(v.measured == "4 times: 0.100s Ana>Bob, 0.100s Ana>Cyd, 2.000s Ana>Bob, ...");
}

TEST_CASE("filters: who, whom, why") {
  Expectation e = expect(Quantifier::exactly, 2, "invite");
  e.subject.from = "Ana";
  e.subject.to = "Bob";
  CHECK(Invitations{e}.verdict().held == Held::held);
  e.subject.where = {{"why", "found"}};
  e.count = 1;
  CHECK(Invitations{e}.verdict().held == Held::held);
  e.subject.where = {{"why", "gossip"}};
  e.count = 0;
  CHECK(Invitations{e}.verdict().measured == "never");
}

TEST_CASE("an alias brings its own filter") {
  CourtRoom r{people(2, {expect(Quantifier::exactly, 1, "error_61")})};
  r.start();
  r.happen("mpc", "not_connected", ana, bob, {{"errno", std::int64_t{61}}});
  r.happen("mpc", "not_connected", ana, bob, {{"errno", std::int64_t{60}}});
  r.happen("mpc", "not_connected", ana, bob);
  CHECK(r.expectation(60s).held == Held::held);
}

TEST_CASE("during: both ends of the window count") {
  Expectation e = expect(Quantifier::exactly, 2, "invite");
  e.during = scenario::Window{2s, 3s};
  CHECK(Invitations{e}.verdict().held == Held::held);
}

TEST_CASE("per link and per device") {
  Expectation e = expect(Quantifier::at_most, 2, "invite");
  e.per = Per::link;
  const Verdict held = Invitations{e}.verdict();
  CHECK(held.held == Held::held);
  CHECK(held.measured == "4 times: 0.100s Ana>Bob, 0.100s Ana>Cyd, 2.000s Ana>Bob, ...; most 2 on Ana>Bob");
  e.per = Per::device;
  const Verdict broken = Invitations{e}.verdict();
  REQUIRE(broken.violations.size() == 1);
  CHECK(broken.violations[0].record == 2);
  CHECK(broken.violations[0].detail == "this is number 3 on Ana");
}

TEST_CASE("at_least per link asks it of every link, also of the silent ones") {
  Expectation e = expect(Quantifier::at_least, 1, "invite");
  e.per = Per::link;
  const Verdict v = Invitations{e, 2 + 1}.verdict();
  CHECK(v.violations.size() == 3);  // Bob>Cyd, Cyd>Ana, Cyd>Bob
  e.subject.from = "Ana";
  CHECK(Invitations{e}.verdict().held == Held::held);
  e.per = Per::device;
  e.subject.from = "";
  CHECK(Invitations{e}.verdict().violations.at(0).a == cyd);
}

TEST_CASE("within and sometimes: once is enough") {
  Expectation e = expect(Quantifier::within, 0, "accept");
  e.bound = 4s;
  CHECK(Invitations{e}.verdict().held == Held::held);
  e.bound = 3s;
  CHECK(Invitations{e}.verdict().held == Held::violated);
  CHECK(Invitations{expect(Quantifier::sometimes, 0, "accept")}.verdict().held == Held::reached);
  CHECK(Invitations{expect(Quantifier::sometimes, 0, "decline")}.verdict().held == Held::not_reached);
}

TEST_CASE("the tally counts every counter of the vocabulary, aliases too") {
  CourtRoom r{people(2)};
  r.start();
  for (int i = 0; i < 3; ++i)
    r.happen("engine", "send", ana, bob, {{"type", std::string_view{"keep_alive"}}});
  r.happen("engine", "send", ana, bob, {{"type", std::string_view{"chat"}}});
  r.happen("mpc", "send", ana, bob).happen("nobody", "knows", ana, bob);
  const Report report = r.finish(60s);
  const auto count = [&](std::string_view name) {
    const auto c = std::find_if(report.counts.begin(), report.counts.end(),
                                [&](const Count& x) { return x.name == name; });
    return c == report.counts.end() ? 0 : c->value;
  };
  CHECK(count("send") == 4);
  CHECK(count("keep_alive") == 3);
  CHECK(count("mpc.send") == 1);
  CHECK(count("handshake") == 0);
  CHECK(report.counts.size() == 3);
}
