// Whatever a file can say is run to an end, and twice alike: every fault, step, expectation and setting of
// the language, each anywhere within its limits, and all together.
#include "tests/unit/scenario/any_scenario.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "sim/run/report.hpp"
#include "sim/scenario/dump.hpp"

using namespace nearsim;

TEST_CASE("any scenario runs, and twice alike") {
  CHECK(rc::check([] {
    const scenario::Scenario s = any::scenario();
    RC_LOG() << scenario::dump(s);
    const run::RunOptions options{.sinks = {}, .event_budget = 1'500};
    const run::Report once = run::run(s, base::Seed{7}, options);
    RC_ASSERT(once.ending != run::Ending::check_failed);
    RC_ASSERT(run::run(s, base::Seed{7}, options).fingerprint == once.fingerprint);
  }));
}
