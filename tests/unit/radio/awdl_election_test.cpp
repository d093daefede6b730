#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "models/radio/awdl/election.hpp"

using namespace nearsim::radio;
using namespace nearsim::radio::awdl;

namespace {

Heard node(Station n, std::uint32_t metric, std::uint32_t counter = 0, std::vector<Station> path = {}) {
  const Station top = path.empty() ? n : path.back();
  return {n, 100 + n, {top, metric, counter, std::move(path)}};
}
bool follows_peer(const Heard& self, const Heard& peer, Order order) {
  return elect(self, {peer}, order).has_value();
}

}  // namespace

TEST_CASE("awdl election: OWL's own cases") {
  const Order owl = Order::counter_first;
  CHECK(follows_peer(node(1, 60), node(2, 1000), owl));
  CHECK_FALSE(follows_peer(node(1, 1001), node(2, 1000), owl));
  CHECK(follows_peer(node(1, 60, 0), node(2, 60, 1), owl));
  CHECK_FALSE(follows_peer(node(1, 60, 1), node(2, 1000, 0), owl));
  CHECK_FALSE(
      follows_peer(node(1, 60), node(2, 1000, 0, {3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), owl));  // too high
  CHECK_FALSE(follows_peer(node(1, 60), node(2, 1000, 0, {3, 1}), owl));                     // a loop
}

TEST_CASE("awdl election: on real devices the metric decides, not the counter") {
  const Heard old_master = node(1, 510, 68364), newcomer = node(2, 520, 608);
  CHECK(follows_peer(old_master, newcomer, Order::metric_first));
  CHECK_FALSE(follows_peer(newcomer, old_master, Order::metric_first));
  CHECK_FALSE(follows_peer(old_master, newcomer, Order::counter_first));
}

TEST_CASE("awdl election: the shorter way to the same master, then the greater address") {
  const Heard self = node(1, 60);
  const std::vector<Heard> heard{node(2, 520, 0, {9, 8}), node(3, 520, 0, {8}), node(4, 520, 0, {8})};
  CHECK(elect(self, heard, Order::metric_first) == std::size_t{2});
  CHECK(following(heard[2]).path == std::vector<Station>{4, 8});
  CHECK(following(heard[2]).height() == 2);
}

TEST_CASE("awdl election: of any two exactly one is better, in both orders") {
  CHECK(rc::check([] {
    const auto any = [](Station n) {
      return node(n, *rc::gen::inRange(60u, 63u), *rc::gen::inRange(0u, 3u),
                  std::vector<Station>(*rc::gen::inRange<std::size_t>(0, 3), 77));
    };
    const Heard a = any(1), b = any(2);
    for (const Order order : {Order::metric_first, Order::counter_first})
      RC_ASSERT(better(a, b, order) != better(b, a, order));
  }));
}
