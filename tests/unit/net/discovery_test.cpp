#include "models/net/discovery.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;

namespace {

struct Eyes final : Browser {
  Eyes(Room& r, Node n) : room(r), node(n) {}
  void found(const Record& record, Node) override { note('+', record); }
  void lost(const Record& record, Node) override { note('-', record); }
  void note(char what, const Record& record) {
    if (room.text.size() < 500) room.log(std::to_string(node) + what + std::to_string(record.identity));
    ++events;
  }
  Room& room;
  Node node;
  std::size_t events = 0;
};

// Devices 0.. with a browser each; the record of device n has identity 10 + n.  "1+10@100" is 1 finding 10.
struct Field {
  explicit Field(std::size_t devices = 2, DiscoverySettings settings = {}, Way way = delay_of(10ms))
      : room(way), discovery(room.network, room.streams, settings) {
    for (std::size_t n = 0; n < devices; ++n) eyes.emplace_back(room, static_cast<Node>(n));
  }
  Publication publish(Node n, Identity identity = 0, DiscoveryInfo info = {}) {
    return discovery.publish(n, {identity == 0 ? 10 + n : identity, "iPhone", std::move(info)});
  }
  void browse(Node n) { discovery.browse(n, eyes[n]); }
  std::string run(base::Duration until) { return room.run(until); }

  Room room;
  Discovery discovery;
  std::deque<Eyes> eyes;
};

}  // namespace

TEST_CASE("discovery: found when both publish and browse, whichever came last") {
  Field f;
  f.publish(0);
  f.browse(0);  // does not see itself
  f.browse(1);
  CHECK(f.run(1s) == "1+10@100 ");
  f.publish(1);
  CHECK(f.run(2s) == "0+11@1100 ");
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.discovery.resolve(1, 99) == std::nullopt);
}

TEST_CASE("discovery: each direction has its own delay, jitter and failure") {
  Field f(3);
  f.discovery.set_finding(0, 1, {.delay = 3s});
  f.discovery.set_finding(0, 2, {.failure = base::certain});
  f.discovery.set_finding(1, 0, {.delay = 1s, .jitter = 1s});
  for (Node n = 0; n < 3; ++n) f.browse(n);
  f.publish(0);
  f.publish(1);
  const std::string log = f.run(60s);
  CHECK(log.find("1+10@3000") != std::string::npos);
  CHECK(log.find("2+10") == std::string::npos);
  CHECK(log.find("2+11@100") != std::string::npos);
  CHECK(log.find("0+11@1") != std::string::npos);  // between 1000 and 2000
}

TEST_CASE("discovery: failure strikes each pair by chance") {
  Field f(200, {.finding = {.failure = base::percent(25)}});
  f.publish(0);
  for (Node n = 1; n < 200; ++n) f.browse(n);
  f.run(1s);
  std::size_t found = 0;
  for (const Eyes& e : f.eyes) found += e.events;
  CHECK(found > 120);  // 149 expected, deviation 6
  CHECK(found < 175);
}

TEST_CASE("discovery: the same name with another identity is another record") {
  Field f(3);
  f.publish(0, 100);
  f.publish(1, 200);
  f.browse(2);
  CHECK(f.run(1s) == "2+100@100 2+200@100 ");
}

TEST_CASE("discovery: a goodbye takes a second and one way") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(5s);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(20s) == "1-10@6010 ");
  CHECK(f.discovery.resolve(1, 10) == std::nullopt);
}

TEST_CASE("discovery: withdrawn before it was found is never found") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(50ms);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(2h).empty());
}

TEST_CASE("discovery: without a goodbye a ghost stays until the record dies") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  f.discovery.withdraw(p, Goodbye::not_sent);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.run(4600s) == "1-10@4500100 ");
  CHECK(f.run(2h).empty());
}

TEST_CASE("discovery: the ghost's time counts from its last renewal") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(8000s);  // renewed at 3600.1 and 7200.1
  f.discovery.withdraw(p, Goodbye::not_sent);
  CHECK(f.run(20'000s) == "1-10@11700100 ");
}

TEST_CASE("discovery: a goodbye that nobody hears leaves a ghost") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(1s);
  f.room.network.cut(0, 1);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(60s).empty());
  CHECK(f.run(4600s) == "1-10@4500100 ");
}

TEST_CASE("discovery: announced again before the goodbye took effect, nobody is told") {
  Field f;
  f.browse(1);
  const Publication p = f.publish(0);
  f.run(5s);
  f.discovery.withdraw(p, Goodbye::sent);
  f.publish(0);
  CHECK(f.run(20s).empty());
  CHECK(f.discovery.resolve(1, 10) == Node{0});
}

TEST_CASE("discovery: changed information is reported as found again") {
  Field f;
  f.browse(1);
  const Publication p = f.publish(0, 10, {{"platform", "iOS"}});
  f.run(5s);
  f.discovery.withdraw(p, Goodbye::sent);
  f.publish(0, 10, {{"platform", "macOS"}});
  CHECK(f.run(20s) == "1+10@5100 ");
}

TEST_CASE("discovery: behind a dead way nothing is found until it heals") {
  Field f;
  f.room.network.cut(0, 1);
  f.publish(0);
  f.browse(1);
  f.room.when(7s, [&] { f.room.network.restore(0, 1); });
  CHECK(f.run(60s) == "1+10@7100 ");
}

TEST_CASE("discovery: hiding holds back what is not found yet, and nests") {
  Field f;
  f.discovery.hide(0, 1);
  f.discovery.hide(0, 1);
  f.publish(0);
  f.browse(1);
  f.room.when(1s, [&] { f.discovery.show(0, 1); });
  f.room.when(2s, [&] { f.discovery.show(0, 1); });
  CHECK(f.run(60s) == "1+10@2100 ");
  f.discovery.hide(0, 1);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
}

TEST_CASE("discovery: duplicates, by setting and by fault") {
  Field f(2, {.duplicates = 3, .duplicates_gap = 5ms});
  f.publish(0);
  f.browse(1);
  CHECK(f.run(1s) == "1+10@100 1+10@105 1+10@110 1+10@115 ");
  f.discovery.repeat_found(1, 10, 2, 2ms);
  CHECK(f.run(2s) == "1+10@1000 1+10@1002 ");
}

TEST_CASE("discovery: a stale record is found although its process is long dead, by one browser or all") {
  Field f(3);
  f.browse(1);
  f.browse(2);
  f.discovery.inject_stale(0, {77, "iPhone", {}});
  f.discovery.inject_stale(0, {78, "iPhone", {}}, 2);
  CHECK(f.run(1s) == "1+77@0 2+77@0 2+78@0 ");  // in the caches all the time
}

TEST_CASE("discovery: lost by fault, with and without an event") {
  Field f(3);
  f.publish(0);
  f.browse(1);
  f.browse(2);
  f.run(1s);
  f.discovery.lose(1, 10, Event::told);
  f.discovery.lose(2, 10, Event::silently);
  CHECK(f.run(2s) == "1-10@1000 ");
  CHECK(f.discovery.resolve(1, 10) == std::nullopt);
  CHECK(f.discovery.resolve(2, 10) == std::nullopt);
  f.publish(0);  // announced again: only the browser that was told hears of it
  CHECK(f.run(3s) == "1+10@2100 ");
  f.browse(2);  // until the other starts anew
  CHECK(f.run(4s) == "2+10@3100 ");
}

TEST_CASE("discovery: a failed connection purges dead records only") {
  Field f(3, {.reconfirm_jitter = 0ms});
  f.browse(2);
  const Publication dead = f.publish(0);
  f.publish(1);
  f.run(1s);
  f.discovery.withdraw(dead, Goodbye::not_sent);
  f.discovery.reconfirm(2, 10);
  f.discovery.reconfirm(2, 11);
  CHECK(f.run(60s) == "2-10@6000 ");
}

TEST_CASE("discovery: purged behind a dead way, found again when it heals") {
  Field f(2, {.reconfirm_jitter = 0ms});
  f.browse(1);
  f.publish(0);
  f.run(1s);
  f.room.network.cut(0, 1);
  f.discovery.reconfirm(1, 10);
  CHECK(f.run(10s) == "1-10@6000 ");
  f.room.network.restore(0, 1);
  CHECK(f.run(20s) == "1+10@10100 ");
}

TEST_CASE("discovery: stopping keeps what is known and tells nothing more; browsing again finds all anew") {
  Field f(3);
  f.browse(2);
  const Publication p = f.publish(0);
  f.run(1s);
  f.discovery.stop_browsing(2);
  f.publish(1);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(10s).empty());
  CHECK(f.discovery.resolve(2, 10) == Node{0});
  f.browse(2);
  CHECK(f.run(20s) == "2+11@10100 ");
}

TEST_CASE("discovery: a thousand devices find each other with few events") {
  Field f(1000, {.finding = {.jitter = 1s}});
  for (Node n = 0; n < 1000; ++n) {
    f.publish(n);
    f.browse(n);
  }
  f.run(2s);
  std::size_t found = 0;
  for (const Eyes& e : f.eyes) found += e.events;
  CHECK(found == 999'000);
  CHECK(f.room.network.ways_in_use() == 0);
}
