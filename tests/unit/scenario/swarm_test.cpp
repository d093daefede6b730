// A swarm: the same faults for the same seed, each kind by itself, all over in time, and written out so that
// they read back.
#include "sim/scenario/swarm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;
using namespace nearsim::scenario;

namespace {

Scenario room(const std::string& swarm) {
  const Loaded loaded = load_text(
      "nearsim: 1\nrun_for: 120s\nlinks: {carrier: either}\n"
      "devices: [{name: phone, count: 4, profile: meshred}]\nswarm: " +
          swarm + "\n",
      "test");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), render(loaded.diagnostics));
  return *loaded.scenario;
}

std::vector<Fault> faults(const Scenario& s, std::uint64_t seed) { return drawn(s, base::Seed{seed}).faults; }

std::string_view kind(const Fault& fault) {
  return std::visit([](const auto& k) { return std::string_view(k.name); }, fault.kind);
}

}  // namespace

TEST_CASE("swarm: a seed draws the same faults each time, and another seed others") {
  const Scenario s = room("{kinds: all}");
  CHECK(faults(s, 1) == faults(s, 1));
  CHECK_FALSE(faults(s, 1) == faults(s, 2));
}

TEST_CASE("swarm: leaving out a kind leaves the others as they were") {
  const Scenario all = room("{kinds: all}"), some = room("{kinds: [kill, lossy]}");
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    std::vector<Fault> left = faults(all, seed);
    std::erase_if(left, [](const Fault& f) { return kind(f) != "kill" && kind(f) != "lossy"; });
    std::vector<Fault> alone = faults(some, seed);
    std::erase_if(alone, [](const Fault& f) { return kind(f) == "heal"; });
    CHECK(left == alone);
  }
}

TEST_CASE("swarm: everything happens within its window, and the heal is the last") {
  const Scenario s = room("{kinds: all, from: 10s, to: 60s, shortest: 2s, longest: 30s}");
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::vector<Fault> all = faults(s, seed);
    if (all.empty()) continue;
    CHECK(kind(all.back()) == "heal");
    for (const Fault& f : all) {
      CHECK(*f.trigger.at >= Duration{10s});
      CHECK(*f.trigger.at + f.lasts.value_or(Duration{0}) <= Duration{60s});
      if (f.lasts) CHECK(*f.lasts >= Duration{2s});
    }
  }
}

TEST_CASE("swarm: every kind occurs in some seed, and what is drawn reads back as it is") {
  const Scenario s = room("{kinds: all}");
  std::set<std::string_view> seen;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Scenario fixed = drawn(s, base::Seed{seed});
    for (const Fault& f : fixed.faults) seen.insert(kind(f));
    const Loaded again = load_text(dump(fixed), "again");
    REQUIRE_MESSAGE(again.scenario.has_value(), render(again.diagnostics));
    CHECK(*again.scenario == fixed);
  }
  // These two are drawn only where they are named.
  for (const std::string_view name : swarm_kinds_for(s))
    CHECK_MESSAGE(seen.count(name) == (name == "sync" || name == "reflect" ? 0 : 1), name);
}

TEST_CASE("swarm: what is drawn by name only is drawn by name") {
  const Scenario s = room("{kinds: [sync, reflect], chance: 100%}");
  std::set<std::string_view> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario fixed = drawn(s, base::Seed{seed});
    for (const Fault& f : fixed.faults) seen.insert(kind(f));
    CHECK(load_text(dump(fixed), "again").scenario == fixed);
  }
  CHECK(seen.count("sync") == 1);
  CHECK(seen.count("reflect") == 1);
}

TEST_CASE("swarm: what strikes servers occurs where somebody uses them, and nowhere else") {
  const Loaded loaded = load_text(
      "nearsim: 1\nrun_for: 120s\ndevices: [{name: phone, count: 2, profile: socialstream}]\n"
      "swarm: {kinds: [signalling_down, block]}\n",
      "test");
  REQUIRE_MESSAGE(loaded.scenario.has_value(), render(loaded.diagnostics));
  std::set<std::string_view> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario fixed = drawn(*loaded.scenario, base::Seed{seed});
    for (const Fault& f : fixed.faults) seen.insert(kind(f));
    CHECK(load_text(dump(fixed), "again").scenario == fixed);
  }
  CHECK(seen.count("signalling_down") == 1);
  CHECK(seen.count("block") == 1);
  for (const std::string_view name : swarm_kinds_for(room("{kinds: all}"))) CHECK(name != "block");
}

TEST_CASE("swarm: the file itself reads back, too") {
  const Scenario s = room("{kinds: [kill, background], of_each: 3, chance: 10%}");
  const Loaded again = load_text(dump(s), "again");
  REQUIRE(again.scenario.has_value());
  CHECK(*again.scenario == s);
}

TEST_CASE("swarm: what it draws can apply, and reads again, whatever designs are in the room") {
  const Loaded loaded = load_text(
      "nearsim: 1\nrun_for: 120s\n"
      "devices: [{name: Ana, profile: spacedrive_repaired}, {name: Bob, profile: socialstream_repaired}, "
      "{name: Cyd, profile: recommended, start: 30s}, {name: Dan, profile: meshred}]\n"
      "swarm: {kinds: all, of_each: 2, chance: 80%, from: 20s, to: 80s}\n",
      "test");
  REQUIRE(loaded.scenario.has_value());
  std::set<std::string_view> seen;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Scenario s = drawn(*loaded.scenario, base::Seed{seed});
    for (const Fault& fault : s.faults) seen.insert(kind(fault));
    const Loaded again = load_text(dump(s), "again");
    REQUIRE_MESSAGE(again.scenario.has_value(), render(again.diagnostics));
    CHECK(*again.scenario == s);
  }
  for (const std::string_view name : {"wedge", "rotate_identity", "block", "hide", "kill"}) {
    CAPTURE(name);
    CHECK(seen.count(name) == 1);  // of those that can be struck
  }
}
