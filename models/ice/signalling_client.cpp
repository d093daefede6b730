// The devices' ends of the WebSockets.
#include "models/ice/signalling.hpp"

namespace nearsim::ice {

void Signalling::attach(Node device, Client& client) {
  if (sockets_.size() <= device) sockets_.resize(device + 1);
  Socket& socket = sockets_[device];
  socket.client = &client;
  socket.stream.emplace(network_, courier_, device, uplinks_.signalling(), stream_settings_,
                        static_cast<net::StreamUser&>(*this));
}

void Signalling::open(Node device, Identity as, base::Duration ping) {
  Socket& socket = sockets_[device];
  if (socket.state != Socket::State::closed) close(device);
  socket.stale = socket.doomed = false;
  socket.as = as;
  ++socket.generation;
  socket.state = Socket::State::connecting;
  report(device, "opens");
  socket.stream->connect();
  socket.ping = ping > base::Duration{0} ? ping : settings_.client_ping;
  if (socket.ping > base::Duration{0}) this->ping(device, socket.generation);
}

void Signalling::close(Node device) {
  Socket& socket = sockets_[device];
  if (socket.state == Socket::State::closed) return;
  socket.state = Socket::State::closed;
  ++socket.generation;
  if (!socket.stale) socket.stream->close(net::End::initiator);
  report(device, "closes");
}

void Signalling::send(Node device, const Frame& frame) {
  Socket& socket = sockets_[device];
  if (socket.state != Socket::State::open) return;
  if (!socket.stale) return socket.stream->send(net::End::initiator, encode(frame));
  if (socket.doomed) return;
  socket.doomed = true;
  scheduler().post(base::later(scheduler().now(), settings_.socket_timeout), {"no acknowledgement", device},
                   [this, device, g = socket.generation] {
                     if (sockets_[device].generation == g) ended(device, "timed_out");
                   });
}

void Signalling::address_changed(Node device) {
  Socket& socket = sockets_[device];
  if (socket.state == Socket::State::closed || socket.stale) return;
  for (Registered& r : registered_)
    if (r.device == device && r.stale_since == base::never) r.stale_since = scheduler().now();
  socket.stream->vanish(net::End::initiator);
  socket.stale = true;
  if (socket.state == Socket::State::open) return;
  // Connecting from an address that is gone: nobody answers.
  scheduler().post(base::later(scheduler().now(), settings_.connect_timeout), {"connect timeout", device},
                   [this, device, g = socket.generation] {
                     if (sockets_[device].generation == g) ended(device, "timed_out");
                   });
}

void Signalling::received(Node device, const Frame& frame) {
  Socket& socket = sockets_[device];
  if (socket.state != Socket::State::entering && socket.state != Socket::State::open) return;
  if (frame.kind == Frame::Kind::taken) {
    socket.stream->close(net::End::initiator);
    return ended(device, "taken");
  }
  if (frame.kind == Frame::Kind::welcome) {
    socket.state = Socket::State::open;
    report(device, "opened");
    return socket.client->signalling_opened();
  }
  if (frame.kind == Frame::Kind::joined && frame.from == socket.as) return;  // the server's ping
  socket.client->signalled(frame);
}

void Signalling::ended(Node device, std::string_view why) {
  Socket& socket = sockets_[device];
  if (socket.state == Socket::State::closed) return;
  socket.state = Socket::State::closed;
  ++socket.generation;
  report(device, "ended", {{"why", why}});
  socket.client->signalling_closed();
}

// Something is written that only an acknowledgement gets rid of.
void Signalling::ping(Node device, std::uint32_t generation) {
  scheduler().post(base::later(scheduler().now(), sockets_[device].ping), {"client ping", device},
                   [this, device, generation] {
                     const Socket& socket = sockets_[device];
                     if (socket.generation != generation) return;
                     const bool let_go = socket.stream->state(net::End::responder) != net::StreamState::open;
                     const bool silent =
                         socket.stale || let_go || !network_.up(device, uplinks_.signalling());
                     if (silent) send(device, {.kind = Frame::Kind::bye, .to = socket.as, .from = socket.as});
                     ping(device, generation);
                   });
}

}  // namespace nearsim::ice
