// The table of connections, the faults, and what checkers ask.
#include "models/quic/wire.hpp"

#include <algorithm>
#include <utility>

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

const Wire::Between* Wire::between(net::Node a, net::Node b) const {
  const std::uint32_t place = pairs_.find(pair_key(a, b));
  return place == absent ? nullptr : &between_[place];
}

Wire::Connection* Wire::find(Ref r) {
  if (r.index >= connections_.size()) return nullptr;
  Connection& c = connections_[r.index];
  return c.in_use && c.view.id == r.id ? &c : nullptr;
}

Wire::Connection* Wire::find(ConnectionId id) {
  return id.number < places_.size() ? find(Ref{places_[id.number], id}) : nullptr;
}

Wire::Connection& Wire::add(net::Node client, net::Node server, Alpn alpn, NodeKey key) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(connections_.size()));
    connections_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Connection& c = connections_[index];
  c.view = {{++last_number_}, alpn, key, {client, EndState::connecting}, {server, EndState::unaware}};
  c.in_use = true;
  c.next = c.first_stream = absent;
  std::uint32_t& place = pairs_.at(pair_key(client, server));
  if (place == absent) {
    place = static_cast<std::uint32_t>(between_.size());
    between_.emplace_back();
  }
  c.between = place;
  Between& pair = between_[place];
  c.previous = std::exchange(pair.last, index);  // at the end: by number
  (c.previous == absent ? pair.first : connections_[c.previous].next) = index;
  count(c);
  places_.resize(c.view.id.number, absent);  // numbers count up from 1
  places_.push_back(index);
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
  Between& pair = between_[c.between];
  (c.previous == absent ? pair.first : connections_[c.previous].next) = c.next;
  (c.next == absent ? pair.last : connections_[c.next].previous) = c.previous;
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
  const Between* pair = between(from, to);
  if (pair == nullptr) return 0;
  return from < to ? pair->from_lesser : pair->from_greater;
}

Wire::Joined Wire::joined(net::Node a, net::Node b) const {
  const Between* pair = between(a, b);
  return pair == nullptr ? Joined{} : pair->joined;
}

void Wire::set_state(Connection& c, Side s, EndState state) {
  end(c, s).state = state;
  count(c);
}

void Wire::count(Connection& c) {
  Between& pair = between_[c.between];
  const auto recount = [](std::uint32_t& sum, bool& counted, bool now) {
    if (now && !counted) ++sum;
    if (!now && counted) --sum;
    counted = now;
  };
  const ConnectionEnd &client = c.view.client, &server = c.view.server;
  const Endpoint* to = endpoint(server.node);
  recount(pair.joined.alive, c.alive, c.view.both_alive());
  recount(pair.joined.half_open, c.half_open, c.view.half_open());
  recount(client.node < server.node ? pair.from_lesser : pair.from_greater, c.dials,
          client.state == EndState::connecting && (to == nullptr || to->is(c.view.dialled)));
}

void Wire::key_changed(net::Node server) {
  for (Connection& c : connections_)
    if (c.in_use && c.view.server.node == server) count(c);
}

// --- for the parts

base::Rng& Wire::random(net::Node node) {
  if (randoms_.size() <= node) randoms_.resize(node + 1);
  if (!randoms_[node]) randoms_[node] = net::stream(streams_, net::StreamName{} << "quic/" << node);
  return *randoms_[node];
}

void Wire::report(net::Node node, const Says& verb, net::Node peer,
                  std::initializer_list<kernel::Field> fields) {
  if (observer_ != nullptr) observer_->event(scheduler().now(), node, verb, peer, fields);
}

}  // namespace nearsim::quic
