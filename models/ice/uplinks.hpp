// How each device is attached to the world, and what one packet of a candidate pair does: it crosses the
// local network, or goes to the internet and comes back from there.
//
// An address lives as long as the attachment: whoever moves from Wi-Fi to cellular has another one, and every
// pair with the old one is dead although nothing says so.  A network that goes and comes back keeps it.
#pragma once

#include <array>
#include <vector>

#include "models/ice/ids.hpp"
#include "models/ice/settings.hpp"
#include "models/net/network.hpp"

namespace nearsim::ice {

struct Pair {  // of candidates, as one end sees it
  Kind kind = Kind::host;
  std::uint32_t own = 0, theirs = 0;  // the addresses, by number
  bool operator==(const Pair&) const = default;
};

class Uplinks {
 public:
  // The servers are nodes behind the devices: the signalling server, then everything else on the internet.
  Uplinks(net::Network& network, const Settings& settings, Node devices);

  [[nodiscard]] Node signalling() const { return devices_; }
  [[nodiscard]] Node internet() const { return devices_ + 1; }

  void attach(Node device, Attached to);
  void readdress(Node device) { ++uplinks_[device].address; }
  [[nodiscard]] Attached attached(Node device) const { return at(device).now; }
  [[nodiscard]] std::uint32_t address(Node device) const { return at(device).address; }
  void block(Node device, Service what) { ++blocks(device, what); }  // counted
  void unblock(Node device, Service what) { --blocks(device, what); }

  [[nodiscard]] bool gathers(Node device, Kind kind) const;
  [[nodiscard]] bool up(Node from, Node to, const Pair& pair) const;
  [[nodiscard]] net::Transit cross(Node from, Node to, const Pair& pair, base::Bytes size);
  [[nodiscard]] base::Ratio loss(Node from, Node to, const Pair& pair) const;
  // Does any kind of pair with present addresses carry between them?
  [[nodiscard]] bool reachable(Node from, Node to) const;

 private:
  [[nodiscard]] bool fits(Node from, Node to, const Pair& pair) const;
  struct Uplink {
    Attached now = Attached::wifi, last = Attached::wifi;  // last: that was one
    std::uint32_t address = 1;
    std::array<std::uint16_t, 3> blocked{};  // by Service
  };
  [[nodiscard]] const Uplink& at(Node device) const { return uplinks_[device]; }
  [[nodiscard]] std::uint16_t& blocks(Node device, Service what) {
    return uplinks_[device].blocked[static_cast<std::size_t>(what)];
  }
  [[nodiscard]] bool blocked(Node device, Service what) const {
    return at(device).blocked[static_cast<std::size_t>(what)] > 0;
  }
  [[nodiscard]] bool relayed(Node device) const;

  net::Network& network_;
  Settings settings_;
  Node devices_;
  std::vector<Uplink> uplinks_;
};

}  // namespace nearsim::ice
