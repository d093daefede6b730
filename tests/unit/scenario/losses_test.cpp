#include <doctest/doctest.h>

#include "models/radio/conditioner.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;
using namespace nearsim::scenario;

namespace {

Scenario with_links(const std::string& links) {
  Loaded loaded = load_text("nearsim: 1\nlinks: " + links +
                                "\ndevices: [{name: Ana, profile: meshred}, {name: Bob, profile: meshred}]\n",
                            "losses");
  REQUIRE_MESSAGE(loaded.scenario, render(loaded.diagnostics));
  return std::move(*loaded.scenario);
}

}  // namespace

TEST_CASE("losses: bursts and recordings are written back as they were read") {
  const Scenario s = with_links(
      "{default: {loss: 5%, burst: 4}, between: [{from: Ana, to: Bob, trace: [{at: 0s, delay: 5ms, loss: "
      "1%}]}]}");
  REQUIRE(s.links.normal.chain);
  CHECK(s.links.normal.chain == radio::webrtc_burst(base::percent(5), 4));
  CHECK(s.links.normal.loss == base::none);
  REQUIRE(s.links.between.size() == 1);
  CHECK_FALSE(s.links.between[0].way.chain);
  CHECK(s.links.between[0].way.trace.size() == 1);
  const Loaded again = load_text(dump(s), "losses");
  REQUIRE_MESSAGE(again.scenario, render(again.diagnostics));
  CHECK(*again.scenario == s);
}

TEST_CASE("losses: what is said anew replaces what an earlier entry said in another way") {
  const Scenario s = with_links(
      "{default: {trace: [{at: 0s, delay: 5ms, loss: 1%}]}, between: [{pair: [Ana, Bob], loss: 2%}, "
      "{from: Ana, to: Bob, chain: {enter: 1%, leave: 50%}, delay: 7ms, loss: 0%}]}");
  CHECK(s.links.between[1].way.trace.empty());
  CHECK(s.links.between[1].way.loss == base::percent(2));
  CHECK(s.links.between[0].way.chain);
  CHECK(s.links.between[0].way.delay == 7ms);
}

TEST_CASE("losses: a conditioner has two directions, and other keys change it") {
  const Scenario s = with_links(
      "{default: {preset: \"Edge, Good\"}, between: [{from: Ana, to: Bob, preset: \"Edge, Good (up)\", loss: "
      "3%}]}");
  const radio::Conditioner& edge = *radio::conditioner("Edge, Good");
  CHECK(s.links.normal.delay == edge.down.delay);
  CHECK(s.links.normal.bandwidth == edge.down.rate);
  CHECK(s.links.between[0].way.delay == edge.up.delay);
  CHECK(s.links.between[0].way.loss == base::percent(3));
}
