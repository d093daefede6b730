#include "tests/unit/net/mdns_room.hpp"

#include <doctest/doctest.h>

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::mdns;

TEST_CASE("mdns: two chances to be found, in two packets each") {
  for (const int percent : {30, 50}) {
    int found = 0;
    constexpr int runs = 20'000;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      Spoken f(2, {}, delay_of(10ms), seed);
      f.publish(0);
      f.run(20s);
      f.room.network.set_way(0, 1, {.delay = 10ms, .loss = base::percent(percent)});
      f.room.network.set_way(1, 0, {.delay = 10ms, .loss = base::percent(percent)});
      f.browse(1);
      f.run(22s);  // the answers to the queries at 0 and 1 s
      found += f.eyes[1].at.empty() ? 0 : 1;
    }
    const double q = 1 - percent / 100.0;
    const double expected = 1 - (1 - q * q) * (1 - q * q);
    MESSAGE("loss ", percent, " %: found by the second query ", found / double{runs}, ", expected ",
            expected);
    CHECK(found / double{runs} == doctest::Approx(expected).epsilon(0.015));
  }
}

TEST_CASE("mdns: a lost start is found late, at the next query") {
  Spoken f;
  f.publish(0);
  f.run(20s);
  f.room.network.cut(0, 1);
  f.browse(1);
  f.room.when(25s, [&] { f.room.network.restore(0, 1); });
  f.run(200s);
  CHECK(f.last(1) >= 33s);  // 13 s after it began to browse
  CHECK(f.last(1) <= 34s);
}

TEST_CASE("mdns: one answer serves all who asked") {
  Spoken f(20);
  f.publish(0);
  f.run(20s);
  const auto before = f.discovery.count().answers;
  for (Node n = 1; n < 20; ++n) f.browse(n);
  f.run(20'500ms);
  CHECK(f.discovery.count().answers == before + 1);
  for (Node n = 1; n < 20; ++n) CHECK(f.eyes[n].at.size() == 1);
}

TEST_CASE("mdns: the cache outlives the browser") {
  Spoken f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(20s);
  f.discovery.stop_browsing(1);
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.run(100s);
  f.browse(1);
  CHECK(f.run(101s) == "1+10 ");  // a ghost, at once
  CHECK(f.last(1) == 100s);
}

TEST_CASE("mdns: two interfaces, one peer: lost when the last of them loses it") {
  Spoken f(2, {}, delay_of(10ms), 1, 2);
  f.publish(0);
  f.browse(1);
  CHECK(f.run(20s) == "1+10 ");
  f.cables.off.emplace_back(0u, 1u);
  f.discovery.interface_changed(0, 1, net::Path::down);
  CHECK(f.run(40s).empty());
  f.cables.off.emplace_back(1u, 1u);
  f.discovery.interface_changed(1, 1, net::Path::down);
  CHECK(f.run(60s) == "1-10 ");
  CHECK(f.last(1) == 43s);
  f.cables.off.clear();
  f.discovery.interface_changed(0, 1, net::Path::up);
  CHECK(f.run(61s) == "1+10 ");
}

TEST_CASE("mdns: some frameworks report a peer once for each interface") {
  Spoken f(2, {.each_interface = true}, delay_of(10ms), 1, 3);
  f.publish(0);
  f.browse(1);
  CHECK(f.run(20s) == "1+10 1+10 1+10 ");
}

TEST_CASE("mdns: an interface that flaps has its records doubted, not lost") {
  Spoken f;
  f.publish(0);
  f.browse(1);
  f.run(60s);
  f.cables.off.emplace_back(0u, 1u);
  f.discovery.interface_changed(0, 1, net::Path::down);
  f.room.when(61s, [&] {
    f.cables.off.clear();
    f.discovery.interface_changed(0, 1, net::Path::up);
  });
  CHECK(f.run(120s).empty());
  CHECK(f.discovery.resolve(1, 10) == Node{0});
}

TEST_CASE("mdns: faults: hidden, stale, repeated, lost, lost without a word") {
  Spoken f(3);
  f.discovery.hide(0, 1);
  f.browse(1);
  f.publish(0);
  CHECK(f.run(20s).empty());
  f.discovery.show(0, 1);
  CHECK(f.run(60s) == "1+10 ");
  f.discovery.repeat_found(1, 10, 2, 1ms);
  CHECK(f.run(61s) == "1+10 1+10 ");
  f.discovery.lose(1, 10, Event::told);
  CHECK(f.run(62s) == "1-10 ");
  f.discovery.inject_stale(2, {77, "ghost", {}}, 1);
  CHECK(f.run(63s) == "1+77 ");
  f.discovery.lose(1, 77, Event::silently);
  CHECK(f.discovery.resolve(1, 77) == std::nullopt);
  CHECK(f.run(64s).empty());
}

TEST_CASE("mdns: changed information is found again") {
  Spoken f;
  f.browse(1);
  const Publication p = f.publish(0, 10, {{"platform", "iOS"}});
  f.run(20s);
  f.discovery.withdraw(p, Goodbye::sent);
  f.publish(0, 10, {{"platform", "macOS"}});
  CHECK(f.run(40s) == "1+10 ");  // and never lost: the announcement came before the goodbye took effect
  CHECK(f.discovery.resolve(1, 10) == Node{0});
}
