// What a host that only looks at decisions would miss.
#include <doctest/doctest.h>

#include <memory>

#include "protocol/engine.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;

TEST_CASE("sight: who is not found again while he is invited is out of sight, and no decision says so") {
  Profile profile = find_design("recommended")->make();
  profile.discovery.rebrowse_every = 9s;
  profile.discovery.forget_after = 1s;
  profile.discovery.waits_for_sight = false;
  Engine ana({{1}, "Ana", "a", 0}, std::make_shared<Profile>(profile), nearsim::base::Rng{1, 0});
  (void)ana.handle(at(0s), Started{{1}, {}, {}});
  (void)ana.handle(at(0s), PeerFound{{{2}, "Bob", "b", 1}});
  (void)ana.advance(at(8s));  // its patience is over
  REQUIRE(ana.link({2})->is<Inviting>());
  (void)ana.advance(at(9s));  // it browses anew
  CHECK(ana.link({2})->visible);
  CHECK(ana.turned_silently().empty());

  CHECK(ana.advance(at(10s)).empty());
  CHECK_FALSE(ana.link({2})->visible);
  REQUIRE(ana.turned_silently().size() == 1);
  CHECK(ana.links()[ana.turned_silently()[0]].peer.handle == Handle{2});
  (void)ana.advance(at(10s));
  CHECK(ana.turned_silently().empty());
}
