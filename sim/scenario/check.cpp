// Things that each make sense alone and not together: a fault after the end of the run, a resume that nothing
// paused, a trigger that waits for itself.  What could never happen, or never be judged, is an error and not
// silence.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/loading.hpp"
#include "sim/scenario/swarm.hpp"
#include "sim/scenario/targets.hpp"

namespace nearsim::scenario {
namespace {

const Node* value_of(const Node& map, std::string_view key) {
  for (std::size_t i = 0; i < map.keys.size(); ++i)
    if (map.keys[i].text == key) return &map.items[i];
  return nullptr;
}

Mark mark_of(const Node& map, std::string_view key) {
  for (const Node& node : map.keys)
    if (node.text == key) return node.at;
  return map.at;
}

// ---- triggers ----

enum class Chain { unknown, ends, circles };

struct Event {  // a fault or a step
  const std::string* name;
  const Trigger* trigger;
  const Node* node;
  Chain chain = Chain::unknown;
};

std::vector<Event> events_of(const Loading& loading) {
  std::vector<Event> out;
  for (std::size_t i = 0; i < loading.scenario.faults.size(); ++i)
    out.push_back(
        {&loading.scenario.faults[i].name, &loading.scenario.faults[i].trigger, loading.fault_nodes[i]});
  for (std::size_t i = 0; i < loading.scenario.steps.size(); ++i)
    out.push_back(
        {&loading.scenario.steps[i].name, &loading.scenario.steps[i].trigger, loading.step_nodes[i]});
  return out;
}

using Names = std::map<std::string_view, Event*, std::less<>>;

Names index_names(Loading& loading, std::vector<Event>& events) {
  Names names;
  for (Event& event : events) {
    if (event.name->empty()) continue;
    if (!names.emplace(*event.name, &event).second)
      loading.findings().error(value_of(*event.node, "name")->at,
                               fmt::format("name: there is a '{}' already", *event.name),
                               "names of faults and steps are unique");
  }
  return names;
}

// Does the chain of `after` reach a trigger that waits for none?  What is found out holds for the whole
// chain.
Chain follow(const Names& names, Event& event) {
  std::vector<Event*> passed;
  Chain chain = Chain::unknown;
  for (Event* at = &event; chain == Chain::unknown;) {
    passed.push_back(at);
    at->chain = Chain::circles;  // until it is known to end: meeting it again means a circle
    const auto next = at->trigger->after ? names.find(*at->trigger->after) : names.end();
    if (next == names.end()) {
      chain = Chain::ends;
    } else {
      at = next->second;
      chain = at->chain;
    }
  }
  for (Event* at : passed) at->chain = chain;
  return chain;
}

void check_after(Loading& loading, const Names& names, Event& event) {
  const Node& where = *value_of(*event.node, "after");
  if (names.count(*event.trigger->after) == 0) {
    std::vector<std::string_view> known;
    for (const auto& [name, other] : names) known.push_back(name);
    loading.findings().error(where.at, fmt::format("after: nothing has the name '{}'", *event.trigger->after),
                             known.empty() ? "give the fault or step a name: {name: first, at: 5s, ...}"
                                           : suggest(*event.trigger->after, known, "names"));
    return;
  }
  const Chain chain = event.chain == Chain::unknown ? follow(names, event) : event.chain;
  if (chain == Chain::circles)
    loading.findings().error(where.at, "after: this waits for itself", "begin the chain with `at`");
}

void check_triggers(Loading& loading, std::vector<Event> events) {
  const Names names = index_names(loading, events);
  for (Event& event : events) {
    if (event.trigger->after) check_after(loading, names, event);
    if (event.trigger->at && *event.trigger->at > loading.scenario.run_for)
      loading.findings().error(value_of(*event.node, "at")->at,
                               fmt::format("at: {} is after the end of the run", text_of(*event.trigger->at)),
                               fmt::format("run_for is {}", text_of(loading.scenario.run_for)));
  }
}

// ---- faults ----

std::string_view kind_of(const FaultKind& kind) {
  return std::visit([](const auto& k) { return k.name; }, kind);
}

void check_lasting(Loading& loading, const Fault& fault, const Node& node) {
  const std::string_view kind = kind_of(fault.kind);
  const Lasting lasting = std::visit([](const auto& k) { return k.lasting; }, fault.kind);
  if (lasting == Lasting::must && !fault.lasts)
    loading.findings().error(mark_of(node, kind), fmt::format("{} needs `for`", kind), "add e.g. for: 500ms");
  if (lasting == Lasting::must_not && fault.lasts)
    loading.findings().error(mark_of(node, "for"),
                             fmt::format("'for' beside '{}', which happens at one instant", kind),
                             "leave it out");
}

// The two ends of a fault on a direction, if it has any.
struct EndsOf {
  std::string_view second;
  const std::string *a = nullptr, *b = nullptr;
  template <class Kind>
  void operator()(const Kind& kind) {
    if constexpr (requires {
                    kind.from;
                    kind.to;
                  }) {
      second = "to", a = &kind.from, b = &kind.to;
    } else if constexpr (requires {
                           kind.finder;
                           kind.found;
                         }) {
      second = "found", a = &kind.finder, b = &kind.found;
    }
  }
};

void check_ends(Loading& loading, const Fault& fault, const Node& node) {
  EndsOf ends;
  std::visit([&](const auto& kind) { ends(kind); }, fault.kind);
  if (ends.a == nullptr || ends.a->empty() || *ends.a != *ends.b) return;
  const Node* value = value_of(node, kind_of(fault.kind));
  const Node* end = value_of(*value, ends.second);
  loading.findings().error(end != nullptr ? end->at : value->at,
                           fmt::format("{}: '{}' is both ends", ends.second, *ends.b), "name another device");
}

template <class Kind>
bool has_fault(const Scenario& scenario, const std::string& device) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
    const Kind* kind = std::get_if<Kind>(&fault.kind);
    return kind != nullptr && kind->device == device && !fault.lasts;
  });
}

bool is_healable(const Fault& fault) {
  return std::visit(
      [](const auto& kind) {
        return requires { kind.healable; };
      },
      fault.kind);
}

// A heal before anything that it could undo.
bool heals_nothing_yet(const Scenario& scenario, const Fault& heal) {
  if (!heal.trigger.at) return false;
  return std::none_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& f) {
    return is_healable(f) && !f.lasts && (!f.trigger.at || *f.trigger.at <= *heal.trigger.at);
  });
}

void check_sense(Loading& loading, const Fault& fault, const Node& node) {
  const Scenario& scenario = loading.scenario;
  const Mark mark = mark_of(node, kind_of(fault.kind));
  if (const auto* partition = std::get_if<Partition>(&fault.kind);
      partition != nullptr && partition->group.size() == loading.devices.size())
    loading.findings().error(mark, "partition: these are all devices, so nobody is cut off",
                             "name the devices of one side");
  if (const auto* resume = std::get_if<Resume>(&fault.kind);
      resume != nullptr && !has_fault<Pause>(scenario, resume->device))
    loading.findings().error(mark, fmt::format("resume: nothing pauses '{}' without `for`", resume->device),
                             "pause it first: {at: 10s, pause: ...}");
  if (const auto* foreground = std::get_if<Foreground>(&fault.kind);
      foreground != nullptr && !has_fault<Background>(scenario, foreground->device))
    loading.findings().error(
        mark,
        fmt::format("foreground: nothing puts '{}' into the background without `for`", foreground->device),
        "add e.g. {at: 10s, background: {device: ...}}");
  const auto needs_heal = [](const Fault& f) { return is_healable(f) && !f.lasts; };
  if (std::holds_alternative<Heal>(fault.kind) && fault.name != end_of_swarm &&
      std::none_of(scenario.faults.begin(), scenario.faults.end(), needs_heal))
    loading.findings().error(mark, "heal: there is no partition, cut, lossy or slow without `for` to undo",
                             "other faults end with their `for`");
  else if (std::holds_alternative<Heal>(fault.kind) && fault.name != end_of_swarm &&
           heals_nothing_yet(scenario, fault))
    loading.findings().error(mark, "heal: what it could undo begins only later", "heal after it");
  if (const Outcome problem = cannot_apply(scenario, fault))
    loading.findings().error(mark, problem->message, problem->hint);
}

// ---- steps ----

void check_step(Loading& loading, const Step& step, const Node& node) {
  const Scenario& scenario = loading.scenario;
  const auto* start = std::get_if<Start>(&step.kind);
  if (start != nullptr) {
    const auto device = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                     [&](const DeviceSpec& d) { return d.name == start->device; });
    if (device != scenario.devices.end() && device->start != base::forever)
      loading.findings().error(
          mark_of(node, "start"),
          fmt::format("start: '{}' starts by itself at {}", start->device, text_of(device->start)),
          "give the device start: none, or use `rejoin` after a `leave`");
  }
  if (const auto* invite = std::get_if<InviteByHand>(&step.kind);
      invite != nullptr && invite->from == invite->to)
    loading.findings().error(mark_of(node, "invite"), fmt::format("invite: '{}' is both ends", invite->to),
                             "name another device");
  const auto* send = std::get_if<SendText>(&step.kind);
  const auto sender =
      std::find_if(scenario.devices.begin(), scenario.devices.end(),
                   [&](const DeviceSpec& d) { return send != nullptr && d.name == send->device; });
  if (sender != scenario.devices.end() && send->delivery == protocol::Delivery::unreliable &&
      sender->profile.transport.framework != protocol::Framework::mpc)
    loading.findings().error(mark_of(node, "send"),
                             fmt::format("send: '{}' runs on {}, whose datagrams are not in this version",
                                         send->device, protocol::name(sender->profile.transport.framework)),
                             "leave `delivery` out");
  const auto* rejoin = std::get_if<Rejoin>(&step.kind);
  const auto leaves = [&](const Step& other) {
    const auto* leave = std::get_if<Leave>(&other.kind);
    return leave != nullptr && leave->device == rejoin->device;
  };
  if (rejoin != nullptr && std::none_of(scenario.steps.begin(), scenario.steps.end(), leaves))
    loading.findings().error(mark_of(node, "rejoin"),
                             fmt::format("rejoin: '{}' never leaves", rejoin->device),
                             "add a step {at: ..., leave: ...} before it");
}

}  // namespace

void check_events(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  check_triggers(loading, events_of(loading));
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    check_lasting(loading, scenario.faults[i], *loading.fault_nodes[i]);
    check_ends(loading, scenario.faults[i], *loading.fault_nodes[i]);
    check_sense(loading, scenario.faults[i], *loading.fault_nodes[i]);
  }
  for (std::size_t i = 0; i < scenario.steps.size(); ++i)
    check_step(loading, scenario.steps[i], *loading.step_nodes[i]);
}

}  // namespace nearsim::scenario
