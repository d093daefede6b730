#include "models/net/mdns/mdns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::mdns;

namespace {

struct Eyes final : Browser {
  Eyes(Room& r, Node n) : room(r), node(n) {}
  void found(const Record& record, Node) override { note('+', record); }
  void lost(const Record& record, Node) override { note('-', record); }
  void note(char what, const Record& record) {
    room.text += std::to_string(node) + what + std::to_string(record.identity) + ' ';
    at.push_back(room.scheduler.now() - base::Instant{});
  }
  Room& room;
  Node node;
  std::vector<base::Duration> at;
};

// Some interfaces that can be switched off at a node, over one room.
struct Cables final : Link {
  Cables(Interface n, NetworkLink& over) : count(n), air(over) {}
  Interface interfaces() const override { return count; }
  bool up(Interface i, Node n) const override {
    return std::find(off.begin(), off.end(), std::pair(i, n)) == off.end();
  }
  std::optional<base::Duration> reach(Interface i, Node from, Node to, base::Bytes size) override {
    const auto after = air.reach(i, from, to, size);
    if (after) packets.emplace_back(from, to);
    return after;
  }
  Interface count;
  NetworkLink& air;
  std::vector<std::pair<Interface, Node>> off;
  std::vector<std::pair<Node, Node>> packets;
};

struct Field {
  explicit Field(std::size_t devices = 2, mdns::Settings settings = {}, Way way = delay_of(10ms),
                 std::uint64_t seed = 1, Interface interfaces = 1)
      : room(way, seed),
        air(room.network, room.streams),
        cables(interfaces, air),
        discovery(room.scheduler, room.streams, settings, cables) {
    for (std::size_t n = 0; n < devices; ++n) eyes.emplace_back(room, static_cast<Node>(n));
  }
  Publication publish(Node n, Identity identity = 0, DiscoveryInfo info = {}) {
    return discovery.publish(n, {identity == 0 ? 10 + n : identity, "iPhone", std::move(info)});
  }
  void browse(Node n) { discovery.browse(n, eyes[n]); }
  std::string run(base::Duration until) { return room.run(until); }
  base::Duration last(Node n) const { return eyes[n].at.back(); }

  Room room;
  NetworkLink air;
  Cables cables;
  Mdns discovery;
  std::deque<Eyes> eyes;
};

}  // namespace

TEST_CASE("mdns: the schedules of Apple's responder") {
  const mdns::Settings s;
  const base::Duration queries[] = {0s, 1s, 4s, 13s, 40s, 121s, 364s, 1093s, 3280s, 6880s};
  for (int n = 0; n < 10; ++n) CHECK(query_time(s, n) == queries[n]);
  const base::Duration announcements[] = {0s, 1s, 3s, 7s};
  for (int n = 0; n < 4; ++n) CHECK(announce_time(s, n) == announcements[n]);
}

TEST_CASE("mdns: a new name is claimed in 0.75 to 1 s, and found one way later") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Field f(2, {}, delay_of(10ms), seed);
    f.browse(1);
    f.publish(0);
    CHECK(f.run(5s) == "1+10 ");
    CHECK(f.last(1) >= 760ms);
    CHECK(f.last(1) <= 1010ms);
  }
}

TEST_CASE("mdns: a browser that comes later asks, and is answered after 20 to 120 ms") {
  Field f;
  f.publish(0);
  f.run(20s);
  f.browse(1);
  CHECK(f.run(30s) == "1+10 ");
  CHECK(f.last(1) >= 20s + 40ms);
  CHECK(f.last(1) <= 20s + 140ms);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.discovery.resolve(1, 99) == std::nullopt);
}

TEST_CASE("mdns: what the asker knows is not answered again") {
  Field f;
  f.publish(0);
  f.run(20s);
  f.browse(1);
  f.run(21s);
  const auto answers = f.discovery.count().answers;
  f.run(400s);
  CHECK(f.discovery.count().queries == 7);  // at 0, 1, 4, 13, 40, 121, 364 s
  CHECK(f.discovery.count().answers == answers);
}

TEST_CASE("mdns: a goodbye ends a record after a second, told three times") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(20s);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(60s) == "1-10 ");
  CHECK(f.last(1) == 21s + 10ms);
  CHECK(f.discovery.count().goodbyes == 3);
}

TEST_CASE("mdns: without a goodbye a ghost stays for 75 minutes, asked for four times in the last fifteen") {
  Field f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  const base::Duration heard = f.last(1) + 7s;  // the last announcement
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.run(heard + 3599s);
  const auto asked = f.discovery.count().queries;
  for (const auto percent : {80, 85, 90, 95}) {
    f.run(heard + percent * 45s - 1ms);
    const auto before = f.discovery.count().queries;
    f.run(heard + percent * 45s + 90s);
    CHECK(f.discovery.count().queries == before + 1);
  }
  CHECK(f.discovery.count().queries == asked + 4);
  CHECK(f.run(heard + 4499s).empty());
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.run(5000s) == "1-10 ");
  CHECK(f.last(1) == heard + 4500s);
}

TEST_CASE("mdns: a host that is there is renewed for ever") {
  Field f;
  f.publish(0);
  f.browse(1);
  f.run(30'000s);
  CHECK(f.eyes[1].at.size() == 1);
}

TEST_CASE("mdns: on old systems the address of a ghost dies after two minutes, and the ghost stays visible") {
  Field f(2, settings_of(System::old_apple));
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.run(120s);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.run(130s).empty());
  CHECK(f.discovery.resolve(1, 10) == std::nullopt);
}

TEST_CASE("mdns: a doubted ghost is gone after 5 to 6.67 s, and a doubted host answers") {
  base::Duration least = 1h, most = 0s;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Field f(2, {}, delay_of(10ms), seed);
    const Publication p = f.publish(0);
    f.browse(1);
    f.run(60s);
    f.discovery.reconfirm(1, 10);
    CHECK(f.run(100s).find('-') == std::string::npos);
    f.discovery.withdraw(p, Goodbye::not_sent);
    const auto asked = f.discovery.count().queries;
    f.discovery.reconfirm(1, 10);
    CHECK(f.run(120s) == "1-10 ");
    CHECK(f.discovery.count().queries == asked + 4);
    least = std::min(least, f.last(1) - 100s), most = std::max(most, f.last(1) - 100s);
  }
  CHECK(least >= 5s);
  CHECK(most <= 6670ms);
  CHECK(most - least > 1500ms);
}

TEST_CASE("mdns: an RFC 6762 system forgets a doubted record after 10 s") {
  Field f(2, settings_of(System::rfc6762));
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.discovery.reconfirm(1, 10);
  CHECK(f.run(100s) == "1-10 ");
  CHECK(f.last(1) == 70s);
}

TEST_CASE("mdns: two chances to be found, in two packets each") {
  for (const int percent : {30, 50}) {
    int found = 0;
    constexpr int runs = 20'000;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      Field f(2, {}, delay_of(10ms), seed);
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
  Field f;
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
  Field f(20);
  f.publish(0);
  f.run(20s);
  const auto before = f.discovery.count().answers;
  for (Node n = 1; n < 20; ++n) f.browse(n);
  f.run(20'500ms);
  CHECK(f.discovery.count().answers == before + 1);
  for (Node n = 1; n < 20; ++n) CHECK(f.eyes[n].at.size() == 1);
}

TEST_CASE("mdns: the cache outlives the browser") {
  Field f;
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
  Field f(2, {}, delay_of(10ms), 1, 2);
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
  Field f(2, {.each_interface = true}, delay_of(10ms), 1, 3);
  f.publish(0);
  f.browse(1);
  CHECK(f.run(20s) == "1+10 1+10 1+10 ");
}

TEST_CASE("mdns: an interface that flaps has its records doubted, not lost") {
  Field f;
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
  Field f(3);
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
  Field f;
  f.browse(1);
  const Publication p = f.publish(0, 10, {{"platform", "iOS"}});
  f.run(20s);
  f.discovery.withdraw(p, Goodbye::sent);
  f.publish(0, 10, {{"platform", "macOS"}});
  CHECK(f.run(40s) == "1+10 ");  // and never lost: the announcement came before the goodbye took effect
  CHECK(f.discovery.resolve(1, 10) == Node{0});
}
