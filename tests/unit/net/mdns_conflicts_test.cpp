// Two services of one name: who keeps it, and what the other is called.
#include <doctest/doctest.h>

#include "tests/unit/net/mdns_room.hpp"

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::mdns;

namespace {

Settings by_name() {
  Settings s;
  s.names = Names::by_display_name;
  return s;
}

std::string name(Spoken& f, Publication p) { return f.discovery.record(p).name; }

}  // namespace

TEST_CASE("mdns conflicts: who comes second is renamed, and found by the new name") {
  Spoken f(3, by_name());
  f.browse(2);
  const Publication first = f.publish(0);
  f.run(20s);
  const Publication second = f.publish(1);
  CHECK(f.run(40s) == "2+11 ");
  CHECK(name(f, first) == "iPhone");
  CHECK(name(f, second) == "iPhone (2)");
}

TEST_CASE("mdns conflicts: three of one name at once are three in the end, whoever is quicker") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Spoken f(3, by_name(), delay_of(10ms), seed);
    const Publication all[] = {f.publish(0), f.publish(1), f.publish(2)};
    f.run(30s);
    std::vector<std::string> names{name(f, all[0]), name(f, all[1]), name(f, all[2])};
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"iPhone", "iPhone (2)", "iPhone (3)"});
  }
}

TEST_CASE(
    "mdns conflicts: of two who probe in the same instant the greater data wins, and the other waits a "
    "second") {
  Settings s = by_name();
  s.probe_delay = 0ms;
  Spoken f(2, s);
  const Publication lesser = f.publish(0), greater = f.publish(1);
  f.run(700ms);
  CHECK(name(f, lesser) == "iPhone");  // it waits; the other claims the name at 750 ms
  f.run(20s);
  CHECK(name(f, greater) == "iPhone");
  CHECK(name(f, lesser) == "iPhone (2)");
}

TEST_CASE("mdns conflicts: two who took a name out of each other's hearing agree when they meet") {
  Spoken f(3, by_name());
  const Token apart = f.room.network.isolate({1});
  f.browse(2);
  const Publication one = f.publish(0), other = f.publish(1);
  f.run(30s);
  CHECK(name(f, one) == "iPhone");
  CHECK(name(f, other) == "iPhone");
  f.room.network.undo(apart);
  f.discovery.interface_changed(0, 1, Path::up);  // which announces what is there
  f.run(60s);
  CHECK(name(f, one) != name(f, other));
}

TEST_CASE("mdns conflicts: names that are unique by themselves are never probed for, and never changed") {
  Spoken f(2);
  const Publication one = f.publish(0), other = f.publish(1);
  f.run(30s);
  CHECK(name(f, one) == "iPhone");
  CHECK(name(f, other) == "iPhone");
}

TEST_CASE("mdns: a browser that is shown its own host's record finds itself") {
  Spoken f(1);
  f.browse(0);
  f.publish(0);
  CHECK(f.run(20s).empty());  // not by itself
  f.discovery.reflect(0, {10, "iPhone", {}});
  CHECK(f.run(21s) == "0+10 ");
}
