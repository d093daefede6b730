// Devices with an endpoint each, for tests: a log of every callback.  Devices are called A, B, C ...;
// "B:in-A@10 " is B being told of A's dial at 10 ms.
#pragma once

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/quic/endpoint.hpp"
#include "models/quic/wire.hpp"
#include "tests/unit/net/room.hpp"

namespace nearsim::quic {

using base::at;

struct Hosts;

struct Machine final : Delegate, Dispatcher {
  Machine(Hosts& all, net::Node n);
  kernel::Callback& place(kernel::Label label) override;
  void incoming(ConnectionId id, net::Node from, Alpn alpn) override;
  void connected(ConnectionId id) override;
  void ended(ConnectionId id, Cause cause, CloseCode code) override;
  void received(ConnectionId id, StreamId stream, net::BytesView bytes) override;
  bool say(StreamId stream, const std::string& text) {
    return endpoint.send(stream, std::as_bytes(std::span{text.data(), text.size()}));
  }

  Hosts& hosts;
  net::Node node;
  std::deque<kernel::Callback> tasks;
  Endpoint endpoint;
  enum class Manners { accept, refuse, silent } manners = Manners::accept;
  bool echoes = false;
};

// After each change: what the wire counts is what there is.
struct Recount final : ConnectionWatcher {
  explicit Recount(const Hosts& h) : hosts(h) {}
  void connection_changed(net::Node a, net::Node b) override;
  const Hosts& hosts;
};

struct Hosts : net::Room {
  explicit Hosts(int count, Settings settings = {}, net::Way way = {}, kernel::SchedulerOptions options = {})
      : Room(way, 7, options), wire(network, streams, settings) {
    wire.watch(recount);
    for (int n = 0; n < count; ++n)
      all.push_back(std::make_unique<Machine>(*this, static_cast<net::Node>(n)));
    for (auto& machine : all) machine->endpoint.open();
  }
  Machine& operator[](std::size_t n) { return *all[n]; }
  [[nodiscard]] int alive(net::Node a, net::Node b) const {
    int n = 0;
    wire.visit(a, b, [&](const ConnectionView& v) { n += v.both_alive(); });
    return n;
  }

  Wire wire;
  std::vector<std::unique_ptr<Machine>> all;
  Recount recount{*this};
};

inline void Recount::connection_changed(net::Node a, net::Node b) {
  std::uint32_t alive = 0, half_open = 0, dials = 0;
  hosts.wire.visit(a, b, [&](const ConnectionView& v) {
    alive += v.both_alive();
    half_open += v.half_open();
    dials +=
        v.client.node == a && v.client.state == EndState::connecting && hosts.all[b]->endpoint.is(v.dialled);
  });
  const Wire::Joined joined = hosts.wire.joined(a, b);
  CHECK(joined.alive == alive);
  CHECK(joined.half_open == half_open);
  CHECK(hosts.wire.dials(a, b) == dials);
}

inline Machine::Machine(Hosts& h, net::Node n) : hosts(h), node(n), endpoint(h.wire, n, *this, *this) {}
inline kernel::Callback& Machine::place(kernel::Label label) {
  hosts.scheduler.post(hosts.scheduler.now(), label, [this] {
    kernel::Callback next = std::move(tasks.front());
    tasks.pop_front();
    next();
  });
  return tasks.emplace_back();
}
inline void Machine::incoming(ConnectionId id, net::Node from, Alpn) {
  hosts.log(node, std::string("in-") + static_cast<char>('A' + from));
  if (manners == Manners::accept) endpoint.accept(id);
  if (manners == Manners::refuse) endpoint.refuse(id);
}
inline void Machine::connected(ConnectionId id) { hosts.log(node, "up" + std::to_string(id.number)); }
inline void Machine::ended(ConnectionId id, Cause cause, CloseCode code) {
  hosts.log(node, "end" + std::to_string(id.number) + '-' + std::string(name(cause)) +
                      (cause == Cause::closed_by_peer ? ':' + std::to_string(code) : ""));
}
inline void Machine::received(ConnectionId, StreamId stream, net::BytesView bytes) {
  hosts.log(node, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  if (echoes) (void)endpoint.send(stream, bytes);
}

}  // namespace nearsim::quic
