// What can go wrong: one struct for each kind of fault, with its name in a file.
#pragma once

#include <variant>

#include "sim/scenario/device_faults.hpp"
#include "sim/scenario/discovery_faults.hpp"
#include "sim/scenario/ice_faults.hpp"
#include "sim/scenario/network_faults.hpp"

namespace nearsim::scenario {

using FaultKind =
    std::variant<Partition, Heal, Cut, Lossy, Slow, Refuse, Hide, Stale, Duplicate, LoseRecord, Pause, Resume,
                 Kill, Restart, StepClock, SetDrift, Busy, SwitchNetwork, Bandwidth, Reorder, WalkAway, Wedge,
                 WifiOff, BluetoothOff, Airplane, SlowDiscovery, PermissionDenied, Background, Foreground,
                 Lock, Reinstall, Restore, RotateIdentity, StorageFull, SignallingDown, Block, NewAddress,
                 WaitForQueue, Reflect>;

}  // namespace nearsim::scenario
