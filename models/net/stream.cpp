#include "models/net/stream.hpp"

#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::net {
namespace {

enum Tag : std::uint8_t { message, opened, closing };

}  // namespace

Stream::Stream(Network& network, Courier& courier, Node initiator, Node responder, StreamSettings settings,
               StreamUser& user)
    : network_(network), courier_(courier), settings_(settings), user_(user) {
  for (const End e : {End::initiator, End::responder}) {
    half(e).stream = this;
    half(e).end = e;
    half(e).node = e == End::initiator ? initiator : responder;
  }
}

bool Stream::half_open(End e) const {
  const StreamState there = half(other(e)).state;
  return state(e) == StreamState::open && there != StreamState::open && there != StreamState::connecting;
}

// --- opening

void Stream::connect() {
  Half& from = half(End::initiator);
  Half& to = half(End::responder);
  NEARSIM_CHECK(from.state != StreamState::connecting && from.state != StreamState::open,
                "connect on a stream that is under way");
  ++generation_;
  from.out.drop();
  to.out.drop();
  from.state = StreamState::connecting;
  from.host = Half::Host::alive;
  to.state = StreamState::idle;
  const base::Instant now = network_.scheduler().now();
  const bool no_route = settings_.when_down == WhenDown::no_route && !network_.up(from.node, to.node);
  const base::Instant limit = no_route ? now : base::later(now, settings_.connect_timeout);
  timeout_ = network_.scheduler().at(limit, {"connect timeout", from.node, to.node}, [this, no_route] {
    end(ends_[0], StreamState::closed, no_route ? Errno::no_route : Errno::timeout);
  });
  if (no_route) return;
  courier_.send(from.node, to.node, settings_.connect, limit, {"connect", to.node, from.node},
                [this, g = generation_] {
                  if (g == generation_) offered();
                });
}

void Stream::offered() {
  Half& to = half(End::responder);
  Half& from = half(End::initiator);
  if (to.host == Half::Host::silent) return;
  const bool accepts = to.host == Half::Host::alive && user_.stream_offered(*this) == Offer::accept;
  if (accepts) {
    to.state = StreamState::connecting;
    from.out.open(network_, from.node, to.node, settings_.data, to);
    to.out.open(network_, to.node, from.node, settings_.data, from);
    from.out.give_up_after(settings_.give_up);
    to.out.give_up_after(settings_.give_up);
  }
  const base::Instant limit = base::later(network_.scheduler().now(), settings_.connect_timeout);
  courier_.send(to.node, from.node, settings_.data, limit, {"answer", from.node, to.node},
                [this, g = generation_, accepts] {
                  if (g == generation_) answered(accepts ? Offer::accept : Offer::refuse);
                });
}

void Stream::answered(Offer offer) {
  Half& from = half(End::initiator);
  if (from.host == Half::Host::silent) return;
  if (from.state != StreamState::connecting) {  // it gave up, or left: the responder must not wait for ever
    if (offer == Offer::accept) reset_other(from);
    return;
  }
  if (offer == Offer::refuse) return end(from, StreamState::closed, Errno::refused);
  network_.scheduler().cancel(timeout_);
  from.state = StreamState::open;
  from.out.send(Tag::opened, {});
  user_.stream_opened(*this, End::initiator);
}

// --- carrying

void Stream::send(End e, Buffer bytes) {
  Half& from = half(e);
  NEARSIM_CHECK(from.state == StreamState::open, "a message sent on a stream that is not open here");
  if (from.out.is_open()) from.out.send(Tag::message, std::move(bytes));
}

void Stream::Half::pipe_delivered(Pipe&, std::uint8_t tag, Buffer& bytes) {
  stream->received(*this, tag, bytes);
}

void Stream::Half::pipe_gave_up(
    Pipe&) {  // of the pipe towards this half: it is the other's patience that ended
  stream->end(stream->half(other(end)), StreamState::reset, Errno::timeout);
}

void Stream::received(Half& at, std::uint8_t tag, Buffer& bytes) {
  if (at.host == Half::Host::silent) return;
  const bool here = at.state == StreamState::open || at.state == StreamState::connecting;
  if (!here) {
    if (tag != Tag::closing) reset_other(at);
    return;
  }
  switch (static_cast<Tag>(tag)) {
    case Tag::opened: at.state = StreamState::open; return user_.stream_opened(*this, at.end);
    case Tag::message: return user_.stream_received(*this, at.end, bytes);
    case Tag::closing: return end(at, StreamState::closed, Errno::none);
  }
}

// --- ending

void Stream::end(Half& at, StreamState state, Errno why) {
  if (at.state == StreamState::closed || at.state == StreamState::reset) return;
  if (at.end == End::initiator) network_.scheduler().cancel(timeout_);
  at.state = state;
  at.out.drop();
  user_.stream_ended(*this, at.end, why);
}

void Stream::close(End e) {
  Half& from = half(e);
  if (from.state == StreamState::open && from.out.is_open()) from.out.send(Tag::closing, {});
  else leave(e, Half::Host::alive);
  from.state = StreamState::closed;
}

void Stream::abort(End e) {
  leave(e, Half::Host::alive);
  half(e).state = StreamState::reset;
  reset_other(half(e));
}

void Stream::vanish(End e) { leave(e, Half::Host::silent); }
void Stream::forget(End e) { leave(e, Half::Host::answers_reset); }

void Stream::leave(End e, Half::Host host) {
  Half& from = half(e);
  if (e == End::initiator) network_.scheduler().cancel(timeout_);
  from.host = host;
  from.state = StreamState::closed;
  from.out.drop();
}

// A reset is sent once: if it is lost, the next message of the other end calls for another.
void Stream::reset_other(Half& from) {
  const End to = other(from.end);
  courier_.send(from.node, half(to).node, settings_.data, network_.scheduler().now(),
                {"reset", half(to).node, from.node}, [this, g = generation_, to] {
                  if (g == generation_ && half(to).host != Half::Host::silent)
                    end(half(to), StreamState::reset, Errno::reset);
                });
}

}  // namespace nearsim::net
