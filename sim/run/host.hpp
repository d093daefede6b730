// What stands between a device and the framework that its design runs on.  A Host translates for one device:
// decisions of the engine become calls of the framework, callbacks become events.  A Fabric is what all hosts
// of one framework share in a run; checkers ask it for the truth about a pair.  Devices on different
// frameworks never meet.
#pragma once

#include <cstdint>
#include <memory>

#include "models/net/errno.hpp"
#include "models/net/record.hpp"
#include "protocol/action.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/ice_faults.hpp"
#include "sim/scenario/network_faults.hpp"

namespace nearsim::run {

class Device;

struct Shown {  // how the framework of one device sees another device
  bool connected = false;
  std::uint16_t invites = 0;  // under way
};

class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  [[nodiscard]] virtual net::Identity self() const = 0;  // the object by which others know this device now
  // The object that stands for this node id of the device; 0: it never had it, or objects come and go.
  [[nodiscard]] virtual net::Identity object_of(std::string_view) const { return 0; }
  [[nodiscard]] virtual std::string_view node_id_of(net::Identity) const { return {}; }  // ... and back
  // An action that asks something of a framework.  One that this framework cannot do fails a check: the
  // reader lets no such profile through.
  virtual void perform(const protocol::Action& action) = 0;
  virtual void become_new() = 0;  // services stop, every session ends, and a new object takes over

  // The device stands on this network now.  Does that decide whom it reaches, or only what it believes?
  virtual void attach(protocol::Network) {}
  [[nodiscard]] virtual bool follows_network() const { return false; }

  virtual void rotate() {}  // a new object for what comes, while what is there goes on under the old one

  // --- the process
  virtual void go_to_background() {}    // what the system takes away
  virtual void come_to_foreground() {}  // what it gives back
  virtual void suspend() = 0;
  virtual void resume() = 0;
  virtual void kill() = 0;
  virtual void restart() = 0;  // after kill, with a new object

  // A hint: an event about this device and another one is near.
  virtual void prefetch(Node, kernel::Approach) const {}

  [[nodiscard]] virtual Shown show(Node about) const = 0;
};

// It lies in the run's own memory.
class Fabric {
 public:
  Fabric() = default;
  Fabric(const Fabric&) = delete;
  Fabric& operator=(const Fabric&) = delete;
  virtual ~Fabric() = default;

  [[nodiscard]] virtual std::unique_ptr<Host> host_for(Device& device) = 0;
  [[nodiscard]] virtual Ledger::Truth truth(Node a, Node b) const = 0;
  // Could `from` get a message to `to` now, by whatever way the framework would find?
  [[nodiscard]] virtual bool reachable(Node from, Node to) const = 0;

  // --- faults, counted: connections that `from` opens to `to` are refused
  virtual void refuse(Node from, Node to) = 0;
  virtual void stop_refusing(Node from, Node to) = 0;
  // ... are accepted and stay connecting.
  virtual void wedge(Node, Node, scenario::Over) {}
  virtual void unwedge(Node, Node, scenario::Over) {}

  // --- faults of what the framework needs beside its peers, counted
  virtual void take_down(scenario::Outage) {}
  virtual void bring_up(scenario::Outage) {}
  virtual void block(Node, scenario::Blocked) {}
  virtual void unblock(Node, scenario::Blocked) {}

  // The device has no interface left.  A framework whose connections outlive addresses ignores it.
  virtual void sockets_broke(Node, net::Errno) {}
  // It has another address.  Likewise: QUIC's connections are not bound to one.
  virtual void address_changed(Node) {}
};

struct Dismantled {
  void operator()(Fabric* fabric) const { std::destroy_at(fabric); }
};
using FabricHeld = std::unique_ptr<Fabric, Dismantled>;

}  // namespace nearsim::run
