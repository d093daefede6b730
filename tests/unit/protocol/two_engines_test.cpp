// Two engines and nothing between them but delay: what each design promises on a perfect network, and what it
// does.
#include "tests/unit/protocol/two_engines.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "protocol/profiles/designs.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;
using nearsim::base::never;

namespace {

std::pair<std::string, std::string> distinct_names() {
  const auto word = rc::gen::nonEmpty(rc::gen::string<std::string>());
  std::string left = *word, right = *word;
  RC_PRE(left != right);
  return {left, right};
}

}  // namespace

TEST_CASE("meshred: two peers of distinct names get exactly one link, whoever finds whom first") {
  CHECK(rc::check([](std::uint64_t seed) {
    const auto [left, right] = distinct_names();
    TwoEngines pair(meshred(), left, right, seed, *rc::gen::element(50ms, 300ms, 5000ms));
    pair.run_until(at(60s));
    const int inviter = left < right ? 0 : 1;
    RC_ASSERT(pair.side(inviter).invites == 1);
    RC_ASSERT(pair.side(1 - inviter).invites == 0);
    RC_ASSERT(pair.side(0).accepts + pair.side(1).accepts == 1);
    for (int s : {0, 1}) {
      RC_ASSERT(pair.side(s).connections == 1);
      RC_ASSERT(pair.side(s).told_connected);
      RC_ASSERT(pair.side(s).engine.links().size() == 1);
      RC_ASSERT(pair.side(s).engine.links()[0].is<Established>());
      RC_ASSERT(pair.side(s).engine.next_deadline() == never);
    }
  }));
}

TEST_CASE("meshred: two of one name never meet") {
  CHECK(rc::check([](std::uint64_t seed) {
    TwoEngines pair(meshred(), "iPhone", "iPhone", seed, 300ms);
    pair.run_until(at(3600s));
    for (int s : {0, 1}) RC_ASSERT(pair.side(s).invites + pair.side(s).connections == 0);
  }));
}

TEST_CASE(
    "fixv2: every idle link dies between 17 and 18 s after its handshake's start, before the first "
    "keep-alive") {
  CHECK(rc::check([](std::uint64_t seed) {
    TwoEngines pair(fixv2(), "Ana", "Bob", seed, 300ms);
    pair.run_until(at(120s));
    const int first = pair.side(0).suspected < pair.side(1).suspected ? 0 : 1;
    const auto& killer = pair.side(first);
    RC_ASSERT(killer.suspected != never);
    // Handshaken 11 s + round trip after the connection (at most 2 x 300 ms, and the peer's answer at once).
    RC_ASSERT(killer.suspected > killer.connected + 17s);
    RC_ASSERT(killer.suspected <= killer.connected + 18s + 600ms);
    RC_ASSERT(killer.suspected - killer.usable > 3s);
    RC_ASSERT(killer.suspected - killer.usable <= 4s);
    for (int s : {0, 1}) {
      RC_ASSERT(pair.side(s).ends >= 1);
      RC_ASSERT(!pair.side(s).told_connected);
      RC_ASSERT(pair.side(s).first_beat == never);
    }
  }));
}

TEST_CASE("fixv2_repaired: an idle link lives, and its traffic does not grow") {
  CHECK(rc::check([](std::uint64_t seed) {
    const auto [left, right] = distinct_names();
    TwoEngines pair(fixv2_repaired(), left, right, seed, *rc::gen::element(50ms, 300ms));
    pair.run_until(at(120s));
    for (int s : {0, 1}) {
      RC_ASSERT(pair.side(s).told_connected);
      RC_ASSERT(pair.side(s).suspected == never);
      RC_ASSERT(pair.side(s).ends == 0);
      RC_ASSERT(pair.side(s).sends <= 2 + 120 / 3);
      const Duration first = pair.side(s).first_beat - pair.side(s).connected;
      RC_ASSERT(first > 19500ms);
      RC_ASSERT(first <= 20500ms + 600ms);
    }
  }));
}

TEST_CASE(
    "meshred without its election: both invite, and the window makes two accepted invitations of one pair") {
  Profile both = meshred();
  std::erase_if(both.gates, [](const Gate& gate) { return std::holds_alternative<Election>(gate); });
  int dual = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    TwoEngines pair(both, "Ana", "Bob", seed, 1200ms);
    pair.run_until(at(60s));
    dual += pair.side(0).accepts + pair.side(1).accepts > 1;
  }
  CHECK(dual > 0);
}
