#include "sim/scenario/dump.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/invariants.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace nearsim::scenario {
namespace {

std::string indented(const std::string& text, std::size_t by) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at) + 1;
    out += std::string(by, ' ') + text.substr(at, end - at);
    at = end;
  }
  return out;
}

template <class Entries, class Line>
std::string section(std::string_view name, const Entries& entries, Line line) {
  if (entries.empty()) return {};
  std::string out = fmt::format("{}:\n", name);
  for (const auto& entry : entries) out += fmt::format("  - {{{}}}\n", line(entry));
  return out;
}

// Equal profiles are written once.  Different ones of the same name get a number; their own name is inside.
class ProfileNames {
 public:
  explicit ProfileNames(const std::vector<DeviceSpec>& devices) {
    for (const DeviceSpec& device : devices)
      if (find(device.profile) == nullptr) entries_.push_back({unused(device.profile.name), &device.profile});
  }
  [[nodiscard]] const std::string& of(const protocol::Profile& profile) const { return *find(profile); }
  [[nodiscard]] std::string text() const {
    std::string out = "profiles:\n";
    for (const Entry& entry : entries_)
      out += fmt::format("  {}:\n{}", yaml_word(entry.name), indented(dump(*entry.profile), 4));
    return entries_.empty() ? "" : out;
  }

 private:
  struct Entry {
    std::string name;
    const protocol::Profile* profile;
  };
  [[nodiscard]] const std::string* find(const protocol::Profile& profile) const {
    const auto same =
        std::find_if(entries_.begin(), entries_.end(), [&](auto& e) { return *e.profile == profile; });
    return same == entries_.end() ? nullptr : &same->name;
  }
  [[nodiscard]] std::string unused(const std::string& name) const {
    const auto is_used = [&](const std::string& n) {
      return std::any_of(entries_.begin(), entries_.end(), [&](auto& e) { return e.name == n; });
    };
    // A long name is cut, so that with its number it is still a name; ours: 40 bytes say enough, all of them
    // ASCII.
    constexpr std::size_t enough = 40;
    const bool is_short = name.size() <= enough;
    if (is_short && !is_used(name)) return name;
    for (int i = 2;; ++i)
      if (std::string next = fmt::format("{}_{}", is_short ? name : "profile", i); !is_used(next))
        return next;
  }
  std::vector<Entry> entries_;
};

std::string device_text(const DeviceSpec& device, const std::string& profile) {
  FlowFields out;
  out.add("name", yaml_word(device.name));
  out.add("profile", yaml_word(profile));
  out.add("display_name", yaml_word(device.display_name));
  out.add("node_id", yaml_word(device.node_id));
  if (device.stream != device.name) out.add("stream", yaml_word(device.stream));
  out.add("platform", text_of(device.platform));
  out.add("network", text_of(device.network));
  if (device.certificates != mpc::Certificates::accepted)
    out.add("certificates", text_of(device.certificates));
  out.add("start", text_of(device.start));
  out.add("clock", flow_map(device.clock));
  if (!device.conditioner.empty()) out.add("conditioner", yaml_word(device.conditioner));
  FlowFields persisted;
  for (const auto& [key, value] : device.persisted) persisted.add(yaml_word(key), yaml_word(value));
  if (!device.persisted.empty()) out.add("persisted", persisted.map());
  if (device.at) out.add("at", position_text(*device.at));
  if (device.wander) out.add("wander", flow_map(*device.wander));
  if (!device.route.empty()) out.add("route", route_text(device.route));
  return out.entries();
}

void add_trigger(const Trigger& trigger, FlowFields& out) {
  if (trigger.at) out.add("at", text_of(*trigger.at));
  if (trigger.after) out.add("after", yaml_word(*trigger.after));
  if (trigger.when)
    out.add("when", fmt::format("{{{}: {}}}", trigger.when->name, subject_value(*trigger.when)));
  if (!trigger.at) out.add("by", text_of(trigger.by));
}

template <class Kind>
void add_kind(const Kind& kind, FlowFields& out) {
  FlowFields fields;
  Kind::fields(kind, fields);
  const bool is_single = field_names<Kind>().size() == 1;
  // `pause: Ana` rather than `pause: {device: Ana}`
  const std::string value =
      is_single ? fields.entries().substr(fields.entries().find(": ") + 2) : fields.map();
  out.add(Kind::name, value);
}

std::string fault_text(const Fault& fault) {
  FlowFields out;
  if (!fault.name.empty()) out.add("name", yaml_word(fault.name));
  add_trigger(fault.trigger, out);
  std::visit([&](const auto& kind) { add_kind(kind, out); }, fault.kind);
  if (fault.lasts) out.add("for", text_of(*fault.lasts));
  return out.entries();
}

std::string step_text(const Step& step) {
  FlowFields out;
  if (!step.name.empty()) out.add("name", yaml_word(step.name));
  add_trigger(step.trigger, out);
  std::visit([&](const auto& kind) { add_kind(kind, out); }, step.kind);
  if (step.every) out.add("every", text_of(*step.every));
  if (step.times) out.add("times", text_of(*step.times));
  return out.entries();
}

std::string expectations_text(const Scenario& scenario) {
  std::string out = section("expect", scenario.expectations, expectation_line);
  if (out.empty() && !scenario.must_fail.empty()) out = "expect:\n";
  for (const std::string& what : scenario.must_fail)
    out += fmt::format("  - {{must_fail: {}}}\n", yaml_word(what));
  return out;
}

std::string invariants_text(const std::vector<NamedInvariant>& invariants) {
  if (invariants.empty()) return {};
  std::string out = "invariants:\n";
  for (const NamedInvariant& named : invariants) {
    const Invariant* known = find_invariant(named.name);
    FlowFields fields;
    fields.add("judged", text_of(named.settings.judged));
    if (known != nullptr && known->bound != 0ns) fields.add("bound", text_of(named.settings.bound));
    if (known != nullptr && known->limit != 0) fields.add("limit", text_of(named.settings.limit));
    out += fmt::format("  {}: {}\n", named.name, fields.map());
  }
  return out;
}

void add_losses(FlowFields& out, const WaySpec& way) {
  if (way.chain) out.add("chain", flow_map(*way.chain));
  std::string rows;
  for (const radio::TracePoint& p : way.trace)
    rows += fmt::format("{}{{at: {}, delay: {}, loss: {}}}", rows.empty() ? "" : ", ", text_of(p.at),
                        text_of(p.delay), text_of(p.loss));
  if (!rows.empty()) out.add("trace", "[" + rows + "]");
}
void add_losses(FlowFields&, const FindSpec&) {}

template <class Spec>
std::string entries_of(const Spec& spec) {
  FlowFields out;
  Spec::fields(spec, out);
  add_losses(out, spec);
  return out.entries();
}

template <class Whole, class Line>
std::string ways_text(std::string_view name, const Whole& whole, Line line) {
  std::string out = fmt::format("{}:\n", name);
  if constexpr (requires { whole.carrier; }) out += fmt::format("  carrier: {}\n", text_of(whole.carrier));
  out += fmt::format("  default: {{{}}}\n", entries_of(whole.normal));
  return out + indented(section("between", whole.between, line), 2);
}

std::string way_line(const WayOverride& way) {
  return fmt::format("from: {}, to: {}, {}", yaml_word(way.from), yaml_word(way.to), entries_of(way.way));
}
std::string find_line(const FindOverride& find) {
  return fmt::format("finder: {}, found: {}, {}", yaml_word(find.finder), yaml_word(find.found),
                     entries_of(find.find));
}

struct BlockFields {  // one field a line
  std::string out;
  template <class T, class... Limits>
  void operator()(std::string_view name, const T& member, std::string_view doc, const Limits&... limits) {
    FlowFields field;
    field(name, member, doc, limits...);
    out += fmt::format("  {}\n", field.entries());
  }
};

std::string swarm_text(const Swarm& swarm) {
  FlowFields out;
  out.add("kinds", swarm.kinds.empty() ? "all" : yaml_list(swarm.kinds));
  Swarm::fields(swarm, out);
  return out.map();
}

std::string sweep_text(const SweepSpec& sweep) {
  std::string out = sweep.axes.empty() ? "sweep:\n  axes: {}\n" : "sweep:\n  axes:\n";
  for (const Axis& axis : sweep.axes)
    out += fmt::format("    {}: {}\n", yaml_word(axis.path), yaml_list(axis.values));
  if (!sweep.where.empty()) out += fmt::format("  where: {}\n", yaml_list(sweep.where));
  if (sweep.seeds) out += fmt::format("  seeds: {}..{}\n", sweep.seeds->first, sweep.seeds->last);
  return out;
}

std::string recorded_text(const Recorded& recorded) {
  return fmt::format("recorded:\n  seed: {}\n  fingerprint: {}\n  violated: {}\n  version: {}\n",
                     recorded.seed, yaml_word(recorded.fingerprint), yaml_word(recorded.violated),
                     yaml_word(recorded.version));
}

// What a file had no need of before is written only where it differs, so that files recorded then still are
// what dump() writes.
template <class S>
std::string block_unless_usual(std::string_view name, const S& settings) {
  if (settings == S{}) return {};
  BlockFields fields;
  S::fields(settings, fields);
  return fmt::format("{}:\n{}", name, fields.out);
}

}  // namespace

std::string dump(const Scenario& scenario) {
  std::string out;
  if (!scenario.question.empty()) out += fmt::format("# Question: {}\n", scenario.question);
  out += fmt::format("nearsim: {}\nrun_for: {}\n", language_version, text_of(scenario.run_for));
  const SeedRange& seeds = scenario.seeds;
  out += seeds.first == seeds.last ? fmt::format("seeds: {}\n", seeds.first)
                                   : fmt::format("seeds: {}..{}\n", seeds.first, seeds.last);
  out += fmt::format("shuffle_ties: {}\n", text_of(scenario.shuffle_ties));
  out += scenario.radio ? dump(*scenario.radio) : ways_text("links", scenario.links, way_line);
  const bool by_packets = scenario.radio && scenario.radio->settings.bonjour == Bonjour::packets;
  if (!by_packets) out += ways_text("discovery", scenario.finding, find_line);
  BlockFields mpc;
  mpc::Settings::fields(scenario.mpc, mpc);
  out += "mpc:\n" + mpc.out;
  out += block_unless_usual("quic", scenario.quic);
  out += block_unless_usual("ice", scenario.ice);
  out += block_unless_usual("signalling", scenario.signalling);
  const ProfileNames profiles(scenario.devices);
  out += profiles.text();
  out += section("devices", scenario.devices,
                 [&](const DeviceSpec& device) { return device_text(device, profiles.of(device.profile)); });
  out += section("faults", scenario.faults, fault_text);
  if (scenario.swarm) out += fmt::format("swarm: {}\n", swarm_text(*scenario.swarm));
  out += section("do", scenario.steps, step_text);
  out += expectations_text(scenario);
  out += invariants_text(scenario.invariants);
  if (scenario.meters) out += "meters: true\n";
  if (scenario.sweep) out += sweep_text(*scenario.sweep);
  if (scenario.recorded) out += recorded_text(*scenario.recorded);
  return out;
}

}  // namespace nearsim::scenario
