// A room whose devices speak multicast DNS, and a log of what their browsers are told.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "models/net/mdns/mdns.hpp"
#include "tests/unit/net/room.hpp"

namespace nearsim::net::mdns {

struct Witness final : Browser {
  Witness(Room& r, Node n) : room(r), node(n) {}
  void found(const Record& record, Node) override { note('+', record); }
  void lost(const Record& record, Node) override { note('-', record); }
  void note(char what, const Record& record) {
    room.text += std::to_string(node) + what + std::to_string(record.identity) + ' ';
    at.push_back(room.scheduler.now() - base::Instant{});
  }
  Room& room;
  Node node;
  std::vector<base::Duration> at;
};

// Some interfaces that can be switched off at a node, over one room.
struct Cables final : Link {
  Cables(Interface n, NetworkLink& over) : count(n), air(over) {}
  Interface interfaces() const override { return count; }
  bool up(Interface i, Node n) const override {
    return std::find(off.begin(), off.end(), std::pair(i, n)) == off.end();
  }
  std::optional<base::Duration> reach(Interface i, Node from, Node to, base::Bytes size) override {
    const auto after = air.reach(i, from, to, size);
    if (after) packets.emplace_back(from, to);
    return after;
  }
  Interface count;
  NetworkLink& air;
  std::vector<std::pair<Interface, Node>> off;
  std::vector<std::pair<Node, Node>> packets;
};

struct Spoken {
  explicit Spoken(std::size_t devices = 2, Settings settings = {}, Way way = delay_of(10ms),
                  std::uint64_t seed = 1, Interface interfaces = 1)
      : room(way, seed),
        air(room.network, room.streams),
        cables(interfaces, air),
        discovery(room.scheduler, room.streams, settings, cables) {
    for (std::size_t n = 0; n < devices; ++n) eyes.emplace_back(room, static_cast<Node>(n));
  }
  Publication publish(Node n, Identity identity = 0, DiscoveryInfo info = {}) {
    return discovery.publish(n, {identity == 0 ? 10 + n : identity, "iPhone", std::move(info)});
  }
  void browse(Node n) { discovery.browse(n, eyes[n]); }
  std::string run(base::Duration until) { return room.run(until); }
  base::Duration last(Node n) const { return eyes[n].at.back(); }

  Room room;
  NetworkLink air;
  Cables cables;
  Mdns discovery;
  std::deque<Witness> eyes;
};

}  // namespace nearsim::net::mdns
