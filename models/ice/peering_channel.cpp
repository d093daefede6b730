// The channel: how it is set up once a pair works, data, and what the statistics say.
#include <algorithm>
#include <utility>

#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"
#include "models/net/stream_name.hpp"

namespace nearsim::ice {

// --- DTLS and SCTP, as so many round trips

void Peering::set_up(Connection& c) {
  const End &a = c.view.ends[0], &b = c.view.ends[1];
  if (c.setting_up || !a.selected || !b.selected || (a.open && b.open)) return;
  c.setting_up = true;
  set_up_step(ref(c), 0);
}

void Peering::set_up_step(Ref r, int trip) {
  Connection* c = find(r);
  if (c == nullptr || !c->view.both_alive()) return;
  const End& caller = c->view.end(Side::caller);
  if (!caller.selected) {
    c->setting_up = false;
    return;
  }
  const base::Instant now = scheduler().now();
  const kernel::Label label{"channel set-up", caller.node, c->view.end(Side::callee).node};
  const auto took = runs(caller.node) ? exchange(*c, Side::caller, *caller.selected) : std::nullopt;
  if (!took) {
    const base::Duration wait = net::interval(settings_.setup_retry, c->setup_tried++);
    return scheduler().post(base::later(now, wait), label, [this, r, trip] { set_up_step(r, trip); });
  }
  c->setup_tried = 0;
  if (trip + 1 < settings_.setup_trips)
    return scheduler().post(now + *took, label, [this, r, trip] { set_up_step(r, trip + 1); });
  scheduler().post(now + *took / 2, label, [this, r] { open_channel(r, Side::callee); });
  scheduler().post(now + *took, label, [this, r] { open_channel(r, Side::caller); });
}

void Peering::open_channel(Ref r, Side s) {
  Connection* c = find(r);
  if (c == nullptr || c->view.end(s).life != Life::active) return;
  End& end = c->view.end(s);
  c->setting_up = false;
  if (end.open) return;  // set up twice: another pair took over in the middle
  end.open = true;
  end.counted.until = scheduler().now();
  report(*c, s, "opened");
  changed(*c);
  agent(end.node)->raise({"channel opened", end.node, c->view.end(other(s)).node},
                         [id = c->view.id](Delegate& d) { d.opened(id); });
}

// --- data

bool Peering::send(ConnectionId id, Node node, net::BytesView bytes) {
  Connection* c = find(id);
  if (c == nullptr) return false;
  const Side s = c->view.side_of(node);
  End& end = c->view.end(s);
  if (end.life != Life::active || !end.open) return false;
  end.out.waiting.emplace_back(bytes.begin(), bytes.end());
  if (!end.out.blocked) flush(*c, s);
  return true;
}

void Peering::flush(Connection& c, Side s) {
  End& end = c.view.end(s);
  Outgoing& out = end.out;
  const net::Node peer = c.view.end(other(s)).node;
  const base::Instant now = scheduler().now();
  std::size_t sent = 0;
  for (; sent < out.waiting.size(); ++sent) {
    const base::Bytes size{static_cast<std::int64_t>(out.waiting[sent].size())};
    const net::Transit transit = end.selected ? uplinks_.cross(end.node, peer, *end.selected, size)
                                              : net::Transit{net::Transit::Fate::down, {}};
    if (transit.fate != net::Transit::Fate::arrives) break;
    out.last_arrival = std::max(out.last_arrival, now + transit.delay);
    scheduler().post(out.last_arrival, {"data", peer, end.node},
                     [this, r = ref(c), to = other(s), bytes = std::move(out.waiting[sent])]() mutable {
                       deliver(r, to, bytes);
                     });
  }
  out.waiting.erase(out.waiting.begin(), out.waiting.begin() + static_cast<std::ptrdiff_t>(sent));
  if (out.waiting.empty()) {
    out.blocked = false;
    return;
  }
  if (!out.blocked || sent > 0) out.retry.start(settings_.data_retry, now);
  else out.retry.advance(settings_.data_retry);
  out.blocked = true;
  scheduler().post(std::max(out.retry.next, now), {"data again", end.node, peer}, [this, r = ref(c), s] {
    Connection* again = find(r);
    if (again == nullptr || again->view.end(s).life != Life::active) return;
    Agent* a = agent(again->view.end(s).node);
    if (a != nullptr)
      a->when_running([this, r, s] {
        if (Connection* late = find(r); late != nullptr && late->view.end(s).life == Life::active)
          flush(*late, s);
      });
  });
}

void Peering::deliver(Ref r, Side to, net::Buffer& bytes) {
  Connection* c = find(r);
  if (c == nullptr || c->view.end(to).life != Life::active) return;
  End& end = c->view.end(to);
  Agent* a = agent(end.node);
  if (a->suspended())
    return a->when_running([this, r, to, late = std::move(bytes)]() mutable { deliver(r, to, late); });
  if (!end.open) open_channel(r, to);  // data says that the set-up is done
  if (end.heard != base::never) end.heard = std::max(end.heard, scheduler().now());
  report(*c, to, "deliver", {{"bytes", static_cast<std::int64_t>(bytes.size())}});
  a->raise({"received", end.node, c->view.end(other(to)).node},
           [id = c->view.id, data = std::move(bytes)](Delegate& d) { d.received(id, data); });
}

// --- statistics

// Media is not simulated packet by packet: what of it arrived since the last look is drawn now, from the loss
// that the path has now.
Stats Peering::stats(ConnectionId id, Node node) {
  Connection* c = find(id);
  if (c == nullptr) return {};
  const Side s = c->view.side_of(node);
  End& end = c->view.end(s);
  const End& peer = c->view.end(other(s));
  if (settings_.media_rate > 0 && end.open) {
    const base::Duration packet = base::Duration{1s} / settings_.media_rate;
    const base::Ratio loss =
        peer.selected ? uplinks_.loss(peer.node, end.node, *peer.selected) : base::certain;
    base::Rng dice = net::stream(
        streams_, net::StreamName{} << "ice/media/" << id.number << "/" << node << "/" << end.samples++);
    for (; end.counted.until + packet <= scheduler().now(); end.counted.until += packet) {
      if (loss == base::certain) continue;  // what never comes is not known to be lost
      ++(dice.chance(loss) ? end.counted.lost : end.counted.received);
    }
  }
  return {end.counted.lost, end.counted.received, end.rtt};
}

}  // namespace nearsim::ice
