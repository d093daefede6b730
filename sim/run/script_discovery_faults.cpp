// Faults of who sees whom, and how they are undone.
#include "sim/run/device.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Script::apply(const scenario::Hide& fault, std::size_t) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found)) world_.bonjour().hide(found, finder);
}
void Script::take_back(const scenario::Hide& fault) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found)) world_.bonjour().show(found, finder);
}

// The record of a process that is long dead: same name, a peer object that nobody holds any more.
void Script::apply(const scenario::Stale& fault, std::size_t) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found)) {
    const scenario::DeviceSpec& spec = world_.scenario().devices[found];
    (void)world_.bonjour().inject_stale(found,
                                        {world_.new_identity(found), spec.display_name,
                                         world_.device(found).discovery_info(Device::Process::earlier)},
                                        finder);
  }
}

void Script::apply(const scenario::Duplicate& fault, std::size_t) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found))
    world_.bonjour().repeat_found(finder, world_.device(found).host().self(), fault.count, fault.gap);
}

void Script::apply(const scenario::LoseRecord& fault, std::size_t) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found))
    world_.bonjour().lose(finder, world_.device(found).host().self(), net::Event::silently);
}

void Script::apply(const scenario::Reflect& fault, std::size_t) {
  const Node node = world_.node(fault.device);
  const Device& self = world_.device(node);
  const bool is_present = fault.record == scenario::Reflected::present;
  const net::Identity identity = is_present ? self.host().self() : world_.new_identity(node);
  world_.bonjour().reflect(
      node, {identity, self.spec().display_name,
             self.discovery_info(is_present ? Device::Process::present : Device::Process::earlier)});
}

void Script::apply(const scenario::SlowDiscovery& fault, std::size_t) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found)) {
    net::Finding finding = world_.finding(found, finder);
    finding.delay = fault.delay;
    world_.discovery().set_finding(found, finder, finding);
  }
}
void Script::take_back(const scenario::SlowDiscovery& fault) {
  for (const auto& [finder, found] : ways(fault.finder, fault.found))
    world_.discovery().set_finding(found, finder, world_.finding(found, finder));
}

// It may browse and advertise, and nothing comes of either.
void Script::apply(const scenario::PermissionDenied& fault, std::size_t) {
  const auto& radio = world_.scenario().radio;
  const base::Ratio unpermitted = radio ? radio->settings.unpermitted : base::none;
  for (const auto& [device, other] : ways(fault.device, "")) {
    world_.bonjour().hide(other, device);
    world_.bonjour().hide(device, other);
    world_.bonjour().leak(other, device, unpermitted);
    world_.bonjour().leak(device, other, unpermitted);
  }
}
void Script::take_back(const scenario::PermissionDenied& fault) {
  for (const auto& [device, other] : ways(fault.device, "")) {
    world_.bonjour().show(other, device);
    world_.bonjour().show(device, other);
  }
}

}  // namespace nearsim::run
