// Setting a link up, after the acceptance.  Three messages make both ends ready, each end when its own
// question was answered, or as many more as the handshake of DTLS has flights; whatever stops them leaves the
// ends to their ICE timeouts.
//
//     invitee   accept .............. (1) check <-+           +-> (3) ready
//     inviter             acceptance -+           +-> (2) ready -+
#include <utility>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "models/mpc/links.hpp"

namespace nearsim::mpc {
namespace {

constexpr int ice_checks = 3;  // then the flights of DTLS, if there are any, to and fro likewise

}  // namespace

LinkId Links::accept(const Party& inviter, const Party& invitee, Outcome outcome) {
  Link& l = add(inviter, invitee, outcome);
  const LinkId id = l.view.id;
  if (outcome == Outcome::nobody_there) l.view.inviter.state = EndState::gone;
  set_up(l, Side::invitee);
  return id;
}

void Links::set_up(Link& l, Side s) {
  LinkEnd& e = end(l, s);
  const LinkEnd& there = end(l, other(s));
  const bool already = serves(e, there);
  e.state = EndState::connecting;
  if (!already) count_peer(e, 1);
  air_.report(e.node, "connecting", there.node,
              {{"link", std::int64_t{l.view.id.number}}, {"session", std::int64_t{e.session.number}}});
  if (!already)
    air_.framework(e.node)->raise(e.session, *there.self, there.node, State::connecting, net::Errno::none);
  Half& h = half(l, s);
  h.armed = Half::Armed::ice;
  const Ref ref{h.link, l.view.id};
  h.timer = air_.scheduler().at(base::later(air_.scheduler().now(), air_.settings().ice_timeout),
                                {"ICE timeout", e.node, there.node}, [this, ref, s] { ice_timeout(ref, s); });
  changed(l);
}

bool Links::acceptance_arrived(LinkId id) {
  Link* l = find(id);
  if (l == nullptr || l->view.inviter.state != EndState::pending) return false;
  set_up(*l, Side::inviter);
  const Ref ref{half(*l, Side::inviter).link, id};
  if (has_channels()) open_channels(ref);
  else check(ref, Side::inviter, 1);
  return true;
}

void Links::inviter_gave_up(LinkId id) {
  Link* l = find(id);
  if (l == nullptr || l->view.inviter.state != EndState::pending) return;
  gone(*l, Side::inviter, "gave_up");
}

void Links::check(Ref ref, Side from, int step) {
  Link* l = find(ref);
  if (l == nullptr) return;
  const net::Node a = end(*l, from).node;
  const net::Node b = end(*l, other(from)).node;
  if (air_.blocked(a, b)) return;
  if (const base::Duration wait = still_stopping(a, b); wait > base::Duration{0}) {
    air_.scheduler().post(air_.scheduler().now() + wait, {"ICE stopped", a, b},
                          [this, ref, from, step] { check(ref, from, step); });
    return;
  }
  const base::Instant limit = base::later(air_.scheduler().now(), air_.settings().ice_timeout);
  const bool checks = step <= ice_checks;
  const net::Retry& retry = checks ? air_.settings().check_retry : air_.settings().dtls_retry;
  const kernel::Label label{checks ? "ICE check" : "DTLS flight", b, a};
  air_.courier_.send(a, b, retry, limit, label, [this, ref, from, step] {
    Link* arrived = find(ref);
    if (arrived == nullptr) return;
    // A frozen process answers when it runs again.
    air_.framework(end(*arrived, other(from)).node)->when_running([this, ref, from, step] {
      check_arrived(ref, other(from), step);
    });
  });
}

void Links::check_arrived(Ref ref, Side at, int step) {
  Link* l = find(ref);
  if (l == nullptr || end(*l, at).state != EndState::connecting) return;
  const int last = ice_checks + air_.settings().dtls_flights;
  if (step < last) check(ref, at, step + 1);
  if (step < last - 1) return;
  const base::Duration more = air_.settings().connect_time;
  if (more == base::Duration{0}) return ready(ref, at);
  air_.scheduler().post(
      base::later(air_.scheduler().now(), more), {"channel ready", end(*l, at).node, end(*l, other(at)).node},
      [this, ref, at] {
        Link* later = find(ref);
        if (later == nullptr) return;
        air_.framework(end(*later, at).node)->when_running([this, ref, at] { ready(ref, at); });
      });
}

void Links::ready(Ref ref, Side s) {
  Link* l = find(ref);
  if (l == nullptr || end(*l, s).state != EndState::connecting) return;
  if (l->outcome == Outcome::encryption_mismatch) return end_of(*l, s, net::Errno::none, {}, "encryption");
  if (l->outcome == Outcome::certificate_refused) return end_of(*l, s, net::Errno::none, {}, "certificate");
  if (l->outcome == Outcome::certificate_unanswered) return;  // ICE's timeout is still armed
  LinkEnd& e = end(*l, s);
  const LinkEnd& there = end(*l, other(s));
  const bool again = alive(e.node, e.session, *there.self, there.node, EndState::connected);
  disarm(half(*l, s));
  e.state = EndState::connected;
  air_.report(e.node, "connected", there.node,
              {{"link", std::int64_t{l->view.id.number}}, {"session", std::int64_t{e.session.number}}});
  if (!again || air_.settings().second_connected == SecondConnected::reported)
    air_.framework(e.node)->raise(e.session, *there.self, there.node, State::connected, net::Errno::none);
  Half& h = half(*l, s);
  air_.network().watch(h.in.way(), h);
  listen(*l, s);
  changed(*l);
  if (l->outcome == Outcome::dropped_when_connected && s == Side::invitee)
    return leave(*l, s, net::Errno::none, {});
  h.in.open_gate();  // last: what waits behind it may be a goodbye
}

base::Duration Links::still_stopping(net::Node node, net::Node peer) const {
  const auto it = stopping_.find({node, peer});
  return it == stopping_.end() ? base::Duration{0} : it->second - air_.network().scheduler().now();
}

void Links::attempt_stops(net::Node node, net::Node peer) {
  const base::Duration most = air_.settings().ice_stopping;
  if (most == base::Duration{0} || !air_.framework(node)->alive()) return;
  stopping_[{node, peer}] = air_.scheduler().now() + air_.random(node).between(base::Duration{0}, most);
}

// Looked at once a period, so the verdict comes up to a period late; drawn only if it comes.
void Links::ice_timeout(Ref ref, Side s) {
  Link* l = find(ref);
  if (l == nullptr || half(*l, s).armed != Half::Armed::ice) return;
  const base::Duration period = air_.settings().ice_period;
  const base::Duration late =
      period > base::Duration{0} ? air_.random(end(*l, s).node).between(base::Duration{0}, period) : period;
  half(*l, s).timer =
      air_.scheduler().at(air_.scheduler().now() + late,
                          {"ICE timeout", end(*l, s).node, end(*l, other(s)).node}, [this, ref, s] {
                            Link* failed = find(ref);
                            if (failed == nullptr) return;
                            air_.framework(end(*failed, s).node)->when_running([this, ref, s] {
                              Link* over = find(ref);
                              if (over != nullptr && end(*over, s).state == EndState::connecting)
                                end_of(*over, s, net::Errno::timeout, {}, "ice");
                            });
                          });
}

}  // namespace nearsim::mpc
