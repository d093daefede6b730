// Which judge for which question.
#include <algorithm>
#include <array>

#include "sim/run/judges/expectation_count.hpp"
#include "sim/run/judges/expectation_fact.hpp"
#include "sim/run/judges/expectation_meter.hpp"
#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/jury.hpp"

namespace nearsim::run {

Seat make_judge(const Court& court, const scenario::Expectation& expectation) {
  if (const auto fact = fact_named(expectation.subject.name))
    return make_fact_judge(court, expectation, *fact);
  if (scenario::find_meter(expectation.subject.name) != nullptr) return make_meter_judge(court, expectation);
  return make_count_judge(court, expectation);
}

namespace {

struct Maker {
  std::string_view name, text;
  Seat (*make)(const Court&, const InvariantCase&);
};

constexpr std::array<Maker, 23> makers{{
    {"I1", "I1 UNIQ", &make_unique_link},
    {"I2", "I2 PROG", &make_progress},
    {"I3", "I3 SYM", &make_symmetry},
    {"I4", "I4 NOGHOST", &make_no_ghost},
    {"I5", "I5 NOFALSE", &make_no_false_verdict},
    {"I6", "I6 BLAST", &make_blast},
    {"I7", "I7 RATE", &make_rate},
    {"I8", "I8 CAUSE", &make_cause},
    {"I9", "I9 EVID", &make_evidence},
    {"I10", "I10 GEN", &make_generation},
    {"I11", "I11 BACK", &make_backoff},
    {"I12", "I12 NOQUIT", &make_no_quitting},
    {"I13", "I13 TIEB", &make_tie_break},
    {"I14", "I14 TERM", &make_termination},
    {"I15", "I15 REJOIN", &make_rejoin},
    {"I16", "I16 SINGLE", &make_single},
    {"I17", "I17 STAGE", &make_stage},
    {"I18", "I18 CLOCK", &make_clock},
    {"I19", "I19 TRUTH", &make_truth},
    {"I20", "I20 SEED", &make_independence},
    {"I21", "I21 CAP", &make_capacity},
    {"I22", "I22 LOCK", &make_no_lock},
    {"I23", "I23 FRESH", &make_freshness},
}};

}  // namespace

Seat make_judge(const Court& court, const scenario::NamedInvariant& invariant) {
  const auto maker =
      std::find_if(makers.begin(), makers.end(), [&](const Maker& m) { return m.name == invariant.name; });
  if (maker == makers.end()) return nullptr;
  return maker->make(court, {maker->name, maker->text, invariant.settings});
}

}  // namespace nearsim::run
