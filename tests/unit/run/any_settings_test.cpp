// Whatever a design is set to: the reader refuses it, or it runs, ends, and does so twice alike.  Designs as
// shipped never show what two settings that nobody combined do together.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/visit_profile.hpp"
#include "tests/unit/run/alike.hpp"

using namespace nearsim;
using namespace std::chrono_literals;

namespace {

using Change = std::pair<unsigned, unsigned>;  // which setting, and which of the values worth trying

constexpr std::uint64_t enough_events = 30'000;  // most runs end far below, and a storm goes on as it began

class Changer {  // a visitor of settings
 public:
  Changer(const std::vector<Change>& changes, unsigned settings) : changes_(changes), settings_(settings) {}

  template <class T>
  void operator()(const std::string&, T& member, std::string_view,
                  const std::optional<protocol::Limits<T>>& limits) {
    for (const auto& [place, choice] : changes_)
      if (place % settings_ == here_) change(member, choice, limits);
    ++here_;
  }

 private:
  template <class T>
  static void change(T& member, unsigned choice, const std::optional<protocol::Limits<T>>& limits) {
    const T value = one_of(member, choice);
    if (!limits || (limits->lo <= value && value <= limits->hi)) member = value;
  }
  template <class T, std::size_t N>
  static T pick(const T (&all)[N], unsigned choice) {
    return all[choice % N];
  }
  static bool one_of(bool, unsigned choice) { return choice % 2 == 0; }
  static int one_of(int, unsigned choice) { return pick({0, 1, 2, 10, 1000}, choice); }
  static base::Ratio one_of(base::Ratio, unsigned choice) {
    return pick({base::none, base::percent(20), base::certain}, choice);
  }
  static base::Duration one_of(base::Duration, unsigned choice) {
    return pick<base::Duration>({0ms, 1ns, 1ms, 100ms, 3s, 30s, 1h, base::forever}, choice);
  }
  template <protocol::Named E>
  static E one_of(E, unsigned choice) {
    return static_cast<E>(choice % protocol::all_names<E>.size());
  }

  const std::vector<Change>& changes_;
  unsigned settings_, here_ = 0;
};

struct Counter {
  unsigned settings = 0;
  template <class... Rest>
  void operator()(const std::string&, const Rest&...) {
    ++settings;
  }
};

template <class Visit>
void change(const std::vector<Change>& changes, const Visit& visit) {
  Counter counter;
  visit(counter);
  Changer changer{changes, counter.settings};
  visit(changer);
}

template <class T>
void leave_out(std::vector<T>& mechanisms, unsigned which) {
  if (which < mechanisms.size()) mechanisms.erase(mechanisms.begin() + which);
}

scenario::Scenario read(const std::string& text) {
  const scenario::Loaded loaded = scenario::load_text(text, "any");
  if (!loaded.scenario) RC_FAIL(scenario::render(loaded.diagnostics));
  return *loaded.scenario;
}

scenario::Scenario room(std::string_view design, std::string_view other, std::string_view delay, bool swarm) {
  return read(fmt::format(
      "nearsim: 1\nrun_for: 60s\nlinks: {{default: {{delay: {0}, jitter: {0}, loss: 1%}}}}\n"
      "discovery: {{default: {{delay: {0}, jitter: 1s}}}}\n"
      "devices:\n  - {{name: Ana, profile: {1}}}\n  - {{name: Bob, profile: {1}}}\n"
      "  - {{name: Cyd, profile: {2}}}\n{3}expect: [{{within: 15s, usable: all}}]\n",
      delay, design, other,
      swarm ? "swarm: {kinds: all, of_each: 1, chance: 30%, from: 2s, to: 30s, shortest: 1s, longest: 5s}\n"
            : ""));
}

// Some metres apart, one of them on the way.
scenario::Scenario on_air(std::string_view design, std::string_view preset) {
  return read(fmt::format(
      "nearsim: 1\nrun_for: 60s\nradio: {{preset: {0}}}\n"
      "devices:\n  - {{name: Ana, profile: {1}, at: [1m, 1m]}}\n"
      "  - {{name: Bob, profile: {1}, at: [9m, 3m], wander: {{}}}}\n"
      "  - {{name: Cyd, profile: {1}, at: [11m, 2m]}}\n"
      "swarm: {{kinds: all, of_each: 1, chance: 20%, from: 2s, to: 30s, shortest: 1s, longest: 5s}}\n"
      "expect: [{{within: 15s, usable: all}}]\n",
      preset, design));
}

std::vector<Change> some_changes() {
  return *rc::gen::container<std::vector<Change>>(
      *rc::gen::inRange<std::size_t>(1, 8),
      rc::gen::pair(rc::gen::inRange(0u, 10'000u), rc::gen::inRange(0u, 840u)));
}

template <class Named>
std::string_view some_name(std::span<const Named> all) {
  return all[*rc::gen::inRange<std::size_t>(0, all.size())].name;
}

scenario::Scenario some_room() {
  const std::string_view design = some_name(protocol::designs());
  const std::string_view other = *rc::gen::inRange(0, 5) == 0 ? some_name(protocol::designs()) : design;
  return room(design, other, *rc::gen::element("0ms", "20ms", "300ms"), *rc::gen::arbitrary<bool>());
}

void check_twice(const scenario::Scenario& s) {
  const std::string text = scenario::dump(s);
  RC_LOG() << text;
  const scenario::Loaded loaded = scenario::load_text(text, "any");
  if (!loaded.scenario) RC_DISCARD("refused");
  RC_ASSERT(*loaded.scenario == s);
  run::check_alike(*loaded.scenario, s, base::Seed{1}, enough_events);
}

}  // namespace

TEST_CASE("any settings of a design: refused by the reader, or run to the end, twice alike") {
  CHECK(rc::check([] {
    scenario::Scenario s = some_room();
    const std::vector<Change> changes = some_changes();
    const unsigned left_out = *rc::gen::inRange(0u, 60u);
    for (scenario::DeviceSpec& device : s.devices) {
      if (device.name == "Cyd") continue;
      protocol::Profile& profile = device.profile;
      change(changes, [&](auto& visitor) { scenario::visit_profile("", profile, visitor); });
      if (left_out % 4 == 0) leave_out(profile.gates, left_out / 4);
      if (left_out % 4 == 1) leave_out(profile.stages, left_out / 4);
      if (left_out % 4 == 2) leave_out(profile.detectors, left_out / 4);
      if (left_out % 4 == 3) leave_out(profile.remedies, left_out / 4);
    }
    check_twice(s);
  }));
}

TEST_CASE("any settings of the models: refused by the reader, or run to the end, twice alike") {
  CHECK(rc::check([] {
    scenario::Scenario s = some_room();
    change(some_changes(), [&](auto& visitor) {
      scenario::visit_settings("mpc", s.mpc, visitor);
      scenario::visit_settings("quic", s.quic, visitor);
      scenario::visit_settings("ice", s.ice, visitor);
      scenario::visit_settings("signalling", s.signalling, visitor);
    });
    check_twice(s);
  }));
}

TEST_CASE("any settings of the air: refused by the reader, or run to the end, twice alike") {
  CHECK(rc::check([] {
    const std::string_view design = some_name(protocol::designs());
    scenario::Scenario s = on_air(design, some_name(scenario::radio_presets()));
    change(some_changes(),
           [&](auto& visitor) { scenario::visit_settings("radio", s.radio->settings, visitor); });
    check_twice(s);
  }));
}
