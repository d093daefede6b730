// How an end of a link ends: by its own will, by the other's goodbye, or by noticing the silence.
//
// Heartbeats are not simulated as packets.  An end hears its peer as long as the way towards it carries and
// the peer is there to send; from the moment that stops, a timer for the verdict runs, and it is stopped if
// that comes back.
#include <utility>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "models/mpc/links.hpp"

namespace nearsim::mpc {
namespace {

net::Errno number(Reclaimed how) {
  switch (how) {
    case Reclaimed::not_connected: return net::Errno::not_connected;
    case Reclaimed::aborted: return net::Errno::aborted;
    case Reclaimed::broken_pipe: break;
  }
  return net::Errno::broken_pipe;
}

}  // namespace

// --- leaving and being left

void Links::leave(Link& l, Side s, net::Errno why, base::Duration callback_delay) {
  const bool told = half(l, other(s)).in.finish(goodbye_tag, air_.settings().goodbye_latency);
  static_cast<void>(told);  // a lost goodbye is silence from now on, which end_of() sees to
  end_of(l, s, why, callback_delay, "left");
}

void Links::end_of(Link& l, Side s, net::Errno why, base::Duration callback_delay, std::string_view how) {
  const LinkEnd e = end(l, s);
  const LinkEnd there = end(l, other(s));
  gone(l, s, how);
  // The session speaks of peers, not of links: no word while another link of it still serves or is being set
  // up.
  if (!serves(e, there))
    air_.framework(e.node)->raise(e.session, *there.self, there.node, State::not_connected, why,
                                  callback_delay);
}

void Links::gone(Link& l, Side s, std::string_view how) {
  LinkEnd& e = end(l, s);
  if (e.state == EndState::gone) return;
  Half& h = half(l, s);
  disarm(h);
  air_.network().unwatch(h);
  h.in.drop();
  half(l, other(s)).in.abandon();
  const bool counted = e.state != EndState::pending;
  if (e.state == EndState::connecting) attempt_stops(e.node, end(l, other(s)).node);
  e.state = EndState::gone;
  if (counted && !serves(e, end(l, other(s)))) count_peer(e, -1);
  const net::Node there = end(l, other(s)).node;
  air_.report(
      e.node, "link_ended", there,
      {{"link", std::int64_t{l.view.id.number}}, {"session", std::int64_t{e.session.number}}, {"why", how}});
  listen(l, other(s));
  changed(l);
  release_if_over(l);
}

void Links::close_both(net::Node a, SessionId of_a, net::Node b, SessionId of_b, net::Errno why) {
  for (std::uint32_t i = first(a, b); i != absent;) {
    Link& l = links_[i];
    i = l.next;
    if (!l.view.both_alive() || l.view.end(a).session != of_a || l.view.end(b).session != of_b) continue;
    const LinkId id = l.view.id;
    for (const Side s : {Side::inviter, Side::invitee}) {
      if (find(id) == nullptr) break;
      if (end(l, s).state == EndState::pending) gone(l, s, "crossing");
      else end_of(l, s, why, {}, "crossing");
    }
  }
}

// --- silence

bool Links::silent(const Link& l, Side s) const {
  const LinkEnd& there = s == Side::inviter ? l.view.invitee : l.view.inviter;
  if (there.state == EndState::gone) return true;
  const Framework* peer = air_.framework(there.node);
  if (peer == nullptr || !peer->alive() || peer->suspended()) return true;
  return !air_.network().up(l.halves[static_cast<int>(s)].in.way());
}

void Links::listen(Link& l, Side s) {
  Half& h = half(l, s);
  if (end(l, s).state != EndState::connected) return;  // connecting ends have their ICE timeout
  const bool quiet = silent(l, s);
  if (!quiet) return disarm(h);
  if (h.armed == Half::Armed::silence) return;
  const Settings& settings = air_.settings();
  const base::Duration wait =
      air_.random(end(l, s).node).between(settings.dead_peer_least, settings.dead_peer_most);
  arm_silence(l, s, wait, net::Errno::timeout);
}

void Links::arm_silence(Link& l, Side s, base::Duration wait, net::Errno why) {
  Half& h = half(l, s);
  disarm(h);
  h.armed = Half::Armed::silence;
  h.silence = why;
  h.due = base::later(air_.scheduler().now(), wait);
  const Ref ref{h.link, l.view.id};
  h.timer = air_.scheduler().at(h.due, {"silence", end(l, s).node, end(l, other(s)).node}, [this, ref, s] {
    Link* over = find(ref);
    if (over == nullptr) return;
    air_.framework(end(*over, s).node)->when_running([this, ref, s] { silence_over(ref, s); });
  });
}

void Links::silence_over(Ref ref, Side s) {
  Link* l = find(ref);
  if (l == nullptr || half(*l, s).armed != Half::Armed::silence) return;
  end_of(*l, s, half(*l, s).silence, {}, "silence");
}

void Links::disarm(Half& h) {
  if (h.armed != Half::Armed::nothing) air_.scheduler().cancel(h.timer);
  h.armed = Half::Armed::nothing;
}

void Links::Half::path_changed(net::Path) { links->listen(links->links_[link], side); }

// --- the process at one end

void Links::process_died(net::Node node, Exit how) {
  std::erase_if(stopping_, [node](const auto& entry) { return entry.first.first == node; });
  for (Link& l : links_) {
    if (!l.in_use || (l.view.inviter.node != node && l.view.invitee.node != node)) continue;
    const Side dead = l.view.inviter.node == node ? Side::inviter : Side::invitee;
    if (end(l, dead).state == EndState::gone) continue;
    const LinkId id = l.view.id;
    gone(l, dead, "killed");
    if (how == Exit::crash && find(id) != nullptr) refuse_packets(l, dead);
  }
}

void Links::sockets_broke(net::Node node, net::Errno why) {
  for (Link& l : links_) {
    if (!l.in_use || (l.view.inviter.node != node && l.view.invitee.node != node)) continue;
    const Side here = l.view.inviter.node == node ? Side::inviter : Side::invitee;
    if (end(l, here).state == EndState::connected) end_of(l, here, why, {}, "socket");
  }
}

// The host is there and its port is closed: the survivor's next heartbeat, which we do not know, is answered
// with 61.
void Links::refuse_packets(Link& l, Side dead) {
  const Side survivor = other(dead);
  const net::Node here = end(l, survivor).node;
  const net::Node there = end(l, dead).node;
  const net::Network& network = air_.network();
  if (air_.settings().after_kill != AfterKill::refused || end(l, survivor).state != EndState::connected)
    return;
  if (!network.up(here, there) || !network.up(there, here)) return;
  half(l, dead).refuses = true;
  const base::Duration beat = air_.random(here).between(base::Duration{0}, air_.settings().heartbeat);
  arm_silence(l, survivor, beat + network.one_way(here, there) + network.one_way(there, here),
              net::Errno::refused);
}

void Links::packet_into_void(Link& l, Side dead) {
  const Side sender = other(dead);
  const net::Node here = end(l, sender).node;
  const net::Node there = end(l, dead).node;
  const net::Network& network = air_.network();
  if (!half(l, dead).refuses || !network.up(here, there) || !network.up(there, here)) return;
  const base::Duration round_trip = network.one_way(here, there) + network.one_way(there, here);
  if (base::later(air_.scheduler().now(), round_trip) < half(l, sender).due)
    arm_silence(l, sender, round_trip, net::Errno::refused);
}

void Links::process_suspended(net::Node node) {
  for (Link& l : links_) {
    if (!l.in_use) continue;
    if (l.view.inviter.node == node) listen(l, Side::invitee);
    if (l.view.invitee.node == node) listen(l, Side::inviter);
  }
}

void Links::process_resumed(net::Node node) {
  for (Link& l : links_) {
    if (!l.in_use || (l.view.inviter.node != node && l.view.invitee.node != node)) continue;
    const Side s = l.view.inviter.node == node ? Side::inviter : Side::invitee;
    const bool reclaimed = air_.settings().suspension == Suspension::sockets_reclaimed;
    if (reclaimed && end(l, s).state == EndState::connected)
      end_of(l, s, number(air_.settings().reclaimed), {}, "reclaimed");
    else listen(l, other(s));
  }
}

}  // namespace nearsim::mpc
