// How an end of a connection ends: by its own will, by the other's word, or by the silence of the idle
// timeout.
//
// Keep-alives are not simulated as packets.  An end hears its peer as long as the way towards it carries and
// the peer is there to send; from the moment that stops its idle timeout runs.  RFC 9000, 10.1: one packet of
// its own after the last one heard starts the timeout again, which is up to a keep-alive's period later.
#include <utility>

#include "models/quic/endpoint.hpp"
#include "models/quic/wire.hpp"

namespace nearsim::quic {

template <class F>
void Wire::each_of(net::Node node, F f) {
  for (Connection& c : connections_)
    if (c.in_use && (c.view.client.node == node || c.view.server.node == node)) f(c, side_of(c, node));
}

// --- closing and being closed

bool Wire::is_connected(ConnectionId id, net::Node node) {
  const Connection* c = find(id);
  return c != nullptr && c->view.end(node).state == EndState::connected;
}

void Wire::close(ConnectionId id, net::Node node, CloseCode code) {
  Connection* c = find(id);
  if (c != nullptr) close(*c, side_of(*c, node), code);
}

void Wire::close(Connection& c, Side s, CloseCode code) {
  if (end(c, s).state == EndState::gone || end(c, s).state == EndState::unaware) return;
  const Ref r = ref(c);
  report(end(c, s).node, "closed", end(c, other(s)).node,
         {{"connection", std::int64_t{r.id.number}}, {"code", std::int64_t{code}}});
  if (end(c, other(s)).state != EndState::gone)
    tell(r, other(s), "close", base::later(scheduler().now(), settings_.closing_period), [this, r, s, code] {
      Connection* closed = find(r);
      if (closed == nullptr) return;
      ready(*closed, other(s));  // the last word of the handshake came in the same packet
      closed = find(r);
      if (closed != nullptr) end_of(*closed, other(s), Cause::closed_by_peer, code);
    });
  gone(c, s);
}

void Wire::close_all(net::Node node, CloseCode code) {
  each_of(node, [&](Connection& c, Side s) { close(c, s, code); });
}

void Wire::end_of(Connection& c, Side s, Cause cause, CloseCode code) {
  const ConnectionEnd e = end(c, s);
  if (e.state == EndState::gone || e.state == EndState::unaware) return;
  const net::Node peer = end(c, other(s)).node;
  const ConnectionId id = c.view.id;
  report(e.node, "ended", peer,
         {{"connection", std::int64_t{id.number}},
          {"why", std::string_view{name(cause)}},
          {"code", std::int64_t{code}}});
  if (cause == Cause::timed_out) forgotten_by(c, s);
  gone(c, s);
  endpoint(e.node)->raise_ended(id, peer, cause, code);
}

void Wire::gone(Connection& c, Side s) {
  Half& h = half(c, s);
  disarm(h);
  network_.unwatch(h);
  close_streams(c, s);
  set_state(c, s, EndState::gone);
  listen(c, other(s));
  changed(c);
  release_if_over(c);
}

// --- silence

void Wire::arm(Connection& c, Side s, Half::Armed what, base::Duration wait) {
  Half& h = half(c, s);
  disarm(h);
  if (wait > base::forever / 2) return;
  h.armed = what;
  const Ref r = ref(c);
  h.timer = scheduler().at(base::later(scheduler().now(), wait),
                           {"idle timeout", end(c, s).node, end(c, other(s)).node}, [this, r, s] {
                             Connection* late = find(r);
                             if (late == nullptr) return;
                             if (Endpoint* e = endpoint(end(*late, s).node); e != nullptr)
                               e->when_running([this, r, s] { over(r, s); });
                           });
}

void Wire::disarm(Half& h) {
  if (h.armed != Half::Armed::nothing) scheduler().cancel(h.timer);
  h.armed = Half::Armed::nothing;
}

void Wire::over(Ref r, Side s) {
  Connection* c = find(r);
  if (c == nullptr || half(*c, s).armed == Half::Armed::nothing) return;
  end_of(*c, s, Cause::timed_out, dropped);
}

void Wire::listen(Connection& c, Side s) {
  if (end(c, s).state != EndState::connected) return;  // a handshake has its own timeout
  const bool keeps_alive = settings_.keep_alive > base::Duration{0};
  const ConnectionEnd& there = end(c, other(s));
  const Endpoint* peer = endpoint(there.node);
  const bool quiet = !keeps_alive || there.state == EndState::gone || peer == nullptr || !peer->alive() ||
                     peer->suspended() || !network_.up(there.node, end(c, s).node);
  Half& h = half(c, s);
  if (!quiet) return disarm(h);
  if (h.armed == Half::Armed::idle || settings_.idle_timeout > base::forever / 2) return;
  const base::Duration own_packet =
      keeps_alive ? random(end(c, s).node).between(base::Duration{0}, settings_.keep_alive)
                  : base::Duration{0};
  arm(c, s, Half::Armed::idle, settings_.idle_timeout + own_packet);
}

void Wire::heard(Connection& c, Side s) {
  if (settings_.keep_alive > base::Duration{0} || end(c, s).state != EndState::connected) return;
  disarm(half(c, s));
  listen(c, s);
}

void Wire::Half::path_changed(net::Path) { wire->listen(wire->connections_[connection], side); }

// This end timed out, and its process still runs: the other end's next keep-alive finds it.
void Wire::forgotten_by(Connection& c, Side s) {
  const base::Duration beat = settings_.keep_alive;
  if (settings_.forgotten == Forgotten::silence || beat == base::Duration{0}) return;
  if (end(c, other(s)).state != EndState::connected) return;
  const net::Node here = end(c, s).node, there = end(c, other(s)).node;
  const Ref r = ref(c);
  scheduler().post(
      scheduler().now() + random(there).between(base::Duration{0}, beat), {"keep-alive", here, there},
      [this, r, s, here, there] {
        const Endpoint* sender = endpoint(there);
        if (sender == nullptr || !sender->alive() || sender->suspended()) return;
        if (!network_.up(there, here) || !network_.up(here, there)) return;
        const base::Duration trip = network_.one_way(there, here) + network_.one_way(here, there);
        scheduler().post(scheduler().now() + trip, {"stateless reset", there, here}, [this, r, s] {
          Connection* reset = find(r);
          if (reset != nullptr) end_of(*reset, other(s), Cause::reset, dropped);
        });
      });
}

// --- the process at one end

void Wire::process_died(net::Node node) {
  each_of(node, [&](Connection& c, Side s) {
    const EndState state = end(c, s).state;
    if (state == EndState::gone || state == EndState::unaware) return;
    const bool handshaking =
        s == Side::server && state != EndState::connected && c.view.client.state == EndState::connecting;
    if (!handshaking) return gone(c, s);
    disarm(half(c, s));
    set_state(c, s, EndState::unaware);  // the next process may hear the first packet again
    changed(c);
  });
}

void Wire::listen_again(net::Node node) {
  each_of(node, [&](Connection& c, Side s) { listen(c, other(s)); });
}

}  // namespace nearsim::quic
