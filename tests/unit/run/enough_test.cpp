// A run that ends when somebody has seen enough.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/run/report.hpp"
#include "tests/unit/run/two_phones.hpp"

using namespace nearsim;
using namespace nearsim::run;
using namespace std::chrono_literals;

namespace {

Report run_until(const scenario::Scenario& scenario, const Enough& is_enough) {
  return run::run(scenario, base::Seed{1}, {.sinks = {}, .is_enough = is_enough});
}

}  // namespace

TEST_CASE("enough: a run that is asked and goes on is the run that was never asked") {
  const scenario::Scenario scenario = two_phones();
  std::vector<base::Instant> asked;
  const Report whole = run_until(scenario, {});
  const Report watched = run_until(scenario, [&asked](base::Instant now) {
    asked.push_back(now);
    return false;
  });
  CHECK(watched.fingerprint == whole.fingerprint);
  CHECK(watched.events == whole.events);
  CHECK(watched.ended == whole.ended);
  REQUIRE(asked.size() == 20);  // run_for: 20s
  CHECK(asked.front() == base::at(1s));
  CHECK(asked.back() == base::at(20s));
}

TEST_CASE("enough: the run ends there, as one that is over") {
  const scenario::Scenario scenario = two_phones("", "recommended");
  const Report report = run_until(scenario, [](base::Instant now) { return now >= base::at(3s); });
  CHECK(report.ending == Ending::finished);
  CHECK(report.error.empty());
  CHECK(report.ended == base::at(3s));
  CHECK(report.events > 0);
  CHECK(report.events < run_until(scenario, {}).events);
}
