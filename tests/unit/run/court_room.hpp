// A run written by hand: a ledger, a jury, and the few things that can happen to them.  Devices are Ana, Bob,
// Cyd, Dan.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/judges/jury.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/invariants.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

using namespace std::chrono_literals;

constexpr Node ana = 0, bob = 1, cyd = 2, dan = 3;

inline scenario::Scenario people(Node count, std::vector<scenario::Expectation> expectations = {}) {
  constexpr std::string_view names[] = {"Ana", "Bob", "Cyd", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida"};
  scenario::Scenario s;
  for (Node i = 0; i < count; ++i) {
    scenario::DeviceSpec device;
    device.name = names[i];
    s.devices.push_back(device);
  }
  s.expectations = std::move(expectations);
  return s;
}

// The scenario with one invariant judged, by its default bound and limit.
inline scenario::Scenario with_invariant(scenario::Scenario s, std::string_view name) {
  const scenario::Invariant* invariant = scenario::find_invariant(name);
  s.invariants = {{std::string(name), {true, invariant->bound, invariant->limit}}};
  return s;
}

class CourtRoom {
 public:
  explicit CourtRoom(scenario::Scenario s, Asked asked = Asked::in_full)
      : scenario(std::move(s)),
        ledger(static_cast<Node>(scenario.devices.size())),
        jury(scenario, ledger, asked) {
    ledger.watch(jury);
    ledger.ask_reachability(
        [](const void* room, Node a, Node b) { return static_cast<const CourtRoom*>(room)->reach(a, b); },
        this);
  }

  CourtRoom& at(base::Duration t) {
    now = base::at(t);
    return *this;
  }
  CourtRoom& start() {
    for (Node d = 0; d < ledger.devices(); ++d) start(d);
    return *this;
  }
  CourtRoom& start(Node d) { return presence(d, {.running = true}); }
  CourtRoom& presence(Node d, Presence p) {
    ledger.set(now, d, p);
    return *this;
  }
  template <class F>
  CourtRoom& view(Node of, Node about, F change) {
    View v = ledger.view(of, about);
    change(v);
    ledger.set(now, ledger.half(of, about), v);
    return *this;
  }
  template <class F>
  CourtRoom& both(Node a, Node b, F change) {
    return view(a, b, change).view(b, a, change);
  }
  CourtRoom& truth(Node a, Node b, Ledger::Truth t) {
    ledger.set(now, ledger.half(a, b), t);
    return *this;
  }
  // Usable both ways over one live link, or apart again.
  CourtRoom& join(Node a, Node b) {
    return truth(a, b, {.live = 1}).both(a, b, [](View& v) {
      v.visible = v.connected = v.usable = v.told = true;
    });
  }
  CourtRoom& part(Node a, Node b) {
    return truth(a, b, {}).both(a, b, [](View& v) { v.connected = v.usable = v.told = false; });
  }
  CourtRoom& see(Node a, Node b) {
    return both(a, b, [](View& v) { v.visible = v.sees_present = true; });
  }
  CourtRoom& isolate(std::optional<Node> d) {
    isolated = d;
    ledger.reachability_changed(now);
    return *this;
  }
  CourtRoom& happen(std::string_view topic, std::string_view verb, Node node, Node peer,
                    std::vector<kernel::Field> fields = {}) {
    const auto name = [&](Node d) {
      return d == net::no_node ? std::string_view{} : std::string_view{scenario.devices[d].name};
    };
    const kernel::Record record{now, name(node), topic, verb, name(peer), fields};
    jury.happened({record, index++, verb_number(topic, verb), node, peer, of_earlier});
    return *this;
  }
  CourtRoom& decide(std::string_view verb, Node node, Node peer, std::string_view why) {
    return happen("engine", verb, node, peer, {{"why", why}});
  }
  CourtRoom& intervene(Outside what, Node a = net::no_node, Node b = net::no_node) {
    jury.intervened({now, what, a, b});
    return *this;
  }
  Report finish(base::Duration end) {
    jury.finish(base::at(end));
    Report report;
    jury.report(report);
    return report;
  }
  Verdict invariant(base::Duration end) { return finish(end).invariants.at(0); }
  Verdict expectation(base::Duration end) { return finish(end).expectations.at(0); }

  scenario::Scenario scenario;
  Ledger ledger;
  Jury jury;
  base::Instant now{};
  std::uint64_t index = 0;
  bool of_earlier = false;  // what happens now is about an object that the peer no longer has
  std::optional<Node> isolated;

 private:
  [[nodiscard]] bool reach(Node a, Node b) const { return isolated != a && isolated != b; }
};

}  // namespace nearsim::run
