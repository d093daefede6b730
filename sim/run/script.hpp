// The script of a run: faults and the user's steps, each set off at an instant, after another one, or when
// something becomes true.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/net/network.hpp"
#include "sim/run/monitor.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class Device;
class World;

class Script {
 public:
  explicit Script(World& world);
  ~Script();

  [[nodiscard]] bool watches() const { return !watches_.empty(); }  // for what triggers wait for
  void begin();  // schedules what has an instant, and starts to watch for the rest

 private:
  // One fault or step of the file.  `fired` counts: what waits `after` it is set off by its first time only.
  struct Entry {
    const scenario::Trigger* trigger = nullptr;
    const std::string* name = nullptr;
    const scenario::Fault* fault = nullptr;
    const scenario::Step* step = nullptr;
    int fired = 0;
    bool open = false;  // a fault that goes on until it is undone
  };
  struct Severance {  // a partition, cut or disturbance that a heal can undo
    std::vector<Node> named;
    std::vector<net::Token> tokens;
    std::vector<std::pair<Node, Node>> cuts;
    std::size_t entry = 0;
  };
  struct Radios {  // of one device: how many faults keep each switched off
    int wifi_off = 0, bluetooth_off = 0;
    std::optional<net::Token> cut;
  };
  class Watch;  // of one `when`

  void schedule(std::size_t entry, base::Instant at);
  void fire(std::size_t entry);
  void end(std::size_t entry);
  void repeat(std::size_t entry);
  void record(const Entry& entry, std::string_view suffix);
  void intervene(std::size_t entry, Outside what);
  void close(std::size_t entry);  // its fault is over: says so, if it was open

  // --- faults of the ways, script_faults.cpp
  void apply(const scenario::Partition& fault, std::size_t entry);
  void apply(const scenario::Heal& fault, std::size_t entry);
  void apply(const scenario::Cut& fault, std::size_t entry);
  void apply(const scenario::Lossy& fault, std::size_t entry);
  void apply(const scenario::Slow& fault, std::size_t entry);
  void apply(const scenario::Bandwidth& fault, std::size_t entry);
  void apply(const scenario::Reorder& fault, std::size_t entry);
  void apply(const scenario::WalkAway& fault, std::size_t entry);
  void apply(const scenario::Refuse& fault, std::size_t entry);
  void apply(const scenario::Wedge& fault, std::size_t entry);
  void apply(const scenario::SignallingDown& fault, std::size_t entry);
  void apply(const scenario::Block& fault, std::size_t entry);
  void take_back(const scenario::Refuse& fault);
  void take_back(const scenario::Wedge& fault);
  void take_back(const scenario::SignallingDown& fault);
  void take_back(const scenario::Block& fault);
  void undo(const scenario::FaultKind& fault, std::size_t entry);
  void undo(const Severance& severance);
  void disturb(const net::Disturbance& what, std::size_t entry);
  void walk_on(const scenario::WalkAway& fault, std::size_t entry, int step);
  [[nodiscard]] Severance& sever(std::size_t entry);
  [[nodiscard]] Severance* severance_of(std::size_t entry);  // null: it is healed

  // --- of who sees whom, script_discovery_faults.cpp
  void apply(const scenario::Hide& fault, std::size_t entry);
  void apply(const scenario::Stale& fault, std::size_t entry);
  void apply(const scenario::Duplicate& fault, std::size_t entry);
  void apply(const scenario::LoseRecord& fault, std::size_t entry);
  void apply(const scenario::Reflect& fault, std::size_t entry);
  void apply(const scenario::SlowDiscovery& fault, std::size_t entry);
  void apply(const scenario::PermissionDenied& fault, std::size_t entry);
  void take_back(const scenario::Hide& fault);
  void take_back(const scenario::SlowDiscovery& fault);
  void take_back(const scenario::PermissionDenied& fault);

  // --- of one device, script_device_faults.cpp
  void apply(const scenario::Pause& fault, std::size_t entry);
  void apply(const scenario::Resume& fault, std::size_t entry);
  void apply(const scenario::Kill& fault, std::size_t entry);
  void apply(const scenario::Restart& fault, std::size_t entry);
  void apply(const scenario::Background& fault, std::size_t entry);
  void apply(const scenario::Foreground& fault, std::size_t entry);
  void apply(const scenario::Lock& fault, std::size_t entry);
  void apply(const scenario::StepClock& fault, std::size_t entry);
  void apply(const scenario::SetDrift& fault, std::size_t entry);
  void apply(const scenario::Busy& fault, std::size_t entry);
  void apply(const scenario::WaitForQueue& fault, std::size_t entry);
  void apply(const scenario::SwitchNetwork& fault, std::size_t entry);
  void apply(const scenario::NewAddress& fault, std::size_t entry);
  void apply(const scenario::Reinstall& fault, std::size_t entry);
  void apply(const scenario::Restore& fault, std::size_t entry);
  void apply(const scenario::RotateIdentity& fault, std::size_t entry);
  void apply(const scenario::StorageFull& fault, std::size_t entry);
  void apply(const scenario::WifiOff& fault, std::size_t entry);
  void apply(const scenario::BluetoothOff& fault, std::size_t entry);
  void apply(const scenario::Airplane& fault, std::size_t entry);
  void take_back(const scenario::Pause& fault);
  void take_back(const scenario::Kill& fault);
  void take_back(const scenario::Background& fault);
  void take_back(const scenario::Lock& fault);
  void take_back(const scenario::SetDrift& fault);
  void take_back(const scenario::SwitchNetwork& fault);
  void take_back(const scenario::StorageFull& fault);
  void take_back(const scenario::WifiOff& fault);
  void take_back(const scenario::BluetoothOff& fault);
  void take_back(const scenario::Airplane& fault);
  void switch_radios(const std::string& device, int wifi, int bluetooth);
  void cut_off(Node node, Radios& radios);
  [[nodiscard]] Device& device(const std::string& name);
  template <class Kind>
  void take_back(const Kind&) {}  // ends by itself, or with its severance

  [[nodiscard]] Node node(std::string_view name) const;  // no_node for "", which is everybody

  void perform(const scenario::StepKind& step);

  template <class Kind>
  void close_all(const std::string& device);
  // Every (from, to) that two names mean; an empty name means everybody.
  [[nodiscard]] std::vector<std::pair<Node, Node>> ways(const std::string& from, const std::string& to) const;

  World& world_;
  std::vector<Entry> entries_;
  std::vector<Severance> severances_;
  std::vector<Radios> radios_;  // by node, from the first such fault on
  std::vector<std::unique_ptr<Watch>> watches_;
};

}  // namespace nearsim::run
