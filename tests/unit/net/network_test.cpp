#include "models/net/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/net/errno.hpp"
#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;
using Fate = Transit::Fate;

namespace {

struct Listener final : Watcher {
  explicit Listener(Room& r, const char* n) : room(r), name(n) {}
  void path_changed(Path now) override { room.log(std::string{name} + (now == Path::up ? "+" : "-")); }
  Room& room;
  const char* name;
};

}  // namespace

TEST_CASE("network: a way takes its delay") {
  Room r(delay_of(7ms));
  const Transit t = r.network.transmit(r.network.use(0, 1), {100});
  CHECK(t.fate == Fate::arrives);
  CHECK(t.delay == 7ms);
}

TEST_CASE("network: an override concerns one direction") {
  Room r(delay_of(7ms));
  r.network.set_way(0, 1, delay_of(50ms));
  CHECK(r.network.one_way(0, 1) == 50ms);
  CHECK(r.network.one_way(1, 0) == 7ms);
}

TEST_CASE("network: cuts nest and are one-way") {
  Room r;
  r.network.cut(0, 1);
  r.network.cut(0, 1);
  CHECK_FALSE(r.network.up(0, 1));
  CHECK(r.network.up(1, 0));
  r.network.restore(0, 1);
  CHECK_FALSE(r.network.up(0, 1));
  CHECK(r.network.transmit(r.network.use(0, 1), {1}).fate == Fate::down);
  r.network.restore(0, 1);
  CHECK(r.network.up(0, 1));
  CHECK_THROWS_AS(r.network.restore(0, 1), base::CheckFailed);
}

TEST_CASE("network: a partition cuts across its edge only, and overlapping ones nest") {
  Room r;
  const Token first = r.network.isolate({2, 0});
  const Token second = r.network.isolate({0});
  CHECK_FALSE(r.network.up(0, 1));
  CHECK_FALSE(r.network.up(0, 2));
  CHECK_FALSE(r.network.up(1, 2));
  CHECK(r.network.up(1, 3));
  r.network.undo(second);
  CHECK(r.network.up(0, 2));
  CHECK(r.network.up(2, 0));
  CHECK_FALSE(r.network.up(1, 0));
  r.network.undo(first);
  CHECK(r.network.up(1, 0));
  CHECK_THROWS_AS(r.network.undo(first), base::CheckFailed);
}

TEST_CASE("network: devices are apart if some partition has one of them and not the other") {
  Room r;
  const std::vector<std::vector<Node>> groups{{0, 1}, {1, 2, 1}, {3}, {0, 1, 2, 3}};
  std::vector<Token> tokens;
  for (unsigned set = 0; set < 16; ++set) {
    for (unsigned g = 0; g < 4; ++g)
      if ((set >> g & 1u) != 0) tokens.push_back(r.network.isolate(groups[g]));
    for (Node a = 0; a < 4; ++a)
      for (Node b = 0; b < 4; ++b) {
        bool together = true;
        for (unsigned g = 0; g < 4; ++g) {
          const auto has = [&](Node n) { return std::count(groups[g].begin(), groups[g].end(), n) > 0; };
          together = together && ((set >> g & 1u) == 0 || has(a) == has(b));
        }
        CAPTURE(set);
        CHECK(r.network.up(a, b) == together);
      }
    for (; !tokens.empty(); tokens.pop_back()) r.network.undo(tokens.back());
  }
}

TEST_CASE("network: each way goes on with its own stream, whoever draws in between") {
  Room r({.delay = 0ms, .jitter = 20ms});
  std::map<std::pair<Node, Node>, base::Rng> expected;
  base::Rng who = r.streams.stream("test");
  for (int i = 0; i < 20'000; ++i) {  // of 40 nodes: few of a small room, and many more
    const Node nodes = std::array<Node, 4>{5, 12, 32, 40}[who.below(4)];
    const auto from = static_cast<Node>(who.below(nodes)), to = static_cast<Node>(who.below(nodes));
    if (from == to) continue;
    const std::string name = "net/" + std::to_string(from) + ">" + std::to_string(to);
    base::Rng& draw = expected.try_emplace({from, to}, r.streams.stream(name)).first->second;
    REQUIRE(r.network.transmit(r.network.use(from, to), {1}).delay == draw.between(0ms, 20ms));
  }
}

TEST_CASE("network: disturbances add up, match by name, and are undone one by one") {
  Room r({.delay = 10ms, .loss = base::percent(50)});
  const Token slow = r.network.disturb({.from = 0, .delay = 100ms});
  const Token lossy = r.network.disturb({.to = 1, .jitter = 3ms, .loss = base::percent(50), .rate = {1000}});
  CHECK(r.network.way(0, 1).delay == 110ms);
  CHECK(r.network.way(0, 1).loss == base::percent(75));
  CHECK(r.network.way(0, 2).loss == base::percent(50));
  CHECK(r.network.way(2, 1).delay == 10ms);
  CHECK(r.network.way(2, 1).rate.bits_per_second == 1000);
  const WayId used = r.network.use(0, 1);
  r.network.undo(slow);
  CHECK(r.network.way(0, 1).delay == 10ms);
  r.network.undo(lossy);
  CHECK(r.network.way(0, 1) == Way{.delay = 10ms, .loss = base::percent(50)});
  CHECK(r.network.up(used));
}

TEST_CASE("network: loss comes as often as it says, and each direction has a stream of its own") {
  Room r({.loss = base::percent(20)});
  const WayId there = r.network.use(3, 5);
  const WayId back = r.network.use(5, 3);
  int lost = 0;
  int differ = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Fate a = r.network.transmit(there, {1}).fate;
    const Fate b = r.network.transmit(back, {1}).fate;
    lost += a == Fate::lost;
    differ += a != b;
  }
  CHECK(lost > 1850);  // 2000 expected, deviation 40
  CHECK(lost < 2150);
  CHECK(differ > 2900);  // 3200 expected of independent streams
}

TEST_CASE("network: the draws of one way do not depend on the use of another") {
  Room quiet({.jitter = 1s});
  Room busy({.jitter = 1s});
  for (int i = 0; i < 5; ++i) static_cast<void>(busy.network.transmit(busy.network.use(7, 8), {1}));
  const auto one = quiet.network.transmit(quiet.network.use(0, 1), {1});
  const auto two = busy.network.transmit(busy.network.use(0, 1), {1});
  CHECK(one.delay == two.delay);
}

TEST_CASE("network: jitter lies between nothing and itself") {
  Room r({.delay = 10ms, .jitter = 5ms});
  const WayId w = r.network.use(0, 1);
  for (int i = 0; i < 1000; ++i) {
    const Transit t = r.network.transmit(w, {1});
    CHECK(t.delay >= 10ms);
    CHECK(t.delay <= 15ms);
  }
}

TEST_CASE("network: spikes come so often, and by so much") {
  Room r({.delay = 8ms, .jitter = 12ms, .spikes = base::percent(1), .spike = 80ms});
  const WayId w = r.network.use(0, 1);
  int late = 0;
  for (int i = 0; i < 100'000; ++i) {
    const base::Duration delay = r.network.transmit(w, {1}).delay;
    CHECK((delay >= 8ms && delay <= 100ms));
    late += delay > 20ms ? 1 : 0;
    if (delay > 20ms) CHECK(delay >= 88ms);
  }
  CHECK(late > 900);  // 1000 expected, deviation 31
  CHECK(late < 1100);
}

TEST_CASE("network: a rate makes messages queue behind one another") {
  Room r({.delay = 1ms, .rate = {8000}});  // a byte per millisecond
  const WayId w = r.network.use(0, 1);
  CHECK(r.network.transmit(w, {10}).delay == 11ms);
  CHECK(r.network.transmit(w, {10}).delay == 21ms);
  CHECK(r.run(15ms).empty());
  CHECK(r.network.transmit(w, {10}).delay == 16ms);  // 5 ms of the second are left
}

TEST_CASE("network: a conditioner on one device narrows all its links together, and nobody else's") {
  Room r(delay_of(7ms));
  r.network.condition(1, *radio::conditioner("Edge, Good"));  // up 200 kbit/s and 370 ms, down 250 and 350
  CHECK(r.network.one_way(1, 0) == 377ms);
  CHECK(r.network.one_way(0, 1) == 357ms);
  CHECK(r.network.one_way(0, 2) == 7ms);
  CHECK(r.network.transmit(r.network.use(0, 2), {100}).delay == 7ms);
  CHECK(r.network.transmit(r.network.use(1, 0), {100}).delay == 4ms + 377ms);
  CHECK(r.network.transmit(r.network.use(1, 2), {100}).delay == 8ms + 377ms);  // behind the one to 0
  CHECK(r.network.transmit(r.network.use(0, 1), {1000}).delay == 32ms + 357ms);
  CHECK(r.network.transmit(r.network.use(2, 1), {1000}).delay == 64ms + 357ms);
}

TEST_CASE("network: a conditioner loses on its side as often as its preset says, and two of them both") {
  Room r(delay_of(1ms));
  const auto lost_of = [&](Node from, Node to) {
    int lost = 0;
    for (int i = 0; i < 20'000; ++i)
      lost += r.network.transmit(r.network.use(from, to), {1}).fate == Fate::lost ? 1 : 0;
    return lost / 20'000.0;
  };
  r.network.condition(0, *radio::conditioner("Very Bad Network"));
  CHECK(lost_of(0, 1) == doctest::Approx(.1).epsilon(.05));
  CHECK(lost_of(1, 0) == doctest::Approx(.1).epsilon(.05));
  CHECK(lost_of(1, 2) == 0);
  r.network.condition(1, *radio::conditioner("Very Bad Network"));
  CHECK(lost_of(0, 1) == doctest::Approx(.19).epsilon(.05));
  CHECK(r.network.way(0, 1).loss == base::Ratio{190'000});
  r.network.condition(2, *radio::conditioner("100% Loss"));
  CHECK(lost_of(1, 2) == 1);
  base::Rng draw = r.streams.stream("test");
  CHECK_FALSE(r.network.conditioned(2, 1, 1ms, draw));
}

TEST_CASE("network: watchers are told of changes, not of repetitions, and may leave while being told") {
  Room r;
  Listener a(r, "a");
  Listener b(r, "b");
  const WayId w = r.network.use(0, 1);
  r.network.watch(w, a);
  r.network.watch(w, b);
  r.network.cut(0, 1);
  r.network.cut(0, 1);
  const Token t = r.network.isolate({0});
  CHECK(r.run(0s) == "a-@0 b-@0 ");
  r.network.restore(0, 1);
  r.network.restore(0, 1);
  CHECK(r.run(0s).empty());
  r.network.unwatch(a);
  r.network.undo(t);
  CHECK(r.run(0s) == "b+@0 ");
}

TEST_CASE("network: looking at ways costs nothing, using them little") {
  Room r;
  for (Node a = 0; a < 100; ++a)
    for (Node b = 0; b < 100; ++b) CHECK(r.network.up(a, b));
  CHECK(r.network.ways_in_use() == 0);
  CHECK(r.network.use(0, 1).way == r.network.use(0, 1).way);
  CHECK(r.network.ways_in_use() == 1);
}

TEST_CASE("errno: Darwin's numbers") {
  CHECK(number(Errno::refused) == 61);
  CHECK(number(Errno::reset) == 54);
  CHECK(number(Errno::timeout) == 60);
  CHECK(number(Errno::not_connected) == 57);
  CHECK(number(Errno::no_route) == 65);
  CHECK(name(Errno::refused) == "refused");
}
