// Expectations about a fact: a value that is true or false from one instant to the next, like a logic
// analyser's line.
//
//   all usable   ______|""""""""|____|"""""""""
//                    first      broken           within 5s: the first rise;  always: no fall;  never: no rise
#pragma once

#include <memory>

#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/frame.hpp"
#include "sim/run/judges/judge.hpp"

namespace nearsim::run {

enum class Over : std::uint8_t { all_pairs, any_pair };

class FactExpectation : public Judge {
 public:
  FactExpectation(const Court& court, const scenario::Expectation& expectation, Fact fact, Over over,
                  Hears more = {});
  void happened(const Happening& happening, VerbNumber verb) override;
  void pair_settled(base::Instant at, PairBook::Index index) override;
  void instant_over(base::Instant at) override;
  void finish(base::Instant end) override;

 protected:
  // The value was `value` from `from` up to `to`; `at_end` says that the run ended there, so that `to` counts
  // too.
  enum class Ends : std::uint8_t { changes, run_over };
  virtual void held(bool value, base::Instant from, base::Instant to, Ends how) = 0;
  virtual void judge(base::Instant) {}  // once, at the end

  [[nodiscard]] const FactCount& count() const { return count_; }
  [[nodiscard]] std::pair<Node, Node> culprit() const { return culprit_; }  // who made the value what it was
  [[nodiscard]] const Frame& frame() const { return frame_; }
  [[nodiscard]] const scenario::Expectation& expectation() const { return expectation_; }
  [[nodiscard]] Over over() const { return over_; }
  [[nodiscard]] bool value() const { return value_; }
  [[nodiscard]] base::Instant since() const { return since_; }  // it has had this value

 private:
  [[nodiscard]] std::pair<Node, Node> find_culprit() const;

  const scenario::Expectation& expectation_;
  FactCount count_;
  Frame frame_;
  Over over_;
  bool value_ = false;
  base::Instant since_{};
  std::pair<Node, Node> culprit_{net::no_node, net::no_node};
};

[[nodiscard]] Seat make_fact_judge(const Court& court, const scenario::Expectation& expectation, Fact fact);
[[nodiscard]] Seat make_after_heal(const Court& court, const scenario::Expectation& expectation, Fact fact);

}  // namespace nearsim::run
