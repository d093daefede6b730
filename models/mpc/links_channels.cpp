// A channel for each pair of interfaces: after the acceptance all are checked in parallel, by the same three
// messages, each over its own lane of the network.  The first that is ready connects its end; what is not
// ready when ICE's time is over is given up "for participant", which ends nothing while another is connected.
//
//     wifi   (1) ->  x                                      given up after 10-11 s
//     awdl   (1) ->  <- (2)  -> (3)   ready, connected
//
// Data take the path below as ever, but not a lane that is there and whose channel is not ready.
#include <utility>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "models/mpc/links.hpp"

namespace nearsim::mpc {
namespace {

constexpr base::Bytes check_size{100};  // ours: a STUN binding request with its attributes

}  // namespace

bool Links::has_channels() const {
  return air_.settings().channels == Channels::each_interface && air_.network().lanes() > 1;
}

void Links::open_channels(Ref ref) {
  Link& l = *find(ref);
  l.channels.resize(air_.network().lanes());
  const base::Instant limit = base::later(air_.scheduler().now(), air_.settings().ice_timeout);
  const net::WayId way = air_.network().use(l.view.inviter.node, l.view.invitee.node);
  for (std::size_t lane = 0; lane < l.channels.size(); ++lane) {
    l.channels[lane].opened = air_.network().present(way, lane);
    if (l.channels[lane].opened) probe(ref, Side::inviter, lane, 1, 0, limit);
  }
  const base::Duration period = air_.settings().ice_period;
  for (const Side s : {Side::inviter, Side::invitee}) {
    const net::Node here = end(l, s).node;
    const base::Duration late = air_.random(here).between(base::Duration{0}, period);
    air_.scheduler().post(base::later(limit, late), {"channels given up", here, end(l, other(s)).node},
                          [this, ref, s] { give_up_channels(ref, s); });
  }
}

// Sent until it gets through, or its time is over; whether a lane is there is not known, so it is tried.
void Links::probe(Ref ref, Side from, std::size_t lane, int step, int tries, base::Instant limit) {
  Link* l = find(ref);
  const base::Instant now = air_.scheduler().now();
  if (l == nullptr || now >= limit || end(*l, from).state == EndState::gone) return;
  const net::Node a = end(*l, from).node;
  const net::Node b = end(*l, other(from)).node;
  base::Instant again = base::later(now, net::interval(air_.settings().check_retry, tries));
  const base::Duration stopping = still_stopping(a, b);
  if (stopping > base::Duration{0}) {
    again = base::later(now, stopping);
  } else if (!air_.blocked(a, b, lane)) {
    net::Network& network = air_.network();
    const net::Transit transit = network.transmit(network.use(a, b), check_size, lane);
    if (transit.fate == net::Transit::Fate::arrives) {
      air_.scheduler().post(
          now + transit.delay, {"channel check", b, a}, [this, ref, from, lane, step, limit] {
            const Link* arrived = find(ref);
            if (arrived == nullptr) return;
            const net::Node there =
                (from == Side::inviter ? arrived->view.invitee : arrived->view.inviter).node;
            air_.framework(there)->when_running(
                [this, ref, from, lane, step, limit] { probe_arrived(ref, other(from), lane, step, limit); });
          });
      return;
    }
  }
  air_.scheduler().post(again, {"channel check", a, b}, [this, ref, from, lane, step, tries, limit] {
    probe(ref, from, lane, step, tries + 1, limit);
  });
}

void Links::probe_arrived(Ref ref, Side at, std::size_t lane, int step, base::Instant limit) {
  Link* l = find(ref);
  if (l == nullptr || end(*l, at).state == EndState::gone || end(*l, at).state == EndState::pending) return;
  if (step < 3) probe(ref, at, lane, step + 1, 0, limit);
  if (step == 1) return;
  const net::Node here = end(*l, at).node;
  air_.scheduler().post(
      base::later(air_.scheduler().now(), air_.settings().connect_time),
      {"channel ready", here, end(*l, other(at)).node}, [this, ref, at, lane, here] {
        air_.framework(here)->when_running([this, ref, at, lane] { channel_ready(ref, at, lane); });
      });
}

void Links::channel_ready(Ref ref, Side s, std::size_t lane) {
  Link* l = find(ref);
  if (l == nullptr || end(*l, s).state == EndState::gone) return;
  l->channels[lane].ready[static_cast<int>(s)] = true;
  const LinkEnd& e = end(*l, s);
  const LinkEnd& there = end(*l, other(s));
  air_.report(e.node, "channel_ready", there.node,
              {{"link", std::int64_t{l->view.id.number}}, {"over", air_.network().lane_name(lane)}});
  const net::Node a = e.node, b = there.node;
  ready(ref, s);
  bar_lanes(a, b);
}

void Links::give_up_channels(Ref ref, Side s) {
  const Link* l = find(ref);
  if (l == nullptr) return;
  const LinkEnd& e = s == Side::inviter ? l->view.inviter : l->view.invitee;
  const net::Node there = (s == Side::inviter ? l->view.invitee : l->view.inviter).node;
  if (e.state == EndState::gone) return;
  for (std::size_t lane = 0; lane < l->channels.size(); ++lane)
    if (l->channels[lane].opened && !l->channels[lane].ready[static_cast<int>(s)])
      air_.report(e.node, "channel_given_up", there,
                  {{"link", std::int64_t{l->view.id.number}}, {"over", air_.network().lane_name(lane)}});
}

// A lane that is there, and over which no link of the pair has a channel although one of them has another.
void Links::bar_lanes(net::Node a, net::Node b) {
  std::uint32_t ready = 0, there = 0;
  net::Network& network = air_.network();
  for (std::uint32_t i = first(a, b); i != absent; i = links_[i].next)
    for (std::size_t lane = 0; lane < links_[i].channels.size(); ++lane) {
      const Channel& c = links_[i].channels[lane];
      if (c.ready[0] || c.ready[1]) ready |= 1u << lane;
      if (network.up(network.use(a, b), lane) && network.up(network.use(b, a), lane)) there |= 1u << lane;
    }
  network.bar(a, b, ready == 0 ? 0 : there & ~ready);
}

}  // namespace nearsim::mpc
