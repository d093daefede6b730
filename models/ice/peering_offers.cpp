// Offers and answers over the signalling server: what each end says of itself, and what it knows of the
// other.
//
//     caller   have_local_offer ------------------ stable
//     callee          have_remote_offer -- stable
//
// A restart is another offer, with new credentials and the candidates of today's addresses; the pair that was
// selected goes on until one of the new ones works.
#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"

namespace nearsim::ice {
namespace {

constexpr std::size_t most_kept = 30;  // VDO.Ninja replays its last 30 messages

}  // namespace

ConnectionId Peering::call(Node caller, Identity as, Node callee, Identity called) {
  Connection& c = add(caller, as, callee, called);
  const Ref r = ref(c);
  gather(c, Side::caller);
  send_offer(c, Side::caller);
  changed(c);
  return r.id;
}

void Peering::accept(ConnectionId id, Node callee) {
  Connection* c = find(id);
  if (c == nullptr || c->view.side_of(callee) != Side::callee) return;
  End& end = c->view.end(Side::callee);
  if (end.life != Life::offered) return;
  end.life = Life::active;
  gather(*c, Side::callee);
  send_answer(*c, Side::callee);
  begin_checking(*c, Side::callee);
  changed(*c);
}

void Peering::refuse(ConnectionId id, Node callee) {
  Connection* c = find(id);
  if (c == nullptr || c->view.end(Side::callee).node != callee) return;
  if (c->view.end(Side::callee).life != Life::offered) return;
  signal(*c, Side::callee, {.kind = Frame::Kind::bye});
  gone(*c, Side::callee);
}

void Peering::restart(ConnectionId id, Node node) {
  Connection* c = find(id);
  if (c == nullptr) return;
  const Side s = c->view.side_of(node);
  End& end = c->view.end(s);
  if (end.life != Life::active) return;
  if (settings_.restart_needs_stable && end.negotiation != Negotiation::stable)
    return report(*c, s, "wrong_state", {{"what", "restart"}, {"state", name(end.negotiation)}});
  end.restart_flag = false;
  gather(*c, s);
  send_offer(*c, s);
}

void Peering::flag_restart(ConnectionId id, Node node) {
  Connection* c = find(id);
  if (c == nullptr || c->view.of(node).life != Life::active) return;
  c->view.end(c->view.side_of(node)).restart_flag = true;
  report(*c, c->view.side_of(node), "flagged");
}

// --- what is sent

void Peering::send_offer(Connection& c, Side s) {
  End& end = c.view.end(s);
  end.offer = end.own;
  end.negotiation = Negotiation::have_local_offer;
  report(c, s, "offer", {{"restart", end.own > 1}});
  signal(c, s, {.kind = Frame::Kind::offer});
}

void Peering::send_answer(Connection& c, Side s) {
  End& end = c.view.end(s);
  end.negotiation = Negotiation::stable;
  report(c, s, "answer");
  signal(c, s, {.kind = Frame::Kind::answer, .answers = end.theirs});
}

void Peering::signal(Connection& c, Side s, Frame frame) {
  const End& end = c.view.end(s);
  frame.connection = c.view.id.number;
  frame.generation = end.own;
  frame.candidates = end.candidates.bits();
  frame.address = end.address;
  frame.from = end.as;
  frame.to = c.view.end(other(s)).as;
  if (signalling_.is_open(end.node)) return signalling_.send(end.node, frame);
  report(c, s, "unsent", {{"what", name(frame.kind)}});
  if (settings_.unsent == Unsent::dropped) return;
  std::vector<Frame>& kept = kept_[end.node];
  if (kept.size() == most_kept) kept.erase(kept.begin());
  kept.push_back(frame);
}

void Peering::send_kept(Node node) {
  for (const Frame& frame : kept_[node]) signalling_.send(node, frame);
  kept_[node].clear();
}

// --- what arrives

void Peering::arrived(Node at, const Frame& frame) {
  Connection* c = find(ConnectionId{frame.connection});
  if (c == nullptr) return;
  const Side s = c->view.side_of(at);
  if (c->view.end(s).node != at || c->view.end(s).life == Life::gone) return;
  switch (frame.kind) {
    case Frame::Kind::offer: offer_arrived(*c, s, frame); break;
    case Frame::Kind::answer: answer_arrived(*c, s, frame); break;
    case Frame::Kind::candidates: candidates_arrived(*c, s, frame); break;
    case Frame::Kind::bye: end_of(*c, s, c->view.end(s).open ? Cause::closed_by_peer : Cause::refused); break;
    case Frame::Kind::absent:
      if (c->view.end(s).theirs == 0) end_of(*c, s, Cause::unreachable);
      break;
    default: break;
  }
}

void Peering::offer_arrived(Connection& c, Side s, const Frame& frame) {
  End& end = c.view.end(s);
  const End& peer = c.view.end(other(s));
  if (frame.generation <= end.theirs) return;  // overtaken by a later one
  report(c, s, "offered", {{"restart", frame.generation > 1}});
  if (end.life != Life::active) {
    learn(c, s, frame);
    end.negotiation = Negotiation::have_remote_offer;
    if (end.life == Life::offered) return;
    end.life = Life::offered;
    if (refusals_.find(net::PairMap::key(peer.node, end.node)) != absent) return refuse(c.view.id, end.node);
    return agent(end.node)->raise({"offered", end.node, peer.node},
                                  [id = c.view.id, from = peer.as](Delegate& d) { d.offered(id, from); });
  }
  if (end.negotiation == Negotiation::have_local_offer) {
    const bool yields = settings_.glare == Glare::polite && s == Side::callee;
    report(c, s, "glare", {{"outcome", yields ? "rolled_back" : "ignored"}});
    if (!yields) return;
    end.offer = 0;
  }
  learn(c, s, frame);
  gather(c, s);
  send_answer(c, s);
  begin_checking(c, s);
}

void Peering::answer_arrived(Connection& c, Side s, const Frame& frame) {
  End& end = c.view.end(s);
  if (end.negotiation != Negotiation::have_local_offer || frame.answers != end.offer)
    return report(c, s, "wrong_state", {{"what", "answer"}, {"state", name(end.negotiation)}});
  end.negotiation = Negotiation::stable;
  end.offer = 0;
  learn(c, s, frame);
  begin_checking(c, s);
}

// What comes before the description that it belongs to is lost: addIceCandidate throws.
void Peering::candidates_arrived(Connection& c, Side s, const Frame& frame) {
  End& end = c.view.end(s);
  if (frame.generation != end.theirs) return;
  learn(c, s, frame);
  form_pairs(c, s);
}

void Peering::learn(Connection& c, Side s, const Frame& frame) {
  End& end = c.view.end(s);
  const bool was_waiting = end.theirs == 0;
  end.theirs = frame.generation;
  end.their_candidates = Kinds::of(frame.candidates);
  end.their_address = frame.address;
  if (was_waiting) changed(c);  // one offer fewer without an answer
}

// --- candidates

// New credentials, and the candidates of the present address as they become known.
void Peering::gather(Connection& c, Side s) {
  End& end = c.view.end(s);
  ++end.own;
  end.candidates = {};
  end.address = uplinks_.address(end.node);
  if (uplinks_.gathers(end.node, Kind::host)) end.candidates.add(Kind::host);
  const base::Duration trip = 2 * network_.one_way(end.node, uplinks_.internet());
  const auto later = [&](Kind kind, base::Duration after) {
    if (!uplinks_.gathers(end.node, kind)) return;
    scheduler().post(base::later(scheduler().now(), after), {"candidate", end.node},
                     [this, r = ref(c), s, generation = end.own, kind] { gathered(r, s, generation, kind); });
  };
  later(Kind::srflx, trip);
  later(Kind::relay, 2 * trip + settings_.gathering);  // refused once for want of credentials
}

void Peering::gathered(Ref r, Side s, std::uint32_t generation, Kind kind) {
  Connection* c = find(r);
  if (c == nullptr) return;
  End& end = c->view.end(s);
  if (end.own != generation || end.life != Life::active) return;
  if (!uplinks_.gathers(end.node, kind) || !network_.up(end.node, uplinks_.internet()) ||
      end.address != uplinks_.address(end.node))
    return;  // nobody answered
  end.candidates.add(kind);
  signal(*c, s, {.kind = Frame::Kind::candidates});
  form_pairs(*c, s);
}

void Peering::form_pairs(Connection& c, Side s) {
  End& end = c.view.end(s);
  if (end.life != Life::active || end.theirs == 0 || end.negotiation == Negotiation::have_local_offer) return;
  for (const Kind kind : all_kinds) {
    const bool here = end.candidates.has(kind), there = end.their_candidates.has(kind);
    const bool exists = kind == Kind::relay ? here || there : here && there;
    Check& check = end.check(kind);
    if (!exists || check.status != Check::Status::none || end.state == State::failed) continue;
    check.status = Check::Status::waiting;
    check.next = std::max(scheduler().now(), end.last_check + settings_.pacing);
    end.last_check = check.next;
  }
  arm(c);
}

void Peering::begin_checking(Connection& c, Side s) {
  End& end = c.view.end(s);
  end.checks = {};
  end.last_check = scheduler().now() - settings_.pacing;
  end.checking_since = scheduler().now();
  if (end.state != State::connected) set_state(c, s, State::checking);
  form_pairs(c, s);
}

}  // namespace nearsim::ice
