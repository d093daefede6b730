// The table of connections, the faults, and what checkers ask.
#include "models/ice/peering.hpp"

#include <algorithm>

#include "models/ice/agent.hpp"
#include "models/net/stream_name.hpp"
#include "sim/base/check.hpp"

namespace nearsim::ice {
namespace {

std::uint64_t pair_key(Node a, Node b) { return net::PairMap::key(std::min(a, b), std::max(a, b)); }

}  // namespace

Peering::Peering(net::Network& network, const base::Streams& streams, const Settings& settings,
                 const ServerSettings& server, Node devices, net::Observer* observer)
    : network_(network),
      streams_(streams),
      settings_(settings),
      observer_(observer),
      uplinks_(network, settings, devices),
      signalling_(uplinks_, network, streams, server, observer),
      kept_(devices) {}

void Peering::attach(Node device, Attached to) {
  const std::uint32_t before = uplinks_.address(device);
  const bool was_off = uplinks_.attached(device) == Attached::none, is_off = to == Attached::none;
  uplinks_.attach(device, to);
  for (const Node server : {uplinks_.signalling(), uplinks_.internet()}) {
    if (is_off && !was_off) network_.cut(device, server), network_.cut(server, device);
    if (was_off && !is_off) network_.restore(device, server), network_.restore(server, device);
  }
  if (uplinks_.address(device) != before) signalling_.address_changed(device);
}

void Peering::readdress(Node device) {
  uplinks_.readdress(device);
  signalling_.address_changed(device);
}

std::uint32_t Peering::first(Node a, Node b) const { return pairs_.find(pair_key(a, b)); }

Peering::Connection* Peering::find(Ref r) {
  Connection& c = connections_[r.index];
  return c.in_use && c.view.id == r.id ? &c : nullptr;
}

Peering::Connection* Peering::find(ConnectionId id) {
  const std::uint32_t index = ids_.find(id.number);
  return index == absent ? nullptr : find(Ref{index, id});
}

bool Peering::runs(Node n) const {
  const Agent* a = agent(n);
  return a != nullptr && a->alive() && !a->suspended();
}

Peering::Connection& Peering::add(Node caller, Identity as, Node callee, Identity called) {
  if (free_.empty()) {
    const auto index = static_cast<std::uint32_t>(connections_.size());
    free_.push_back(index);
    Connection& fresh = connections_.emplace_back();
    fresh.index = index;
    fresh.deadline = scheduler().add_deadline({"ice"}, [this, index] { due(index); });
  }
  Connection& c = connections_[free_.back()];
  free_.pop_back();
  c.view = {};
  c.view.id = {++last_number_};
  c.view.end(Side::caller).node = caller;
  c.view.end(Side::caller).as = as;
  c.view.end(Side::caller).life = Life::active;
  c.view.end(Side::callee).node = callee;
  c.view.end(Side::callee).as = called;
  c.setup_tried = 0;
  c.setting_up = false;
  c.in_use = true;
  c.next = absent;
  std::uint32_t* place = &pairs_.at(pair_key(caller, callee));
  while (*place != absent) place = &connections_[*place].next;  // at the end: by number
  *place = c.index;
  ids_.at(c.view.id.number) = c.index;
  return c;
}

void Peering::release_if_over(Connection& c) {
  const auto over = [](const End& end) { return end.life == Life::gone || end.life == Life::unaware; };
  if (!over(c.view.ends[0]) || !over(c.view.ends[1])) return;
  std::uint32_t* place = &pairs_.at(pair_key(c.view.ends[0].node, c.view.ends[1].node));
  while (*place != c.index) place = &connections_[*place].next;
  *place = c.next;
  ids_.erase(c.view.id.number);
  scheduler().disarm(c.deadline);
  c.in_use = false;
  free_.push_back(c.index);
}

void Peering::changed(const Connection& c) {
  for (ConnectionWatcher* w : watchers_) w->connection_changed(c.view.ends[0].node, c.view.ends[1].node);
}

// --- faults

void Peering::count(net::PairMap& faults, Node from, Node to, int by) {
  std::uint32_t& count = faults.at(net::PairMap::key(from, to));
  if (count == absent) count = 0;
  NEARSIM_CHECK(by > 0 || count > 0, "a fault is undone that is not active");
  count = by > 0 ? count + 1 : count - 1;
  if (count == 0) faults.erase(net::PairMap::key(from, to));
}

// --- the truth

std::uint32_t Peering::offers(Node from, Node to) const {
  std::uint32_t n = 0;
  visit(from, to, [&](const ConnectionView& v) {
    const End& caller = v.end(Side::caller);
    const bool to_whom_it_is = agent(to) == nullptr || v.of(to).as == agent(to)->name();
    n += caller.node == from && caller.life == Life::active && caller.theirs == 0 && to_whom_it_is ? 1u : 0u;
  });
  return n;
}

// --- for the parts

base::Rng& Peering::random(Node node) {
  if (randoms_.size() <= node) randoms_.resize(node + 1);
  if (!randoms_[node]) randoms_[node] = net::stream(streams_, net::StreamName{} << "ice/" << node);
  return *randoms_[node];
}

void Peering::report(const Connection& c, Side s, const Says& verb,
                     std::initializer_list<kernel::Field> more) {
  if (observer_ == nullptr) return;
  std::array<kernel::Field, 4> fields{};
  std::size_t n = 0;
  fields[n++] = {"connection", std::int64_t{c.view.id.number}};
  for (const kernel::Field& field : more) fields[n++] = field;
  const Node node = c.view.end(s).node, peer = c.view.end(other(s)).node;
  switch (n) {  // an initializer_list cannot be cut to length
    case 1: return observer_->event(scheduler().now(), node, verb, peer, {fields[0]});
    case 2: return observer_->event(scheduler().now(), node, verb, peer, {fields[0], fields[1]});
    default: break;
  }
  observer_->event(scheduler().now(), node, verb, peer, {fields[0], fields[1], fields[2]});
}

}  // namespace nearsim::ice
