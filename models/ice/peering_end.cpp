// How an end of a connection ends, and what its process does to it.
#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"

namespace nearsim::ice {
namespace {

constexpr base::Bytes abort_size{100};  // ours: an SCTP ABORT in its DTLS record

}  // namespace

// One packet says so if anything does: it is not sent again.
void Peering::close(ConnectionId id, Node node) {
  Connection* c = find(id);
  if (c == nullptr) return;
  const Side s = c->view.side_of(node);
  const End& end = c->view.end(s);
  const Node peer = c->view.end(other(s)).node;
  if (end.node != node || end.life == Life::gone || end.life == Life::unaware) return;
  report(*c, s, "closed");
  if (settings_.closing == Closing::told && end.open && end.selected) {
    const net::Transit transit = uplinks_.cross(node, peer, *end.selected, abort_size);
    if (transit.fate == net::Transit::Fate::arrives)
      scheduler().post(scheduler().now() + transit.delay, {"abort", peer, node}, [this, r = ref(*c), s] {
        Connection* told = find(r);
        Agent* a = told != nullptr ? agent(told->view.end(other(s)).node) : nullptr;
        if (a != nullptr)
          a->when_running([this, r, s] {
            if (Connection* late = find(r)) end_of(*late, other(s), Cause::closed_by_peer);
          });
      });
  }
  gone(*c, s);
}

void Peering::end_of(Connection& c, Side s, Cause cause) {
  const End& end = c.view.end(s);
  if (end.life == Life::gone || end.life == Life::unaware) return;
  const Node node = end.node, peer = c.view.end(other(s)).node;
  const ConnectionId id = c.view.id;
  report(c, s, "ended", {{"why", name(cause)}});
  gone(c, s);
  agent(node)->raise({"connection ended", node, peer}, [id, cause](Delegate& d) { d.ended(id, cause); });
}

void Peering::gone(Connection& c, Side s) {
  End& end = c.view.end(s);
  end.life = Life::gone;
  end.state = State::closed;
  end.open = false;
  end.selected.reset();
  end.out = {};
  changed(c);
  arm(c);
  release_if_over(c);
}

void Peering::process_died(Node node) {
  kept_[node].clear();
  each_of(node, [&](Connection& c, Side s) {
    const Life life = c.view.end(s).life;
    if (life == Life::active || life == Life::offered) gone(c, s);
  });
}

void Peering::process_goes_on(Node node) {
  each_of(node, [&](Connection& c, Side) { arm(c); });
}

}  // namespace nearsim::ice
