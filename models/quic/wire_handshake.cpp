// The handshake: the client's first packet, the server's answer, the client's last word.
//
//     client   dial -----+                 +-> connected ----+
//     server             +-> incoming, accept                +-> connected
//
// The first packet is sent again until somebody answers, also to a process that starts meanwhile; a process
// that is not there, does not listen, or has another key than the one dialled, is silence.
#include <utility>

#include "models/quic/endpoint.hpp"
#include "models/quic/wire.hpp"

namespace nearsim::quic {
namespace {

constexpr base::Bytes initial_size{1200};  // RFC 9000, 14.1: the least size of a first packet

}  // namespace

ConnectionId Wire::dial(net::Node client, net::Node server, Alpn alpn, NodeKey key) {
  Connection& c = add(client, server, alpn, key);
  report(client, "dial", server,
         {{"connection", std::int64_t{c.view.id.number}}, {"alpn", std::string_view{name(alpn)}}});
  arm(c, Side::client, Half::Armed::handshake, settings_.connect_timeout);
  const Ref r = ref(c);
  changed(c);
  send_initial(r, 0);
  return r.id;
}

void Wire::send_initial(Ref r, int tried) {
  Connection* c = find(r);
  if (c == nullptr || c->view.client.state != EndState::connecting) return;
  const net::Node client = c->view.client.node, server = c->view.server.node;
  const net::Transit transit = network_.transmit(network_.use(client, server), initial_size);
  if (transit.fate == net::Transit::Fate::arrives)
    scheduler().post(scheduler().now() + transit.delay, {"first packet", server, client},
                     [this, r] { initial_arrived(r); });
  scheduler().post(base::later(scheduler().now(), net::interval(settings_.handshake_retry, tried)),
                   {"first packet again", client, server}, [this, r, tried] {
                     if (Connection* again = find(r); again != nullptr)
                       if (Endpoint* e = endpoint(again->view.client.node); e != nullptr)
                         e->when_running([this, r, tried] { send_initial(r, tried + 1); });
                   });
}

void Wire::initial_arrived(Ref r) {
  Connection* c = find(r);
  if (c == nullptr || c->view.server.state != EndState::unaware || c->view.client.state == EndState::gone)
    return;
  const net::Node client = c->view.client.node, server = c->view.server.node;
  Endpoint* e = endpoint(server);
  if (e == nullptr || !e->answers() || !e->is(c->view.dialled)) return;
  if (e->suspended()) return e->when_running([this, r] { initial_arrived(r); });
  set_state(*c, Side::server, EndState::offered);
  report(server, "incoming", client,
         {{"connection", std::int64_t{r.id.number}}, {"alpn", std::string_view{name(c->view.alpn)}}});
  if (refusals_.find(net::PairMap::key(client, server)) != absent) return refuse(r.id, server);
  e->raise_incoming(r.id, client, c->view.alpn);
}

// A message that must arrive, in the direction of `to`.
void Wire::tell(Ref r, Side to, const char* what, base::Instant give_up, kernel::Callback on_arrival) {
  Connection& c = connections_[r.index];
  const net::Node from_node = end(c, other(to)).node, to_node = end(c, to).node;
  courier_.send(from_node, to_node, settings_.handshake_retry, give_up, {what, to_node, from_node},
                std::move(on_arrival));
}

void Wire::accept(ConnectionId id, net::Node server) {
  Connection* c = find(id);
  if (c == nullptr || c->view.server.node != server || c->view.server.state != EndState::offered) return;
  set_state(*c, Side::server, EndState::connecting);
  const Ref r = ref(*c);
  arm(*c, Side::server, Half::Armed::handshake, settings_.connect_timeout);
  tell(r, Side::client, "answer", base::later(scheduler().now(), settings_.connect_timeout),
       [this, r] { answer_arrived(r); });
  changed(*c);
}

void Wire::refuse(ConnectionId id, net::Node server) {
  Connection* c = find(id);
  if (c == nullptr || c->view.server.node != server || c->view.server.state != EndState::offered) return;
  const Ref r = ref(*c);
  report(server, "refused", c->view.client.node, {{"connection", std::int64_t{id.number}}});
  tell(r, Side::client, "refusal", base::later(scheduler().now(), settings_.closing_period), [this, r] {
    Connection* refused = find(r);
    if (refused != nullptr && refused->view.client.state == EndState::connecting)
      end_of(*refused, Side::client, Cause::refused, dropped);
  });
  set_state(*c, Side::server, EndState::gone);
  release_if_over(*c);
}

void Wire::answer_arrived(Ref r) {
  Connection* c = find(r);
  if (c == nullptr || c->view.client.state != EndState::connecting) return;
  Endpoint* e = endpoint(c->view.client.node);
  if (e->suspended()) return e->when_running([this, r] { answer_arrived(r); });
  tell(r, Side::server, "last word", base::later(scheduler().now(), settings_.connect_timeout), [this, r] {
    Connection* arrived = find(r);
    if (arrived == nullptr) return;
    if (Endpoint* at = endpoint(arrived->view.server.node); at != nullptr)
      at->when_running([this, r] { later_ready(r, Side::server); });
  });
  later_ready(r, Side::client);
}

void Wire::later_ready(Ref r, Side s) {
  const auto now_ready = [this, r, s] {
    if (Connection* c = find(r); c != nullptr) ready(*c, s);
  };
  if (settings_.handshake_time == base::Duration{0}) return now_ready();
  Connection& c = connections_[r.index];
  scheduler().post(base::later(scheduler().now(), settings_.handshake_time),
                   {"handshake done", end(c, s).node, end(c, other(s)).node}, now_ready);
}

void Wire::ready(Connection& c, Side s) {
  ConnectionEnd& e = end(c, s);
  if (e.state != EndState::connecting) return;
  Half& h = half(c, s);
  disarm(h);
  set_state(c, s, EndState::connected);
  const net::Node peer = end(c, other(s)).node;
  report(e.node, "connected", peer, {{"connection", std::int64_t{c.view.id.number}}});
  network_.watch(network_.use(peer, e.node), h);
  listen(c, s);
  changed(c);
  endpoint(e.node)->raise_connected(c.view.id, peer);
}

}  // namespace nearsim::quic
