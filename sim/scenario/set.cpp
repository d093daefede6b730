#include "sim/scenario/set.hpp"

#include <fmt/format.h>

#include "sim/scenario/decibels.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/invariants.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/visit_profile.hpp"

namespace nearsim::scenario {
namespace {

// The fields of a fault or step that are quantities; whom it concerns is not a setting.
template <class F>
class Quantities {
 public:
  Quantities(std::string prefix, F& field) : prefix_(std::move(prefix)), field_(field) {}
  template <class T>
  void operator()(std::string_view, T&, std::string_view, Ref) {}
  template <class T>
  void operator()(std::string_view name, T& member, std::string_view doc) {
    field_(prefix_ + std::string(name), member, doc, std::optional<Limits<std::remove_const_t<T>>>{});
  }
  template <class T, class L>
  void operator()(std::string_view name, T& member, std::string_view doc, const Limits<L>& limits) {
    field_(prefix_ + std::string(name), member, doc, std::optional(limits));
  }

 private:
  std::string prefix_;
  F& field_;
};

constexpr Limits<Duration> positive{1ns, protocol::longest_setting};

template <class E, class F>
void visit_trigger(const std::string& prefix, E& event, F& field) {
  if (event.trigger.at)
    field(prefix + "at", *event.trigger.at, std::string_view("when"), std::optional(protocol::any_time));
  else
    field(prefix + "by", event.trigger.by, std::string_view("so much later"),
          std::optional(protocol::any_time));
  std::visit(
      [&](auto& kind) {
        Quantities<F> quantities(prefix, field);
        std::remove_cvref_t<decltype(kind)>::fields(kind, quantities);
      },
      event.kind);
}

template <class S, class F>
void visit_events(S& scenario, F& field) {
  for (auto& fault : scenario.faults) {
    if (fault.name.empty()) continue;
    const std::string prefix = "faults." + fault.name + ".";
    visit_trigger(prefix, fault, field);
    if (fault.lasts)
      field(prefix + "for", *fault.lasts, std::string_view("then undone"), std::optional(positive));
  }
  for (auto& step : scenario.steps) {
    if (step.name.empty()) continue;
    const std::string prefix = "do." + step.name + ".";
    visit_trigger(prefix, step, field);
    if (step.every)
      field(prefix + "every", *step.every, std::string_view("its period"), std::optional(protocol::period));
    if (step.times)
      field(prefix + "times", *step.times, std::string_view("how often"),
            std::optional(protocol::limits(1, 1'000'000)));
  }
}

template <class D, class F>
void visit_device(const std::string& prefix, D& device, F& field) {
  using protocol::Limits;
  field(prefix + "display_name", device.display_name, std::string_view("what peers see"),
        std::optional<Limits<std::string>>{});
  field(prefix + "node_id", device.node_id, std::string_view("stable per installation"),
        std::optional<Limits<std::string>>{});
  field(prefix + "platform", device.platform, std::string_view("what it runs on"),
        std::optional<Limits<Platform>>{});
  field(prefix + "network", device.network, std::string_view("what it believes it is on"),
        std::optional<Limits<protocol::Network>>{});
  field(prefix + "certificates", device.certificates, std::string_view("what it says to its peers'"),
        std::optional<Limits<mpc::Certificates>>{});
  field(prefix + "start", device.start, std::string_view("when it starts"),
        std::optional(protocol::any_time_or_none));
  visit_settings(prefix + "clock", device.clock, field);
  if (device.at) {
    field(prefix + "at.x", device.at->x, std::string_view("where it is at the start"),
          std::optional<Limits<base::Meters>>{});
    field(prefix + "at.y", device.at->y, std::string_view("where it is at the start"),
          std::optional<Limits<base::Meters>>{});
  }
  if (device.wander) visit_settings(prefix + "wander", *device.wander, field);
  visit_profile(prefix + "profile", device.profile, field);
}

// Decibels have no type of their own: what visits them is told their unit.
template <class S, class F>
void visit_radio(S& settings, F& field) {
  const auto decibels = [&](std::string_view name, auto& member, std::string_view unit, std::string_view doc,
                            const auto& limits) {
    field.decibels("radio." + std::string(name), member, unit, doc, limits);
  };
  Quantities<F> rest("radio.", field);
  RadioVisitor visit(decibels, rest);
  std::remove_cvref_t<S>::fields(settings, visit);
}

template <class S, class F>
void visit_world(S& scenario, F& field) {
  field("run_for", scenario.run_for, std::string_view("virtual time that is simulated"),
        std::optional(positive));
  field("shuffle_ties", scenario.shuffle_ties,
        std::string_view("events of one instant in an order from the seed"), std::optional<Limits<bool>>{});
  field("links.carrier", scenario.links.carrier, std::string_view("what carries the links"),
        std::optional<Limits<Carrier>>{});
  visit_settings("links.default", scenario.links.normal, field);
  if (scenario.radio) visit_radio(scenario.radio->settings, field);
  if (scenario.swarm) visit_settings("swarm", *scenario.swarm, field);
  for (auto& way : scenario.links.between) visit_settings("links." + way.from + ">" + way.to, way.way, field);
  visit_settings("discovery.default", scenario.finding.normal, field);
  for (auto& find : scenario.finding.between)
    visit_settings("discovery." + find.finder + ">" + find.found, find.find, field);
  visit_settings("mpc", scenario.mpc, field);
  visit_settings("quic", scenario.quic, field);
  visit_settings("ice", scenario.ice, field);
  visit_settings("signalling", scenario.signalling, field);
  for (auto& named : scenario.invariants) {
    const std::string prefix = "invariants." + named.name + ".";
    const Invariant* known = find_invariant(named.name);
    field(prefix + "judged", named.settings.judged, std::string_view("false: switched off"),
          std::optional<Limits<bool>>{});
    if (known != nullptr && known->bound != 0ns)
      field(prefix + "bound", named.settings.bound, known->statement, std::optional(protocol::any_time));
    if (known != nullptr && known->limit != 0)
      field(prefix + "limit", named.settings.limit, known->statement, std::optional<Limits<std::int64_t>>{});
  }
}

struct Assign {
  std::string_view path, value;
  bool found = false;
  Outcome outcome{};
  template <class T, class L>
  void operator()(const std::string& here, T& member, std::string_view, const std::optional<L>& limits) {
    if (here != path) return;
    found = true;
    outcome = parse_any(value, member, limits);
  }
  void decibels(const std::string& here, int& member, std::string_view unit, std::string_view,
                const Limits<int>& limits) {
    if (here != path) return;
    found = true;
    outcome = parse_decibels(value, unit, member, limits);
  }
};

struct Collect {
  std::vector<Setting>& out;
  template <class T, class L>
  void operator()(const std::string& path, const T& member, std::string_view doc, const std::optional<L>&) {
    out.push_back({path, text_of(member), doc});
  }
  void decibels(const std::string& path, int member, std::string_view unit, std::string_view doc,
                const Limits<int>&) {
    out.push_back({path, decibel_text(member, unit), doc});
  }
};

Outcome unknown(const Scenario& scenario, std::string_view path) {
  const std::vector<std::string> all = paths(scenario);
  const std::string_view best = nearest(path, {all.begin(), all.end()});
  return Problem{fmt::format("the scenario has no setting '{}'", path),
                 best.empty() ? "settings are named by path, e.g. links.default.delay or devices.Ana.start"
                              : fmt::format("did you mean '{}'?", best)};
}

struct Attempt {
  bool found = false;
  Outcome outcome{};
};

Attempt set_in_device(DeviceSpec& device, std::string_view rest, std::string_view value) {
  std::string path(rest);
  constexpr std::string_view profile = "profile.";
  if (rest.substr(0, profile.size()) == profile) {
    const CanonicalPath canonical = canonical_path(device.profile, rest.substr(profile.size()));
    if (canonical.problem) return {false, canonical.problem};
    path = std::string(profile) + canonical.path;
  }
  Assign assign{path, value};
  visit_device("", device, assign);
  return {assign.found, assign.outcome};
}

Attempt set_in_devices(Scenario& scenario, std::string_view path, std::string_view value) {
  constexpr std::string_view prefix = "devices.";
  const std::string_view rest = path.substr(prefix.size());
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return {false, unknown(scenario, path)};
  const std::string_view name = rest.substr(0, dot);
  bool found = false;
  for (DeviceSpec& device : scenario.devices) {
    if (name != "*" && name != device.name) continue;
    const Attempt attempt = set_in_device(device, rest.substr(dot + 1), value);
    if (attempt.outcome) return attempt;
    found = found || attempt.found;
  }
  if (found) return {true, {}};
  if (name != "*" || scenario.devices.empty()) return {false, unknown(scenario, path)};
  Outcome outcome =
      unknown(scenario, fmt::format("devices.{}.{}", scenario.devices[0].name, rest.substr(dot + 1)));
  outcome->message = fmt::format("no device has the setting '{}'", rest.substr(dot + 1));
  return {false, outcome};
}

Attempt set_anywhere(Scenario& scenario, std::string_view path, std::string_view value) {
  if (path.substr(0, 8) == "devices.") return set_in_devices(scenario, path, value);
  Assign assign{path, value};
  visit_world(scenario, assign);
  visit_events(scenario, assign);
  return {assign.found, assign.found ? assign.outcome : unknown(scenario, path)};
}

}  // namespace

std::vector<Diagnostic> set(Scenario& scenario, std::string_view path, std::string_view value) {
  const std::string where = fmt::format("{}={}", path, value);
  Scenario changed = scenario;
  if (const Outcome outcome = set_anywhere(changed, path, value).outcome) {
    Diagnostic diagnostic;
    diagnostic.position.file = where;
    diagnostic.message = outcome->message;
    diagnostic.hint = outcome->hint;
    return {diagnostic};
  }
  // A value that is fine by itself may make no sense with the rest: let the reader judge the whole.
  std::vector<Diagnostic> diagnostics = load_text(dump(changed), where).diagnostics;
  for (Diagnostic& diagnostic : diagnostics) diagnostic.position = {where, 0, 0};
  if (diagnostics.empty()) scenario = std::move(changed);
  return diagnostics;
}

bool has_setting(const Scenario& scenario, std::string_view path) {
  Scenario probe = scenario;
  return set_anywhere(probe, path, {}).found;
}

std::vector<Setting> settings_of(const Scenario& scenario) {
  std::vector<Setting> out;
  Collect collect{out};
  visit_world(scenario, collect);
  for (const DeviceSpec& device : scenario.devices)
    visit_device("devices." + device.name + ".", device, collect);
  visit_events(scenario, collect);
  return out;
}

std::vector<std::string> paths(const Scenario& scenario) {
  std::vector<std::string> out;
  for (Setting& setting : settings_of(scenario)) out.push_back(std::move(setting.path));
  return out;
}

}  // namespace nearsim::scenario
