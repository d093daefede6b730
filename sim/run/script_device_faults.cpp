// Faults of one device, and how they are undone.
#include "sim/run/airspace.hpp"
#include "sim/run/device.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

Device& Script::device(const std::string& name) { return world_.device(world_.node(name)); }

template <class Kind>
void Script::close_all(const std::string& device) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto* kind = entries_[i].fault ? std::get_if<Kind>(&entries_[i].fault->kind) : nullptr;
    if (kind != nullptr && kind->device == device) close(i);
  }
}

// --- its process

void Script::apply(const scenario::Pause& f, std::size_t) { device(f.device).pause(); }
void Script::take_back(const scenario::Pause& f) { device(f.device).resume(); }
void Script::apply(const scenario::Resume& f, std::size_t) {
  close_all<scenario::Pause>(f.device);
  device(f.device).resume();
}
void Script::apply(const scenario::Kill& f, std::size_t) { device(f.device).kill(); }
void Script::take_back(const scenario::Kill& f) { device(f.device).restart(); }
void Script::apply(const scenario::Restart& f, std::size_t) {
  close_all<scenario::Kill>(f.device);
  device(f.device).restart();
}
void Script::apply(const scenario::Background& f, std::size_t) { device(f.device).go_to_background(f.grace); }
void Script::take_back(const scenario::Background& f) { device(f.device).come_to_foreground(); }
void Script::apply(const scenario::Foreground& f, std::size_t) {
  close_all<scenario::Background>(f.device);
  device(f.device).come_to_foreground();
}
void Script::apply(const scenario::Lock& f, std::size_t) {
  device(f.device).close_storage();
  device(f.device).go_to_background(f.grace);
  if (Airspace* air = world_.airspace()) air->lock(world_.node(f.device));
}
void Script::take_back(const scenario::Lock& f) {
  if (Airspace* air = world_.airspace()) air->unlock(world_.node(f.device));
  device(f.device).open_storage();
  device(f.device).come_to_foreground();
}

// --- its clocks, queues, and what it believes

void Script::apply(const scenario::StepClock& f, std::size_t) { device(f.device).step_clock(f.by); }
void Script::apply(const scenario::SetDrift& f, std::size_t) { device(f.device).set_drift(f.drift); }
void Script::take_back(const scenario::SetDrift& f) {
  device(f.device).set_drift(world_.scenario().devices[world_.node(f.device)].clock.drift);
}
void Script::apply(const scenario::WaitForQueue& f, std::size_t) {
  device(f.device).wait_for(f.queue, f.on, f.takes);
}
void Script::apply(const scenario::Busy& f, std::size_t entry) {
  device(f.device).keep_busy(f.queue, entries_[entry].fault->lasts.value_or(base::Duration{0}));
}
void Script::apply(const scenario::SwitchNetwork& f, std::size_t) { device(f.device).switch_network(f.to); }
void Script::take_back(const scenario::SwitchNetwork& f) {
  device(f.device).switch_network(world_.scenario().devices[world_.node(f.device)].network);
}

void Script::apply(const scenario::NewAddress& f, std::size_t) {
  const Node node = world_.node(f.device);
  world_.fabric_of(node).address_changed(node);
}

// --- its storage and its identity

void Script::apply(const scenario::Reinstall& f, std::size_t) { device(f.device).reinstall(); }
void Script::apply(const scenario::Restore& f, std::size_t) { device(f.device).restore(base::at(f.as_of)); }
void Script::apply(const scenario::RotateIdentity& f, std::size_t) { device(f.device).rotate_identity(); }
void Script::apply(const scenario::StorageFull& f, std::size_t) { device(f.device).close_storage(); }
void Script::take_back(const scenario::StorageFull& f) { device(f.device).open_storage(); }

// --- its radios

void Script::apply(const scenario::WifiOff& f, std::size_t) { switch_radios(f.device, +1, 0); }
void Script::take_back(const scenario::WifiOff& f) { switch_radios(f.device, -1, 0); }
void Script::apply(const scenario::BluetoothOff& f, std::size_t) { switch_radios(f.device, 0, +1); }
void Script::take_back(const scenario::BluetoothOff& f) { switch_radios(f.device, 0, -1); }
void Script::apply(const scenario::Airplane& f, std::size_t) { switch_radios(f.device, +1, +1); }
void Script::take_back(const scenario::Airplane& f) { switch_radios(f.device, -1, -1); }

void Script::switch_radios(const std::string& name, int wifi, int bluetooth) {
  const Node node = world_.node(name);
  radios_.resize(world_.devices());
  Radios& r = radios_[node];
  const bool had_wifi = r.wifi_off == 0;
  r.wifi_off += wifi;
  r.bluetooth_off += bluetooth;
  if (Airspace* air = world_.airspace())
    air->switch_radios(node, {.wifi = r.wifi_off == 0, .bluetooth = r.bluetooth_off == 0});
  else if (!world_.device(node).host().follows_network()) cut_off(node, r);  // who follows it is moved below
  world_.ledger().reachability_changed(world_.now());
  const scenario::DeviceSpec& spec = world_.scenario().devices[node];
  if (had_wifi == (r.wifi_off == 0)) return;
  const bool is_phone =
      spec.platform == scenario::Platform::ios || spec.platform == scenario::Platform::android;
  const protocol::Network without =
      is_phone && r.bluetooth_off == 0 ? protocol::Network::cellular : protocol::Network::none;
  world_.device(node).switch_network(r.wifi_off == 0 ? spec.network : without);
}

// Without a radio model: when nothing that carries the links is on any more, the device is cut off.
void Script::cut_off(Node node, Radios& r) {
  const scenario::Carrier carrier = world_.scenario().links.carrier;
  const bool off = (carrier == scenario::Carrier::bluetooth || r.wifi_off > 0) &&
                   (carrier == scenario::Carrier::wifi || r.bluetooth_off > 0);
  if (off && !r.cut) r.cut = world_.network().isolate({node});
  if (off || !r.cut) return;
  world_.network().undo(*r.cut);
  r.cut.reset();
}

}  // namespace nearsim::run
