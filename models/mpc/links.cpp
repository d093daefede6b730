// The table of links: finding, adding, carrying data, and what checkers ask.
#include "models/mpc/links.hpp"

#include <algorithm>
#include <utility>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "sim/base/check.hpp"

namespace nearsim::mpc {
namespace {

std::uint64_t pair_key(net::Node a, net::Node b) { return net::PairMap::key(std::min(a, b), std::max(a, b)); }

}  // namespace

// --- finding

std::uint32_t Links::first(net::Node a, net::Node b) const { return pairs_.find(pair_key(a, b)); }

void Links::prefetch(net::Node a, net::Node b, kernel::Approach how) const {
  if (how == kernel::Approach::near) pairs_.prefetch(pair_key(a, b));
  if (how != kernel::Approach::next) return;
  if (const std::uint32_t i = first(a, b); i != absent) base::prefetch_all(links_[i]);
}

Links::Link* Links::find(Ref ref) {
  Link& l = links_[ref.index];
  return l.in_use && l.view.id == ref.id ? &l : nullptr;
}

Links::Link* Links::find(LinkId id) {
  const std::uint32_t index = ids_.find(id.number);
  return index == absent ? nullptr : find(Ref{index, id});
}

Links::Link& Links::add(const Party& inviter, const Party& invitee, Outcome outcome) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(links_.size()));
    links_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Link& l = links_[index];
  l.view.id = {++last_number_};
  l.view.inviter = {inviter.node, inviter.session, inviter.self, EndState::pending};
  l.view.invitee = {invitee.node, invitee.session, invitee.self, EndState::pending};
  l.outcome = outcome;
  l.channels.clear();
  l.in_use = true;
  l.next = absent;
  std::uint32_t* place = &pairs_.at(pair_key(inviter.node, invitee.node));
  while (*place != absent) place = &links_[*place].next;  // at the end: by number
  *place = index;
  ids_.at(l.view.id.number) = index;
  for (const Side s : {Side::inviter, Side::invitee}) {
    Half& h = half(l, s);
    h.links = this;
    h.link = index;
    h.side = s;
    h.refuses = false;
    h.in.open(air_.network(), end(l, other(s)).node, end(l, s).node, air_.settings().data_retry, h,
              net::Gate::shut);
  }
  return l;
}

void Links::release_if_over(Link& l) {
  if (l.view.inviter.state != EndState::gone || l.view.invitee.state != EndState::gone) return;
  const std::uint32_t index = half(l, Side::inviter).link;
  std::uint32_t* place = &pairs_.at(pair_key(l.view.inviter.node, l.view.invitee.node));
  while (*place != index) place = &links_[*place].next;
  *place = l.next;
  ids_.at(l.view.id.number) = absent;
  for (const Side s : {Side::inviter, Side::invitee}) half(l, s).in.drop();
  l.in_use = false;
  free_.push_back(index);
  if (!l.channels.empty()) bar_lanes(l.view.inviter.node, l.view.invitee.node);
}

// --- use

LinkId Links::usable(net::Node node, SessionId session, const PeerId& peer, net::Node peer_node) const {
  for (std::uint32_t i = first(node, peer_node); i != absent; i = links_[i].next) {
    const LinkView& v = links_[i].view;
    const LinkEnd& here = v.end(node);
    if (here.session == session && here.state == EndState::connected && *v.end(peer_node).self == peer)
      return v.id;
  }
  return {};
}

bool Links::alive(net::Node node, SessionId session, const PeerId& peer, net::Node peer_node,
                  EndState state) const {
  for (std::uint32_t i = first(node, peer_node); i != absent; i = links_[i].next) {
    const LinkView& v = links_[i].view;
    const LinkEnd& here = v.end(node);
    if (here.session == session && here.state == state && *v.end(peer_node).self == peer) return true;
  }
  return false;
}

bool Links::serves(const LinkEnd& here, const LinkEnd& there) const {
  return alive(here.node, here.session, *there.self, there.node, EndState::connected) ||
         alive(here.node, here.session, *there.self, there.node, EndState::connecting);
}

void Links::count_peer(const LinkEnd& here, int change) {
  Session* s = air_.framework(here.node)->session(here.session);
  if (s != nullptr) s->peers += static_cast<std::uint32_t>(change);
}

void Links::disconnect(net::Node node, SessionId session, const PeerId& peer, net::Node peer_node) {
  for (std::uint32_t i = first(node, peer_node); i != absent;) {
    Link& l = links_[i];
    i = l.next;  // leaving may end the link
    const Side s = l.view.inviter.node == node ? Side::inviter : Side::invitee;
    const bool part = end(l, s).state == EndState::connecting || end(l, s).state == EndState::connected;
    if (end(l, s).session == session && *end(l, other(s)).self == peer && part)
      leave(l, s, net::Errno::none, air_.settings().disconnected_callback_delay);
  }
}

void Links::send(LinkId id, net::Node from, net::BytesView bytes, Mode mode) {
  Link* l = find(id);
  if (l == nullptr) return;
  const Side to = l->view.inviter.node == from ? Side::invitee : Side::inviter;
  net::Pipe& pipe = half(*l, to).in;
  // The other end may be gone and its pipe with it; a sender that does not know it sends into the void.
  if (!pipe.is_open()) return packet_into_void(*l, to);
  net::Buffer buffer = air_.buffer(bytes);
  if (mode == Mode::reliable) return pipe.send(data_tag, std::move(buffer));
  const net::Transit transit = air_.network().transmit(pipe.way(), {static_cast<std::int64_t>(bytes.size())});
  if (transit.fate != net::Transit::Fate::arrives) return;
  const Ref ref{half(*l, to).link, id};
  air_.scheduler().post(air_.scheduler().now() + transit.delay, {"datagram", end(*l, to).node, from},
                        [this, ref, to, data = std::move(buffer)]() mutable {
                          Link* link = find(ref);
                          if (link != nullptr && end(*link, to).state == EndState::connected)
                            deliver(*link, to, data);
                        });
}

void Links::deliver(Link& l, Side at, net::Buffer& bytes) {
  const LinkEnd& here = end(l, at);
  const LinkEnd& there = end(l, other(at));
  air_.report(
      here.node, "deliver", there.node,
      {{"bytes", static_cast<std::int64_t>(bytes.size())}, {"session", std::int64_t{here.session.number}}});
  air_.framework(here.node)->raise_received(here.session, *there.self, there.node, std::move(bytes));
}

void Links::Half::pipe_delivered(net::Pipe&, std::uint8_t tag, net::Buffer& bytes) {
  Link& l = links->links_[link];
  if (tag == goodbye_tag) links->end_of(l, side, net::Errno::none, {}, "goodbye");
  else links->deliver(l, side, bytes);
}

// --- the truth

bool Links::between(net::Node a, SessionId of_a, net::Node b, SessionId of_b) const {
  for (std::uint32_t i = first(a, b); i != absent; i = links_[i].next) {
    const LinkView& v = links_[i].view;
    if (v.both_alive() && v.end(a).session == of_a && v.end(b).session == of_b) return true;
  }
  return false;
}

bool Links::setting_up(net::Node a, SessionId of_a, net::Node b, SessionId of_b) const {
  for (std::uint32_t i = first(a, b); i != absent; i = links_[i].next) {
    const LinkView& v = links_[i].view;
    const bool ready = v.inviter.state == EndState::connected && v.invitee.state == EndState::connected;
    if (v.both_alive() && !ready && v.end(a).session == of_a && v.end(b).session == of_b) return true;
  }
  return false;
}

std::uint32_t Links::both_alive(net::Node a, net::Node b) const {
  std::uint32_t n = 0;
  visit(a, b, [&](const LinkView& v) { n += v.both_alive() ? 1u : 0u; });
  return n;
}

std::uint32_t Links::half_open(net::Node a, net::Node b) const {
  std::uint32_t n = 0;
  visit(a, b, [&](const LinkView& v) { n += v.half_open() ? 1u : 0u; });
  return n;
}

void Links::changed(const Link& l) {
  for (LinkWatcher* w : watchers_) w->link_changed(l.view.inviter.node, l.view.invitee.node, l.view.id);
}

}  // namespace nearsim::mpc
