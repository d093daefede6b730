// The server: who is registered, and what goes on to whom.
#include "models/ice/signalling.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace nearsim::ice {

Signalling::Signalling(Uplinks& uplinks, net::Network& network, const base::Streams& streams,
                       const ServerSettings& settings, net::Observer* observer)
    : uplinks_(uplinks),
      network_(network),
      settings_(settings),
      observer_(observer),
      courier_(network),
      random_(streams.stream("signalling")),
      look_(network.scheduler().add_deadline({"signalling ping"}, [this] { look_for_dead(); })) {
  stream_settings_.connect_timeout = settings.connect_timeout;
  stream_settings_.give_up = settings.socket_timeout;
}

void Signalling::report(Node device, const ServerSays& verb, std::initializer_list<kernel::Field> fields) {
  if (observer_ != nullptr) observer_->event(scheduler().now(), device, verb, net::no_node, fields);
}

// --- faults

void Signalling::take_down(Down how) {
  if (how == Down::unreachable) {
    if (++unreachable_ == 1) isolated_ = network_.isolate({uplinks_.signalling()});
    return;
  }
  if (++killed_ > 1) return;
  ++process_;
  registered_.clear();
  for (Socket& socket : sockets_)
    if (socket.stream) {
      const net::StreamState state = socket.stream->state(net::End::responder);
      if (state == net::StreamState::open || state == net::StreamState::connecting)
        socket.stream->close(net::End::responder);
    }
}

void Signalling::bring_up(Down how) {
  int& count = how == Down::unreachable ? unreachable_ : killed_;
  NEARSIM_CHECK(count > 0, "a fault is undone that is not active");
  if (--count == 0 && how == Down::unreachable) network_.undo(isolated_);
}

void Signalling::restart() {
  take_down(Down::killed);
  bring_up(Down::killed);
}

// --- the server's sockets

net::Offer Signalling::stream_offered(net::Stream&) {
  return killed_ > 0 ? net::Offer::refuse : net::Offer::accept;
}

void Signalling::stream_opened(net::Stream& stream, net::End end) {
  if (end == net::End::responder) return;
  const Node device = stream.node(net::End::initiator);
  Socket& socket = sockets_[device];
  if (socket.state != Socket::State::connecting) return;
  socket.state = Socket::State::entering;
  stream.send(net::End::initiator, encode({.kind = Frame::Kind::enter, .from = socket.as}));
}

void Signalling::stream_received(net::Stream& stream, net::End end, net::Buffer& bytes) {
  const Node device = stream.node(net::End::initiator);
  const Frame frame = decode(bytes);
  if (end == net::End::initiator) return received(device, frame);
  base::Duration wait = settings_.forward;
  if (settings_.reorder > base::Duration{0}) wait += random_.between(base::Duration{0}, settings_.reorder);
  scheduler().post(base::later(scheduler().now(), wait), {"signalling", uplinks_.signalling(), device},
                   [this, process = process_, device, frame] {
                     if (process == process_) served(device, frame);
                   });
}

void Signalling::stream_ended(net::Stream& stream, net::End end, net::Errno why) {
  const Node device = stream.node(net::End::initiator);
  if (end == net::End::responder) return forget(device);
  ended(device, why == net::Errno::none ? "closed" : why == net::Errno::refused ? "refused" : "timed_out");
}

// --- what it does

void Signalling::served(Node device, const Frame& frame) {
  if (frame.kind == Frame::Kind::enter) return enter(device, frame.from);
  if (frame.kind == Frame::Kind::leave) return forget(device);
  forward(device, frame);
}

std::size_t Signalling::find(Identity as) const {
  const auto it =
      std::find_if(registered_.begin(), registered_.end(), [&](const Registered& r) { return r.as == as; });
  return static_cast<std::size_t>(it - registered_.begin());
}

void Signalling::enter(Node device, Identity as) {
  if (const std::size_t known = find(as); known < registered_.size()) {
    if (settings_.taken == Taken::refused) {
      report(device, "taken");
      return deliver(device, {.kind = Frame::Kind::taken});
    }
    registered_.erase(registered_.begin() + static_cast<std::ptrdiff_t>(known));
  }
  forget(device);  // the end of its earlier socket arrived before this
  for (const Registered& other : registered_)
    deliver(device, {.kind = Frame::Kind::joined, .from = other.as});
  deliver(device, {.kind = Frame::Kind::welcome, .from = as});
  for (const Registered& other : registered_)
    if (other.stale_since == base::never && other.device != device)
      deliver(other.device, {.kind = Frame::Kind::joined, .from = as});
  registered_.push_back({as, device, sockets_[device].generation});
  report(device, "entered");
  if (settings_.ping > base::Duration{0} && scheduler().due(look_) == base::never)
    scheduler().arm(look_, base::later(scheduler().now(), settings_.ping));
}

void Signalling::forward(Node device, Frame frame) {
  const std::size_t to = find(frame.to);
  if (to < registered_.size()) {
    if (registered_[to].stale_since == base::never) return deliver(registered_[to].device, frame);
    return report(device, "lost", {{"what", name(frame.kind)}});  // into a socket that nobody reads
  }
  report(device, "absent", {{"what", name(frame.kind)}});
  if (!settings_.says_absent || frame.kind == Frame::Kind::bye) return;
  frame.kind = Frame::Kind::absent;
  deliver(device, frame);
}

void Signalling::deliver(Node to, const Frame& frame) {
  net::Stream& stream = *sockets_[to].stream;
  if (stream.state(net::End::responder) == net::StreamState::open)
    stream.send(net::End::responder, encode(frame));
}

void Signalling::forget(Node device) {
  for (std::size_t i = 0; i < registered_.size(); ++i)
    if (registered_[i].device == device && registered_[i].stale_since == base::never) return remove(i);
}

void Signalling::remove(std::size_t i) {
  const Registered gone = registered_[i];
  registered_.erase(registered_.begin() + static_cast<std::ptrdiff_t>(i));
  report(gone.device, "left");
  for (const Registered& other : registered_)
    if (other.stale_since == base::never) deliver(other.device, {.kind = Frame::Kind::left, .from = gone.as});
}

// A ping that nobody acknowledges ends the socket.  One to a device that the network reaches is as good as
// answered, and is not sent.
void Signalling::look_for_dead() {
  const base::Instant now = scheduler().now();
  for (std::size_t i = 0; i < registered_.size();) {
    const Registered& r = registered_[i];
    if (r.stale_since != base::never && base::later(r.stale_since, settings_.socket_timeout) <= now) {
      remove(i);
      continue;
    }
    if (r.stale_since == base::never && !network_.up(uplinks_.signalling(), r.device))
      deliver(r.device, {.kind = Frame::Kind::joined, .from = r.as});
    ++i;
  }
  if (!registered_.empty()) scheduler().arm(look_, base::later(now, settings_.ping));
}

}  // namespace nearsim::ice
