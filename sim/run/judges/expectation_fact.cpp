#include "sim/run/judges/expectation_fact.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/check.hpp"

namespace nearsim::run {

FactExpectation::FactExpectation(const Court& court, const scenario::Expectation& expectation, Fact fact,
                                 Over over, Hears more)
    : Judge(court, expectation.text,
            {.pairs = parts::all,
             .instants = Instants::all,
             .records = more.records || expectation.between.has_value(),
             .interventions = more.interventions}),
      expectation_(expectation),
      count_(court.scenario, expectation.subject, fact, &court.memory),
      frame_(expectation),
      over_(over) {
  if (fact == Fact::reachable) count_.scope().touch(court.pairs);
}

void FactExpectation::happened(const Happening& happening, VerbNumber) { frame_.happened(happening); }

void FactExpectation::pair_settled(base::Instant, PairBook::Index index) { count_.update(pairs(), index); }

std::pair<Node, Node> FactExpectation::find_culprit() const {
  if (over_ == Over::any_pair) return count_.present(pairs());
  return value_ ? std::pair{net::no_node, net::no_node} : count_.missing(pairs());
}

void FactExpectation::instant_over(base::Instant at) {
  const bool now = over_ == Over::all_pairs ? count_.all(pairs()) : count_.any();
  if (at == base::Instant{} && since_ == at) {  // the beginning
    value_ = now;
    culprit_ = find_culprit();
    return;
  }
  if (now == value_) return;
  held(value_, since_, at, Ends::changes);
  value_ = now;
  since_ = at;
  culprit_ = find_culprit();
}

void FactExpectation::finish(base::Instant end) {
  held(value_, since_, end, Ends::run_over);
  judge(end);
  if (expectation_.quantifier == scenario::Quantifier::sometimes) return;
  if (const std::string missing = frame_.missing(); !missing.empty())
    violate({std::string(text()), end, net::no_node, net::no_node, missing, std::nullopt});
}

namespace {

using scenario::Quantifier;

std::string devices_in(const Names& names, std::pair<Node, Node> who) {
  return who.first == net::no_node ? std::string{} : " " + names.pair(who.first, who.second);
}

class Within final : public FactExpectation {
 public:
  Within(const Court& court, const scenario::Expectation& e, Fact fact)
      : FactExpectation(court, e, fact, Over::all_pairs) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    if (at > deadline()) look_who_is_missing();  // before this change is counted: as it stood at the deadline
    FactExpectation::pair_settled(at, index);
  }

 protected:
  void held(bool value, base::Instant from, base::Instant to, Ends) override {
    const base::Instant begin = frame().from();
    if (value && !first_ && to >= begin) first_ = std::max(from, begin);
  }
  void judge(base::Instant end) override {
    end_ = end;
    if (first_ && *first_ <= deadline()) return;
    look_who_is_missing();
    const std::string who =
        missing_.first == net::no_node ? "" : names().pair(missing_.first, missing_.second);
    violate({std::string(text()), std::min(deadline(), end), missing_.first, missing_.second,
             first_ ? fmt::format("it first held at {}", seconds(*first_))
                    : fmt::format("it did not hold at any time{}{}",
                                  who.empty() ? "" : ": " + who + " is missing",
                                  mesh_.empty() ? "" : ", " + mesh_),
             std::nullopt});
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated,
                first_ ? fmt::format("{}held at {}", violated() ? "first " : "", seconds(*first_))
                       : fmt::format("not once in {}", seconds(end_)));
  }

 private:
  [[nodiscard]] base::Instant deadline() const { return base::at(expectation().bound); }
  void look_who_is_missing() {
    if (!looked_ && !value()) {
      missing_ = count().missing(pairs());
      if (count().fact() == Fact::usable || count().fact() == Fact::connected)
        mesh_ = in_words(count().mesh(pairs()), names());
    }
    looked_ = true;
  }

  bool looked_ = false;
  std::optional<base::Instant> first_;
  std::pair<Node, Node> missing_{net::no_node, net::no_node};
  std::string mesh_;  // islands, where there are several, and who holds one together
  base::Instant end_{};
};

// never: the value "of any pair" must not be true; always: the value "of all pairs" must not be false.
class Forbidden final : public FactExpectation {
 public:
  Forbidden(const Court& court, const scenario::Expectation& e, Fact fact, Over over)
      : FactExpectation(court, e, fact, over) {}

 protected:
  void held(bool value, base::Instant from, base::Instant to, Ends how) override {
    if (value != (over() == Over::any_pair)) return;
    const base::Instant begin = std::max(from, frame().from());
    const base::Instant last = frame().to();
    if (begin > last || begin > to || (begin == to && how == Ends::changes)) return;
    const base::Duration lasted = std::min(to, last) - begin;
    total_ += lasted;
    violate({std::string(text()), begin, culprit().first, culprit().second,
             fmt::format("{} for {}{}", over() == Over::any_pair ? "it was so" : "it did not hold",
                         seconds(lasted), how == Ends::run_over ? ", until the run ended" : ""),
             std::nullopt});
    if (!first_) first_ = {begin, culprit()};
  }
  [[nodiscard]] Verdict verdict() const override {
    if (!first_ && violated() != 0) return made(Held::violated, frame().missing());
    if (!first_) return made(Held::held, over() == Over::any_pair ? "never" : "throughout");
    return made(Held::violated,
                fmt::format("{} {}, {} in all, first at {}{}", over() == Over::any_pair ? "so" : "broken",
                            times(violated()), seconds(total_), seconds(first_->first),
                            devices_in(names(), first_->second)));
  }

 private:
  std::optional<std::pair<base::Instant, std::pair<Node, Node>>> first_;
  base::Duration total_{};
};

class Sometimes final : public FactExpectation {
 public:
  Sometimes(const Court& court, const scenario::Expectation& e, Fact fact)
      : FactExpectation(court, e, fact, Over::any_pair) {}

 protected:
  void held(bool value, base::Instant from, base::Instant to, Ends) override {
    const base::Instant begin = std::max(from, frame().from());
    if (first_ || !value || begin > frame().to() || begin > to) return;
    first_ = {begin, culprit()};
  }
  [[nodiscard]] Verdict verdict() const override {
    if (!first_) return made(Held::not_reached, "never");
    return made(Held::reached,
                fmt::format("first at {}{}", seconds(first_->first), devices_in(names(), first_->second)));
  }

 private:
  std::optional<std::pair<base::Instant, std::pair<Node, Node>>> first_;
};

}  // namespace

Seat make_fact_judge(const Court& court, const scenario::Expectation& e, Fact fact) {
  switch (e.quantifier) {
    case Quantifier::within: return seat<Within>(court, e, fact);
    case Quantifier::never: return seat<Forbidden>(court, e, fact, Over::any_pair);
    case Quantifier::always: return seat<Forbidden>(court, e, fact, Over::all_pairs);
    case Quantifier::sometimes: return seat<Sometimes>(court, e, fact);
    case Quantifier::after_heal: return make_after_heal(court, e, fact);
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly: break;
  }
  return nullptr;  // a fact is not counted; the reader says so
}

}  // namespace nearsim::run
