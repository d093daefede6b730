// What a run came to.  A run is a value: `Report run(const Scenario&, Seed)`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/run/monitor.hpp"
#include "sim/run/record_budget.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

struct Count {            // how often a counter of the vocabulary counted, over all devices
  std::string_view name;  // the vocabulary's
  std::uint64_t value = 0;
};

// A meter's reading of one device, or from one to another: the sum or the most, as its kind is.
struct Reading {
  std::string_view meter;    // the vocabulary's
  std::string device, peer;  // `peer` may be empty
  std::string_view part;
  std::int64_t value = 0;
};

enum class Held : std::uint8_t { held, violated, reached, not_reached };  // the last two for `sometimes`

struct Verdict {
  std::string text;  // the expectation as the user would read it, or "I8 CAUSE"
  Held held = Held::held;
  std::string measured;  // what was measured, e.g. "first at 0.160s", "2 invitations"; may be empty
  std::vector<Violation> violations;
};

enum class Ending : std::uint8_t { finished, budget, zeno, check_failed };

struct Report {
  base::Seed seed;
  std::string fingerprint;
  Ending ending = Ending::finished;
  std::string error;  // of an ending that is not `finished`
  base::Instant ended;
  std::uint64_t events = 0, records = 0;
  std::vector<Verdict> expectations;   // in the file's order
  std::vector<Verdict> invariants;     // every judged one
  std::vector<std::string> must_fail;  // named by the scenario: these have to be violated
  std::vector<Count> counts;           // non-zero ones, by name; and the meters, of all devices
  std::vector<Reading> readings;       // empty: nobody asked for meters

  [[nodiscard]] bool passed() const;  // finished; what must hold held, what must fail failed
};

enum class Demand : std::uint8_t { must_hold, must_fail };

[[nodiscard]] bool goes_by(const Verdict& verdict, std::string_view name);  // "I8", or the expectation's text
[[nodiscard]] Demand demand_of(const Report& report, const Verdict& verdict);
[[nodiscard]] bool is_met(const Report& report,
                          const Verdict& verdict);  // by this one run; `sometimes` always is

// What is asked of the judges: to name every violation, or only whether there is one.  One that was violated
// hears nothing more then, which a design that violates all the time makes cheaper; and nothing is counted.
enum class Asked : std::uint8_t { in_full, yes_or_no };

enum class Fingerprinted : std::uint8_t { yes, no };  // no: the report has none, and no record is hashed

// Asked after each simulated second: true ends the run there, as if it were over.
using Enough = std::function<bool(base::Instant now)>;

struct RunOptions {
  std::vector<kernel::Sink*> sinks;  // borrowed, as are the monitors: they hear as the judges do
  std::vector<Monitor*> monitors{};
  std::uint64_t event_budget = 0;  // 0: none
  RecordBudget record_budget{};
  Asked judges = Asked::in_full;
  Fingerprinted fingerprint = Fingerprinted::yes;
  Enough is_enough{};  // empty: it lasts as long as the scenario says
};

[[nodiscard]] Report run(const scenario::Scenario& scenario, base::Seed seed, const RunOptions& options = {});

}  // namespace nearsim::run
