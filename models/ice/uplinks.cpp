#include "models/ice/uplinks.hpp"

#include <algorithm>

namespace nearsim::ice {

Uplinks::Uplinks(net::Network& network, const Settings& settings, Node devices)
    : network_(network), settings_(settings), devices_(devices), uplinks_(devices) {
  net::Way way;
  way.delay = settings.internet;
  for (Node device = 0; device < devices; ++device)
    for (const Node server : {signalling(), internet()}) {
      network.set_way(device, server, way);
      network.set_way(server, device, way);
    }
}

void Uplinks::attach(Node device, Attached to) {
  Uplink& uplink = uplinks_[device];
  uplink.now = to;
  if (to == Attached::none || to == uplink.last) return;
  uplink.last = to;
  ++uplink.address;
}

bool Uplinks::relayed(Node device) const {
  return settings_.turn && !blocked(device, Service::turn) && !blocked(device, Service::udp);
}

bool Uplinks::gathers(Node device, Kind kind) const {
  if (at(device).now == Attached::none || blocked(device, Service::udp)) return false;
  switch (kind) {
    case Kind::host: return true;
    case Kind::srflx: return settings_.stun && !blocked(device, Service::stun);
    case Kind::relay: break;
  }
  return relayed(device);
}

// By what the devices themselves are attached to.
bool Uplinks::fits(Node from, Node to, const Pair& pair) const {
  const Uplink &a = at(from), &b = at(to);
  if (a.now == Attached::none || b.now == Attached::none) return false;
  if (a.address != pair.own || b.address != pair.theirs) return false;
  if (blocked(from, Service::udp) || blocked(to, Service::udp)) return false;
  if (pair.kind == Kind::host) return a.now == Attached::wifi && b.now == Attached::wifi;
  if (pair.kind == Kind::srflx) return settings_.srflx;
  return relayed(from) || relayed(to);
}

bool Uplinks::up(Node from, Node to, const Pair& pair) const {
  if (!fits(from, to, pair)) return false;
  if (pair.kind == Kind::host) return network_.up(from, to);
  return network_.up(from, internet()) && network_.up(internet(), to);
}

net::Transit Uplinks::cross(Node from, Node to, const Pair& pair, base::Bytes size) {
  using Fate = net::Transit::Fate;
  if (!fits(from, to, pair)) return {Fate::down, {}};
  if (pair.kind == Kind::host) return network_.transmit(from, to, size);
  if (!network_.up(internet(), to)) return {Fate::down, {}};  // so that nothing is sent on the first half
  const net::Transit there = network_.transmit(from, internet(), size);
  if (there.fate != Fate::arrives) return there;
  const net::Transit back = network_.transmit(network_.use(internet(), to), size);
  return {back.fate, there.delay + back.delay};
}

base::Ratio Uplinks::loss(Node from, Node to, const Pair& pair) const {
  if (!up(from, to, pair)) return base::certain;
  if (pair.kind == Kind::host) return network_.way(from, to).loss;
  const std::int64_t first = network_.way(from, internet()).loss.ppm;
  const std::int64_t second = network_.way(internet(), to).loss.ppm;
  return base::Ratio{first + second - first * second / base::certain.ppm};
}

bool Uplinks::reachable(Node from, Node to) const {
  return std::any_of(all_kinds.begin(), all_kinds.end(), [&](Kind kind) {
    return gathers(from, kind) && gathers(to, kind) && up(from, to, {kind, address(from), address(to)});
  });
}

}  // namespace nearsim::ice
