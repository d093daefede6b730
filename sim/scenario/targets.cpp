#include "sim/scenario/targets.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nearsim::scenario {
namespace {

using protocol::Framework;

const DeviceSpec& device_of(const Scenario& scenario, const std::string& name) {
  return *std::find_if(scenario.devices.begin(), scenario.devices.end(),
                       [&](const DeviceSpec& d) { return d.name == name; });
}

bool runs_on(const Scenario& scenario, Framework framework) {
  return std::any_of(scenario.devices.begin(), scenario.devices.end(),
                     [&](const DeviceSpec& d) { return d.profile.transport.framework == framework; });
}

// The first of the named ends that runs on something else than it should; `all` names nobody.
const std::string* end_off(const Scenario& scenario, Framework wanted, const std::string& one,
                           const std::string& other) {
  for (const std::string* end : {&one, &other})
    if (!end->empty() && device_of(scenario, *end).profile.transport.framework != wanted) return end;
  return nullptr;
}

template <class Kind>
concept OfSight = requires(Kind kind) {
  kind.finder;
  kind.found;
};

struct Target {
  const Scenario& scenario;
  const Fault& fault;

  // Designs on ice meet at their signalling server and do not look for each other.
  template <OfSight Kind>
  Outcome operator()(const Kind& kind) const {
    for (const std::string* end : {&kind.finder, &kind.found})
      if (!end->empty() && framework_of(scenario, *end) == Framework::ice)
        return Problem{fmt::format("{}: '{}' runs on ice, and discovers nobody", Kind::name, *end),
                       "use signalling_down, or cut"};
    return {};
  }
  Outcome operator()(const PermissionDenied& kind) const {
    if (framework_of(scenario, kind.device) != Framework::ice) return {};
    return Problem{fmt::format("permission_denied: '{}' runs on ice, and discovers nobody", kind.device),
                   "use block"};
  }
  Outcome operator()(const Reflect& kind) const {
    if (framework_of(scenario, kind.device) == Framework::mpc) return starts_later(kind.name, kind.device);
    return Problem{
        fmt::format("reflect: '{}' does not run on mpc, and knows devices by their keys", kind.device),
        "only MultipeerConnectivity's browsers are told of themselves here"};
  }
  Outcome operator()(const BluetoothOff&) const {
    if (has_bluetooth(scenario)) return {};
    if (scenario.radio)
      return Problem{"bluetooth_off: the radio of this scenario has none, so nothing changes",
                     "radio: {bluetooth: true}"};
    return Problem{"bluetooth_off: Wi-Fi carries the links, so nothing changes",
                   "write links: {carrier: bluetooth}, or either"};
  }
  Outcome operator()(const WifiOff&) const {
    if (has_wifi(scenario)) return {};
    if (scenario.radio)
      return Problem{"wifi_off: the radio of this scenario has none, so nothing changes",
                     "radio: {wifi: true}"};
    return Problem{"wifi_off: Bluetooth carries the links, so nothing changes",
                   "write links: {carrier: wifi}, or either"};
  }
  Outcome operator()(const RotateIdentity& kind) const {
    if (framework_of(scenario, kind.device) != Framework::mpc)
      return Problem{"rotate_identity: only MultipeerConnectivity has peer objects to exchange",
                     "reinstall gives any device a new node id"};
    return starts_later(kind.name, kind.device);
  }
  Outcome operator()(const Wedge& kind) const {
    if (!runs_on(scenario, Framework::mpc) ||
        end_off(scenario, Framework::mpc, kind.from, kind.to) != nullptr)
      return Problem{"wedge: only sessions of MultipeerConnectivity stay connecting", "use cut or refuse"};
    if (kind.over == Over::any) return {};
    if (scenario.mpc.channels == mpc::Channels::one)
      return Problem{"wedge: a link has one channel here, over whatever carries",
                     "mpc: {channels: each_interface}, or leave `over` out"};
    if (scenario.radio && (scenario.radio->settings.awdl || scenario.radio->settings.bluetooth)) return {};
    return Problem{"wedge: there is one interface here, so `over` chooses nothing",
                   "radio: {preset: office, awdl: true, bonjour: packets}, or leave `over` out"};
  }
  Outcome operator()(const Block& kind) const {
    if (framework_of(scenario, kind.device) == Framework::ice) return {};
    return Problem{fmt::format("block: '{}' does not run on ice, and uses no servers", kind.device),
                   "use cut or partition"};
  }
  Outcome operator()(const SignallingDown&) const {
    if (runs_on(scenario, Framework::ice)) return {};
    return Problem{"signalling_down: no device runs on ice, so there is no such server",
                   "designs of base: socialstream do"};
  }
  Outcome operator()(const Restore& kind) const {
    if (!fault.trigger.at || kind.as_of <= *fault.trigger.at) return {};
    return Problem{"restore: as_of lies in the future of the restoration",
                   fmt::format("at is {}", text_of(*fault.trigger.at))};
  }
  Outcome operator()(const Pause& kind) const { return starts_later(kind.name, kind.device); }
  Outcome operator()(const Kill& kind) const { return starts_later(kind.name, kind.device); }
  Outcome operator()(const Background& kind) const { return starts_later(kind.name, kind.device); }
  Outcome operator()(const WaitForQueue& kind) const {
    if (kind.queue == kind.on)
      return Problem{fmt::format("sync: '{}' would wait for itself, and libdispatch ends such a process",
                                 protocol::name(kind.on)),
                     "name two queues, or use kill"};
    return starts_later(kind.name, kind.device);
  }
  Outcome operator()(const Busy& kind) const { return starts_later(kind.name, kind.device); }
  template <class Kind>
  Outcome operator()(const Kind&) const {
    return {};
  }

 private:
  // What strikes a process, before there is one.  When a step or a restart begins it, only the run knows.
  [[nodiscard]] Outcome starts_later(std::string_view kind, const std::string& name) const {
    const DeviceSpec& device = device_of(scenario, name);
    if (!fault.trigger.at || device.start <= *fault.trigger.at) return {};
    if (device.start != base::forever)
      return Problem{fmt::format("{}: '{}' does not run yet at {}", kind, name, text_of(*fault.trigger.at)),
                     fmt::format("it starts at {}", text_of(device.start))};
    if (begins_by_hand(name)) return {};
    return Problem{fmt::format("{}: '{}' never starts", kind, name), "add a step {at: ..., start: ...}"};
  }
  [[nodiscard]] bool begins_by_hand(const std::string& name) const {
    const auto starts = [&](const Step& s) {
      const auto* start = std::get_if<Start>(&s.kind);
      return start != nullptr && start->device == name;
    };
    const auto restarts = [&](const Fault& f) {
      return std::visit(
          [&]<class Kind>(const Kind& k) {
            if constexpr (std::is_same_v<Kind, Restart> || std::is_same_v<Kind, Reinstall> ||
                          std::is_same_v<Kind, Restore>)
              return k.device == name;
            else return false;
          },
          f.kind);
    };
    return std::any_of(scenario.steps.begin(), scenario.steps.end(), starts) ||
           std::any_of(scenario.faults.begin(), scenario.faults.end(), restarts);
  }
};

}  // namespace

Framework framework_of(const Scenario& scenario, const std::string& device) {
  return device_of(scenario, device).profile.transport.framework;
}

Outcome cannot_apply(const Scenario& scenario, const Fault& fault) {
  return std::visit(Target{scenario, fault}, fault.kind);
}

}  // namespace nearsim::scenario
