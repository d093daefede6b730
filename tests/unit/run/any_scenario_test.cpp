// Whatever a file can say is run to an end, and twice alike: every fault, step, expectation and setting of
// the language, each anywhere within its limits, and all together.
#include "tests/unit/scenario/any_scenario.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "sim/scenario/dump.hpp"
#include "tests/unit/run/alike.hpp"

using namespace nearsim;

TEST_CASE("any scenario runs, and twice alike") {
  CHECK(rc::check([] {
    const scenario::Scenario s = any::scenario();
    RC_LOG() << scenario::dump(s);
    run::check_alike(s, s, base::Seed{7}, 1'500);
  }));
}
