// Devices with an agent each, for tests: a log of every callback.  Devices are called A, B, C ...;
// "B:offer-A@10 " is B being told of A's offer at 10 ms.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"
#include "tests/unit/net/room.hpp"

namespace nearsim::ice {

using base::at;

struct Callers;

struct Phone final : Delegate, Dispatcher {
  Phone(Callers& all, Node n);
  [[nodiscard]] Identity self() const { return net::identity_of(node, number); }
  void enter() { agent.open_signalling(self()); }
  [[nodiscard]] ConnectionId call(const Phone& other) { return agent.call(other.self()); }
  bool say(ConnectionId id, const std::string& text) {
    return agent.send(id, std::as_bytes(std::span{text.data(), text.size()}));
  }
  kernel::Callback& place(kernel::Label label) override;
  void offered(ConnectionId id, Identity from) override;
  void opened(ConnectionId id) override;
  void state_changed(ConnectionId id, State now) override;
  void ended(ConnectionId id, Cause cause) override;
  void received(ConnectionId id, net::BytesView bytes) override;
  void signalling_opened() override;
  void signalling_closed() override;
  void joined(Identity peer) override;
  void left(Identity peer) override;

  Callers& callers;
  Node node;
  std::uint32_t number = 1;
  std::deque<kernel::Callback> tasks;
  Agent agent;
  enum class Manners { accept, refuse, silent } manners = Manners::accept;
};

struct Callers : net::Room {
  explicit Callers(int count, Settings settings = {}, ServerSettings server = {}, std::uint64_t seed = 7)
      : Room(net::Way{}, seed), peering(network, streams, settings, server, static_cast<Node>(count)) {
    for (int n = 0; n < count; ++n) all.push_back(std::make_unique<Phone>(*this, static_cast<Node>(n)));
  }
  Phone& operator[](std::size_t n) { return *all[n]; }
  void meet() {  // everybody enters
    for (auto& phone : all) phone->enter();
    (void)run(1s);
  }
  [[nodiscard]] ConnectionId connect() {  // A calls B, and both are connected at 2 s
    meet();
    const ConnectionId id = all[0]->call(*all[1]);
    (void)run(2s);
    return id;
  }

  Peering peering;
  std::vector<std::unique_ptr<Phone>> all;
};

inline Phone::Phone(Callers& c, Node n) : callers(c), node(n), agent(c.peering, n, *this, *this) {}
inline kernel::Callback& Phone::place(kernel::Label label) {
  callers.scheduler.post(callers.scheduler.now(), label, [this] {
    kernel::Callback next = std::move(tasks.front());
    tasks.pop_front();
    next();
  });
  return tasks.emplace_back();
}
inline void Phone::offered(ConnectionId id, Identity from) {
  callers.log(node, std::string("offer-") + static_cast<char>('A' + net::maker_of(from)));
  if (manners == Manners::accept) agent.accept(id);
  if (manners == Manners::refuse) agent.refuse(id);
}
inline void Phone::opened(ConnectionId) { callers.log(node, "open"); }
inline void Phone::state_changed(ConnectionId, State now) { callers.log(node, std::string(name(now))); }
inline void Phone::ended(ConnectionId, Cause cause) { callers.log(node, "end-" + std::string(name(cause))); }
inline void Phone::received(ConnectionId, net::BytesView bytes) {
  callers.log(node, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}
inline void Phone::signalling_opened() { callers.log(node, "in"); }
inline void Phone::signalling_closed() { callers.log(node, "out"); }
inline void Phone::joined(Identity peer) {
  callers.log(node, std::string("+") + static_cast<char>('A' + net::maker_of(peer)));
}
inline void Phone::left(Identity peer) {
  callers.log(node, std::string("-") + static_cast<char>('A' + net::maker_of(peer)));
}

}  // namespace nearsim::ice
