// What becomes of sockets when interfaces go.
#include <doctest/doctest.h>

#include "models/net/airwaves.hpp"

using namespace nearsim;
using namespace nearsim::net;

namespace {

struct Phone {
  Phone() : air(scheduler, streams, {}, {{}}) { air.switch_to(0, {true, true, true}); }
  kernel::Scheduler scheduler;
  base::Streams streams{base::Seed{1}};
  Airwaves air;
};

}  // namespace

TEST_CASE("sockets: while an interface is left nothing breaks") {
  Phone p;
  CHECK(p.air.switch_to(0, {.wifi = false, .awdl = true, .bluetooth = true}) == Errno::none);
  CHECK(p.air.switch_to(0, {.wifi = true, .awdl = true, .bluetooth = false}) == Errno::none);
}

TEST_CASE("sockets: the errno says whether the only interface went or all of several") {
  Phone p;
  CHECK(number(p.air.switch_to(0, {false, false, false})) == 51);   // ENETUNREACH
  CHECK(p.air.switch_to(0, {false, false, false}) == Errno::none);  // nothing was left to break
  CHECK(p.air.switch_to(0, {true, false, false}) == Errno::none);
  CHECK(number(p.air.switch_to(0, {false, false, false})) == 50);  // ENETDOWN
}
