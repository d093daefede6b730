// Checks: which pairs work, whether the selected one still does, and what silence means.
//
// A check is a request and its response; both fates are decided when it is sent.  On a pair that works the
// result needs no event: it only moves the instants that silence is counted from.
#include <algorithm>

#include "models/ice/agent.hpp"
#include "models/ice/peering.hpp"

namespace nearsim::ice {
namespace {

constexpr base::Bytes check_size{100};  // ours: a STUN binding request with its attributes

}  // namespace

// --- one timer for both ends

base::Instant Peering::next_of(const End& end) const {
  if (end.life != Life::active || !runs(end.node)) return base::never;
  base::Instant next = base::never;
  for (const Check& check : end.checks)
    if (check.status == Check::Status::waiting) next = std::min(next, check.next);
  if (end.selected) next = base::earliest(next, end.next_keepalive, end.next_consent);
  const base::Duration patience = std::min(settings_.failed_after, settings_.consent_expires);
  switch (end.state) {
    case State::checking: return std::min(next, base::later(end.checking_since, settings_.failed_after));
    case State::connected:
      next = std::min(next, base::later(end.heard, settings_.disconnected_after));
      [[fallthrough]];
    case State::disconnected: return std::min(next, base::later(end.answered, patience));
    default: return next;
  }
}

void Peering::arm(Connection& c) {
  const base::Instant next = std::min(next_of(c.view.ends[0]), next_of(c.view.ends[1]));
  if (next == base::never) return scheduler().disarm(c.deadline);
  scheduler().arm(c.deadline, std::max(next, scheduler().now()));
}

void Peering::due(std::uint32_t index) {
  const Ref r = ref(connections_[index]);
  for (const Side s : {Side::caller, Side::callee})
    if (Connection* c = find(r); c != nullptr) act(*c, s);
  if (Connection* c = find(r); c != nullptr) arm(*c);
}

void Peering::act(Connection& c, Side s) {
  const End& end = c.view.end(s);
  if (next_of(end) > scheduler().now()) return;
  check_pairs(c, s);
  keep_alive(c, s);
  look_at_silence(c, s);
}

// --- asking

// The round trip of one check, or nothing if it gets no response.
std::optional<base::Duration> Peering::exchange(Connection& c, Side s, const Pair& pair) {
  using Fate = net::Transit::Fate;
  const End& end = c.view.end(s);
  End& peer = c.view.end(other(s));
  const net::Transit there = uplinks_.cross(end.node, peer.node, pair, check_size);
  if (there.fate != Fate::arrives || peer.life != Life::active || !runs(peer.node)) return std::nullopt;
  // Address translation lets nobody in, and a relay passes nobody on, whose address was never written to.
  if (peer.their_address != 0 && peer.their_address != pair.own) return std::nullopt;
  const base::Instant arrival = scheduler().now() + there.delay;
  if (peer.heard != base::never) peer.heard = std::max(peer.heard, arrival);
  const Pair reverse{pair.kind, pair.theirs, pair.own};
  const net::Transit back = uplinks_.cross(peer.node, end.node, reverse, check_size);
  if (back.fate != Fate::arrives) return std::nullopt;
  return there.delay + back.delay;
}

void Peering::check_pairs(Connection& c, Side s) {
  End& end = c.view.end(s);
  for (const Kind kind : all_kinds) {
    Check& check = end.check(kind);
    if (check.status != Check::Status::waiting || check.next > scheduler().now()) continue;
    if (const auto trip = exchange(c, s, end.pair(kind)))
      scheduler().post(scheduler().now() + *trip, {"check answered", end.node, c.view.end(other(s)).node},
                       [this, r = ref(c), s, generation = end.own, kind, trip = *trip] {
                         if (Connection* late = find(r)) late->view.end(s).rtt = trip;
                         answered(r, s, generation, kind);
                       });
    check.next = base::later(scheduler().now(), net::interval(settings_.check_retry, check.tried++));
  }
}

void Peering::answered(Ref r, Side s, std::uint32_t generation, Kind kind) {
  Connection* c = find(r);
  if (c == nullptr) return;
  End& end = c->view.end(s);
  if (end.own != generation || end.life != Life::active || end.state == State::failed) return;
  end.check(kind).status = Check::Status::working;
  end.answered = scheduler().now();
  const bool renewed = end.selected && end.selected_of != end.own && end.state == State::connected;
  if (!end.selected || end.selected_of != end.own || kind < end.selected->kind) select(*c, s, end.pair(kind));
  if (renewed) say_state(*c, s);  // a restart came to its end while the old pair still worked
  refreshed(r, s);
}

void Peering::select(Connection& c, Side s, const Pair& pair) {
  End& end = c.view.end(s);
  const bool same = end.selected == pair, was_none = !end.selected;
  end.selected = pair;
  end.selected_of = end.own;
  const base::Instant now = scheduler().now();
  if (settings_.keepalive > base::Duration{0}) end.next_keepalive = base::later(now, settings_.keepalive);
  if (end.next_consent == base::never) end.next_consent = base::later(now, consent_period(end.node));
  if (!same) report(c, s, "selected", {{"pair", name(pair.kind)}});
  if (was_none) changed(c);
}

void Peering::refreshed(Ref r, Side s) {
  Connection* c = find(r);
  if (c == nullptr) return;
  End& end = c->view.end(s);
  if (end.life != Life::active || !end.selected) return;
  const base::Instant now = scheduler().now();
  end.answered = end.heard = now;
  set_state(*c, s, State::connected);
  set_up(*c);
  arm(*c);
}

// --- the selected pair

base::Duration Peering::consent_period(Node node) {
  if (settings_.consent == base::Duration{0}) return base::forever;
  return random(node).between(settings_.consent * 4 / 5, settings_.consent * 6 / 5);
}

void Peering::keep_alive(Connection& c, Side s) {
  End& end = c.view.end(s);
  const base::Instant now = scheduler().now();
  if (!end.selected || std::min(end.next_keepalive, end.next_consent) > now) return;
  const auto trip = exchange(c, s, *end.selected);
  if (end.next_consent <= now) end.next_consent = base::later(now, consent_period(end.node));
  if (settings_.keepalive > base::Duration{0})
    end.next_keepalive = base::later(now, trip ? settings_.keepalive : settings_.weak_keepalive);
  if (!trip) {
    if (now - end.answered >= settings_.receiving_timeout) try_others(c, s);
    return;
  }
  end.rtt = *trip;
  if (end.state == State::connected) {
    end.answered = end.heard = now + *trip;
    return;
  }
  scheduler().post(now + *trip, {"check answered", end.node, c.view.end(other(s)).node},
                   [this, r = ref(c), s] { refreshed(r, s); });
}

// Another pair that worked takes over from one that is silent.
void Peering::try_others(Connection& c, Side s) {
  const End& end = c.view.end(s);
  for (const Kind kind : all_kinds) {
    if (kind == end.selected->kind || end.check(kind).status != Check::Status::working) continue;
    if (const auto trip = exchange(c, s, end.pair(kind))) {
      scheduler().post(scheduler().now() + *trip, {"check answered", end.node, c.view.end(other(s)).node},
                       [this, r = ref(c), s, kind] { fall_back(r, s, kind); });
      return;
    }
  }
}

void Peering::fall_back(Ref r, Side s, Kind kind) {
  Connection* c = find(r);
  if (c == nullptr || !c->view.end(s).selected || c->view.end(s).life != Life::active) return;
  End& end = c->view.end(s);
  Check& left = end.check(end.selected->kind);  // it is asked again, and taken when it answers
  left = {Check::Status::waiting, scheduler().now() + settings_.keepalive, 0};
  select(*c, s, end.pair(kind));
  refreshed(r, s);
}

// --- silence

void Peering::look_at_silence(Connection& c, Side s) {
  End& end = c.view.end(s);
  const base::Instant now = scheduler().now();
  if (end.life != Life::active) return;
  if (end.state == State::checking) {
    if (base::later(end.checking_since, settings_.failed_after) <= now) set_state(c, s, State::failed);
    return;
  }
  if (end.state != State::connected && end.state != State::disconnected) return;
  const bool expired = base::later(end.answered, settings_.consent_expires) <= now;
  if (expired) report(c, s, "consent_expired");
  if (expired || base::later(end.answered, settings_.failed_after) <= now)
    return set_state(c, s, State::failed);
  if (end.state == State::connected && base::later(end.heard, settings_.disconnected_after) <= now)
    set_state(c, s, State::disconnected);
}

void Peering::set_state(Connection& c, Side s, State now) {
  End& end = c.view.end(s);
  if (end.state == now) return;
  end.state = now;
  if (now == State::failed) {  // nothing but a restart helps
    end.selected.reset();
    end.checks = {};
    end.next_keepalive = end.next_consent = base::never;
    changed(c);
  }
  say_state(c, s);
}

void Peering::say_state(Connection& c, Side s) {
  const End& end = c.view.end(s);
  report(c, s, "state", {{"now", name(end.state)}});
  agent(end.node)->raise({"state", end.node, c.view.end(other(s)).node},
                         [id = c.view.id, now = end.state](Delegate& d) { d.state_changed(id, now); });
}

}  // namespace nearsim::ice
