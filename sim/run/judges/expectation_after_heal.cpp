// Liveness as a bound: after a fault ended, the fact holds again within the bound, and stays until the next
// fault or the end of the run.  A fault that ends later restarts the clock, and so does a device that is
// started; a fault that begins before the bound is over leaves nothing to judge.
//
//   fault |######|                 |####|
//   value """"___________|""""""""""            must be true from here
//                heal    |-- bound --|^---------  to the next fault
#include <fmt/format.h>

#include <algorithm>

#include "sim/run/judges/expectation_fact.hpp"

namespace nearsim::run {
namespace {

class AfterHeal final : public FactExpectation {
 public:
  AfterHeal(const Court& court, const scenario::Expectation& e, Fact fact)
      : FactExpectation(court, e, fact, Over::all_pairs, {.interventions = true}) {}

  void intervened(const Intervention& i) override {
    if (i.what == Outside::user) return;
    close(i.at);
    if (i.what == Outside::fault_ends) open(i.at);
  }
  void instant_over(base::Instant at) override {
    const std::uint64_t there = pairs().there();
    if (there > there_ && open_) {
      close(at);
      open(at);
    }
    there_ = there;
    FactExpectation::instant_over(at);
    if (!value()) true_since_.reset();
    if (value() && !true_since_) true_since_ = at;
  }

 protected:
  void held(bool value, base::Instant from, base::Instant to, Ends) override {
    if (value || !open_ || broken_) return;
    const base::Instant begin = std::max(from, deadline());
    if (begin < to) broken_ = {begin, culprit()};
  }
  void judge(base::Instant end) override {
    if (open_ && end <= deadline() && !value()) {
      const auto [a, b] = culprit();
      ++judged_;
      violate({std::string(text()), end, a, b,
               fmt::format("the run ended {} after the heal at {}, and it did not hold yet",
                           seconds(end - *open_), seconds(*open_)),
               std::nullopt});
    } else if (open_ && end <= deadline()) {
      settle_held();
    } else {
      close(end);
    }
    if (judged_ == 0)
      violate({std::string(text()), end, net::no_node, net::no_node,
               healed_ ? "every heal was followed by a new fault before the bound was over"
                       : "nothing healed in this run, so there was nothing to judge",
               std::nullopt});
  }
  [[nodiscard]] Verdict verdict() const override {
    if (judged_ == 0) return made(Held::violated, healed_ ? "interrupted each time" : "no fault ended");
    return made(violated() == 0 ? Held::held : Held::violated,
                measured_.empty() ? "did not hold" : measured_);
  }

 private:
  [[nodiscard]] base::Instant deadline() const { return base::later(*open_, expectation().bound); }

  void open(base::Instant at) {
    open_ = at;
    healed_ = true;
    broken_.reset();
    true_since_.reset();
    if (value()) true_since_ = at;
  }
  // `at`: a fault begins, another one ends, or the run is over.
  void close(base::Instant at) {
    if (!open_) return;
    if (at > deadline()) {
      if (!broken_ && !value()) broken_ = {std::max(deadline(), since()), culprit()};
      if (broken_) {
        ++judged_;
        violate({std::string(text()), broken_->first, broken_->second.first, broken_->second.second,
                 fmt::format("it does not hold {} after the heal at {}", seconds(broken_->first - *open_),
                             seconds(*open_)),
                 std::nullopt});
      } else {
        settle_held();
      }
    }
    open_.reset();
    broken_.reset();
  }
  void settle_held() {
    if (++judged_ <= 3)
      measured_ += fmt::format("{}{} after the heal at {}", measured_.empty() ? "held " : ", ",
                               seconds(true_since_.value_or(*open_) - *open_), seconds(*open_));
  }

  std::optional<base::Instant> open_, true_since_;
  std::optional<std::pair<base::Instant, std::pair<Node, Node>>> broken_;
  std::uint64_t there_ = 0, judged_ = 0;
  bool healed_ = false;
  std::string measured_;
};

}  // namespace

Seat make_after_heal(const Court& court, const scenario::Expectation& e, Fact fact) {
  return seat<AfterHeal>(court, e, fact);
}

}  // namespace nearsim::run
