// All judges of one run behind one monitor: the world tells the jury, the jury tells those who want to hear
// it.
//
//   Jury jury{scenario, world.ledger()};  world.attach(jury);  world.run();  jury.finish(end);
//   jury.report(report);
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "sim/run/judges/judge.hpp"
#include "sim/run/judges/readings.hpp"

namespace nearsim::run {

class Jury final : public Monitor {
 public:
  Jury(const scenario::Scenario& scenario, const Ledger& ledger, Asked asked = Asked::in_full);  // borrowed
  ~Jury() override;

  void happened(const Happening& happening) override;
  void intervened(const Intervention& intervention) override;
  void metered(const Metering& reading) override;
  void pair_changed(base::Instant now, const Ledger::Pair& pair) override;
  void device_changed(base::Instant now, Node device) override;
  void reachability_changed(base::Instant now) override;
  void finish(base::Instant end) override;

  void report(Report& report) const;  // fills expectations, invariants, must_fail and counts

 private:
  void move_to(base::Instant now) {
    if (now != instant_ || !begun_) end_instant(now);
  }
  [[nodiscard]] bool goes_on(const Judge& judge) {
    if (judge.is_done()) some_done_ = true;
    return !judge.is_done();
  }
  struct OfParts {  // who hears of a pair of which just these parts changed
    Parts changed = 0;
    std::uint16_t first = 0, end = 0;  // places in heard_together_
  };
  void end_instant(base::Instant next);
  void settle();
  void settle_pairs();
  using Seats = std::pmr::vector<Seat>;
  void call(Seat judge, Seats& where);
  void list_hearers();
  void list(Judge& judge);
  void list_by_verb(Judge& judge);

  [[nodiscard]] const OfParts& hearers_of(Parts changed) {
    OfParts& known = of_parts_[(changed ^ (changed >> 5)) % of_parts_.size()];
    if (known.changed != changed) list_together(changed, known);
    return known;
  }
  void list_together(Parts changed, OfParts& known);

  base::Arena memory_;  // outlives all that follows
  PairBook pairs_;
  Signs signs_;
  Weather weather_;
  Court court_;
  Tally tally_;
  Readings readings_;
  VerbNumber suspect_ = verb_number("engine", "suspect");
  base::Instant instant_{};
  bool begun_ = false, some_done_ = false;
  struct OfVerb {
    Judge* judge;
    std::uint16_t next;  // of the same verb
  };
  static constexpr std::uint16_t nobody = 0xffff;
  using Hearers = std::pmr::vector<Judge*>;
  Seats expectations_{&memory_}, invariants_{&memory_};
  Hearers hear_pairs_{&memory_}, heard_together_{&memory_};
  std::array<OfParts, 64> of_parts_{};  // by a hash of the parts; few sets of them ever occur
  Hearers hear_instants_{&memory_}, hear_records_{&memory_}, hear_interventions_{&memory_},
      hear_meters_{&memory_};
  std::pmr::vector<std::uint16_t> first_of_verb_{&memory_};  // by its number: place in hear_verbs_
  std::pmr::vector<OfVerb> hear_verbs_{&memory_};
};

// Judges by what they judge; null: this version has no judge for it.
[[nodiscard]] Seat make_judge(const Court& court, const scenario::Expectation& expectation);
[[nodiscard]] Seat make_judge(const Court& court, const scenario::NamedInvariant& invariant);

}  // namespace nearsim::run
