// The table of connections, the faults, and what checkers ask.
#include "models/quic/wire.hpp"

#include <algorithm>

#include "models/net/stream_name.hpp"
#include "models/quic/endpoint.hpp"
#include "sim/base/check.hpp"

namespace nearsim::quic {
namespace {

std::uint64_t pair_key(net::Node a, net::Node b) { return net::PairMap::key(std::min(a, b), std::max(a, b)); }

}  // namespace

Wire::Wire(net::Network& network, const base::Streams& streams, const Settings& settings,
           net::Observer* observer)
    : network_(network), streams_(streams), settings_(settings), observer_(observer), courier_(network) {}

std::uint32_t Wire::first(net::Node a, net::Node b) const { return pairs_.find(pair_key(a, b)); }

Wire::Connection* Wire::find(Ref r) {
  Connection& c = connections_[r.index];
  return c.in_use && c.view.id == r.id ? &c : nullptr;
}

Wire::Connection* Wire::find(ConnectionId id) {
  const std::uint32_t index = ids_.find(id.number);
  return index == absent ? nullptr : find(Ref{index, id});
}

Wire::Connection& Wire::add(net::Node client, net::Node server, Alpn alpn) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(connections_.size()));
    connections_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Connection& c = connections_[index];
  c.view = {{++last_number_}, alpn, any_key, {client, EndState::connecting}, {server, EndState::unaware}};
  c.in_use = true;
  c.next = c.first_stream = absent;
  std::uint32_t* place = &pairs_.at(pair_key(client, server));
  while (*place != absent) place = &connections_[*place].next;  // at the end: by number
  *place = index;
  ids_.at(c.view.id.number) = index;
  for (const Side s : {Side::client, Side::server}) {
    half(c, s).wire = this;
    half(c, s).connection = index;
    half(c, s).side = s;
  }
  return c;
}

void Wire::release_if_over(Connection& c) {
  const EndState server = c.view.server.state;
  if (c.view.client.state != EndState::gone || (server != EndState::gone && server != EndState::unaware))
    return;
  const std::uint32_t index = c.halves[0].connection;
  std::uint32_t* place = &pairs_.at(pair_key(c.view.client.node, c.view.server.node));
  while (*place != index) place = &connections_[*place].next;
  *place = c.next;
  ids_.erase(c.view.id.number);
  release_streams(c);
  c.in_use = false;
  free_.push_back(index);
}

void Wire::changed(const Connection& c) {
  for (ConnectionWatcher* w : watchers_) w->connection_changed(c.view.client.node, c.view.server.node);
}

// --- faults

void Wire::refuse_all(net::Node from, net::Node to) {
  std::uint32_t& count = refusals_.at(net::PairMap::key(from, to));
  count = count == absent ? 1 : count + 1;
}

void Wire::stop_refusing(net::Node from, net::Node to) {
  std::uint32_t& count = refusals_.at(net::PairMap::key(from, to));
  NEARSIM_CHECK(count != absent && count > 0, "a fault is undone that is not active");
  if (--count == 0) refusals_.erase(net::PairMap::key(from, to));
}

// --- the truth

std::uint32_t Wire::dials(net::Node from, net::Node to) const {
  std::uint32_t n = 0;
  visit(from, to, [&](const ConnectionView& v) {
    const bool to_whom_it_is = endpoints_[to] == nullptr || endpoints_[to]->is(v.dialled);
    n += v.client.node == from && v.client.state == EndState::connecting && to_whom_it_is ? 1u : 0u;
  });
  return n;
}

// --- for the parts

base::Rng& Wire::random(net::Node node) {
  if (randoms_.size() <= node) randoms_.resize(node + 1);
  if (!randoms_[node]) randoms_[node] = streams_.stream((net::StreamName{} << "quic/" << node).view());
  return *randoms_[node];
}

void Wire::report(net::Node node, std::string_view verb, net::Node peer,
                  std::initializer_list<kernel::Field> fields) {
  if (observer_ != nullptr) observer_->event(scheduler().now(), node, "quic", verb, peer, fields);
}

}  // namespace nearsim::quic
