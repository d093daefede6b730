// Streams: each direction of each stream is a pipe of its own, so that a loss on one holds up no other.
#include <utility>

#include "models/quic/endpoint.hpp"
#include "models/quic/wire.hpp"

namespace nearsim::quic {

StreamId Wire::open_stream(ConnectionId id, net::Node node, StreamKind kind) {
  Connection* c = find(id);
  if (c == nullptr || c->view.end(node).state != EndState::connected) return {};
  if (free_streams_.empty()) {
    free_streams_.push_back(static_cast<std::uint32_t>(open_streams_.size()));
    open_streams_.emplace_back();
  }
  const std::uint32_t slot = free_streams_.back();
  free_streams_.pop_back();
  Stream& stream = open_streams_[slot];
  ++stream.generation;
  stream.connection = ref(*c).index;
  stream.next = std::exchange(c->first_stream, slot);
  const Side opener = side_of(*c, node);
  for (const Side s : {Side::client, Side::server}) {
    Receiver& receiver = stream.receivers[static_cast<int>(s)];
    receiver.wire = this;
    receiver.stream = slot;
    receiver.side = s;
    if (kind == StreamKind::unidirectional && s == opener) continue;  // nothing comes back
    if (end(*c, s).state == EndState::gone) continue;                 // nobody there who would take it
    receiver.in.open(network_, end(*c, other(s)).node, end(*c, s).node, settings_.data_retry, receiver);
  }
  report(node, "stream", end(*c, other(opener)).node, {{"connection", std::int64_t{id.number}}});
  return {slot, stream.generation};
}

bool Wire::send(StreamId id, net::Node node, net::BytesView bytes) {
  if (id.slot >= open_streams_.size() || open_streams_[id.slot].generation != id.generation) return false;
  Stream& stream = open_streams_[id.slot];
  Connection& c = connections_[stream.connection];
  const Side from = side_of(c, node);
  if (end(c, from).state != EndState::connected) return false;
  Receiver& receiver = stream.receivers[static_cast<int>(other(from))];
  // The other end may be gone: whoever does not know that sends into the void.
  if (!receiver.in.is_open()) return end(c, other(from)).state == EndState::gone;
  receiver.in.send(0, net::Buffer(bytes.begin(), bytes.end()));
  heard(c, from);
  return true;
}

void Wire::Receiver::pipe_delivered(net::Pipe&, std::uint8_t, net::Buffer& bytes) {
  wire->deliver(wire->open_streams_[stream], side, bytes);
}

void Wire::deliver(Stream& stream, Side at, net::Buffer& bytes) {
  Connection& c = connections_[stream.connection];
  ready(c, at);  // data says that the handshake is done
  const net::Node here = end(c, at).node, there = end(c, other(at)).node;
  report(
      here, "deliver", there,
      {{"bytes", static_cast<std::int64_t>(bytes.size())}, {"connection", std::int64_t{c.view.id.number}}});
  heard(c, at);
  const std::uint32_t slot = stream.receivers[0].stream;
  endpoint(here)->raise_received(c.view.id, there, {slot, stream.generation}, std::move(bytes));
}

void Wire::close_streams(Connection& c, Side s) {
  for (std::uint32_t i = c.first_stream; i != absent; i = open_streams_[i].next) {
    Stream& stream = open_streams_[i];
    stream.receivers[static_cast<int>(s)].in.drop();
    net::Pipe& out = stream.receivers[static_cast<int>(other(s))].in;
    if (out.is_open()) out.abandon();
  }
}

void Wire::release_streams(Connection& c) {
  for (std::uint32_t i = c.first_stream; i != absent; i = open_streams_[i].next) {
    Stream& stream = open_streams_[i];
    for (Receiver& receiver : stream.receivers) receiver.in.drop();
    ++stream.generation;
    free_streams_.push_back(i);
  }
  c.first_stream = absent;
}

}  // namespace nearsim::quic
