#include "models/radio/awdl/neighbourhood.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::radio::awdl {

Neighbourhood::Neighbourhood(kernel::Scheduler& scheduler, const base::Streams& streams,
                             const Settings& settings, Surroundings& surroundings, Listener* listener)
    : scheduler_(scheduler),
      streams_(streams),
      settings_(settings),
      surroundings_(surroundings),
      listener_(listener) {}

Neighbourhood::State& Neighbourhood::state(Station node) {
  while (states_.size() <= node) {
    State& s = states_.emplace_back();
    s.random = streams_.stream("awdl/" + std::to_string(states_.size() - 1));
  }
  return states_[node];
}

// An event of this activation; void after the next one.
template <class F>
void Neighbourhood::post(Station node, base::Instant when, const char* what, F f) {
  scheduler_.post(when, {what, node}, [this, node, f, generation = states_[node].generation] {
    if (states_[node].on && states_[node].generation == generation) f();
  });
}

// --- on and off

void Neighbourhood::activate(Station node) {
  State& s = state(node);
  if (s.on) return;
  const base::Instant now = scheduler_.now();
  ++s.generation;
  s.on = true;
  s.listening = true;
  s.presence.origin = now - s.random.between(base::Duration{0}, cycle - base::Duration{1});
  s.own = {node, s.random.bits() >> 16, {node, settings_.first_metric, 0, {}}};  // a MAC of 48 bits, random
  s.claim = s.own.claim;
  s.parent.reset();
  s.takes_over = s.next_metric = base::never;
  s.reigns_since = now;
  s.scans_until = now + settings_.listen;
  s.next_scan = now + settings_.listen + settings_.scan_interval;
  s.peers.clear();
  retune(s);
  tell(node, Change::on, node);
  post(node, now + settings_.listen, "awdl listened", [this, node] { stop_listening(node); });
  next_indication(node);
  next_sync(node);
  // Ticks of different nodes have nothing to do with one another.
  const base::Duration first = s.random.between(base::Duration{1}, settings_.election_tick);
  post(node, now + first, "awdl tick", [this, node] { tick(node); });
}

void Neighbourhood::deactivate(Station node) {
  State& s = state(node);
  if (!s.on) return;
  s.on = false;
  s.peers.clear();
  tell(node, Change::off, node);
}

void Neighbourhood::set_load(Station node, Load load) {
  State& s = state(node);
  s.load = load;
  retune(s);
}

void Neighbourhood::set_access_point(Station node, Channel channel) {
  State& s = state(node);
  s.access_point = channel;
  retune(s);
}

// While it looks for others, a node stays on the social channels; an access point keeps its quarter (BOOK).
void Neighbourhood::retune(State& s) {
  const Load looking = s.access_point == off ? Load::data_100 : Load::data_75;
  const Load load = scheduler_.now() < s.scans_until ? looking : s.load;
  s.presence.tuned =
      tuned(sequence(load, settings_.social, s.access_point, settings_.generation), s.access_point);
}

void Neighbourhood::stop_listening(Station node) {
  State& s = state(node);
  s.listening = false;
  retune(s);
  if (s.own.claim.metric == settings_.first_metric) draw_metric(s);
  tell(node, Change::chose_metric, node);
  hold_election(node);
}

void Neighbourhood::draw_metric(State& s) {
  const std::uint64_t range = settings_.most_metric - settings_.least_metric + 1;
  s.own.claim.metric = settings_.least_metric + static_cast<std::uint32_t>(s.random.below(range));
  if (settings_.metric_refresh > base::Duration{0})
    s.next_metric = scheduler_.now() + settings_.metric_refresh;
}

void Neighbourhood::scan(Station node) {
  State& s = states_[node];
  s.scans_until = scheduler_.now() + cycle;
  s.next_scan = scheduler_.now() + settings_.scan_interval;
  retune(s);
  post(node, s.scans_until, "awdl scanned", [this, node] { retune(states_[node]); });
}

void Neighbourhood::force_metric(Station node, std::uint32_t metric, std::uint32_t counter) {
  State& s = state(node);
  s.own.claim.metric = metric;
  s.next_metric = base::never;
  s.own.claim.counter = counter;
  if (!s.parent) s.claim = s.own.claim;
}

// --- sending

// In the middle of every slot that names a channel.
void Neighbourhood::next_indication(Station node) {
  const State& s = states_[node];
  base::Instant middle = scheduler_.now() - in_cycle(s.presence.origin, scheduler_.now()) % slot + slot / 2;
  if (middle <= scheduler_.now()) middle += slot;
  for (int i = 0; i < slots_in_cycle && s.presence.channel_at(middle) == off; ++i) middle += slot;
  // The sequence or the clock may change until then: look again, rather than plan far ahead.
  post(node, middle, "awdl indication", [this, node] {
    State& sender = states_[node];
    const bool announced = sender.presence.channel_at(scheduler_.now()) != off;
    const bool middle_of_slot = in_cycle(sender.presence.origin, scheduler_.now()) % slot == slot / 2;
    if (announced && middle_of_slot) {
      ++sender.beacons;
      broadcast(node, Frame::indication);
    }
    next_indication(node);
  });
}

void Neighbourhood::next_sync(Station node) {
  const base::Duration wait = states_[node].parent ? settings_.sync_interval_slave : settings_.sync_interval;
  post(node, scheduler_.now() + wait, "awdl sync", [this, node] {
    broadcast(node, Frame::sync);
    next_sync(node);
  });
}

void Neighbourhood::broadcast(Station from, Frame frame) {
  const base::Instant now = scheduler_.now();
  const Channel channel = states_[from].presence.channel_at(now);
  if (channel == off) return;
  count_reign(states_[from]);
  for (Station to = 0; to < states_.size(); ++to) {
    const State& s = states_[to];
    if (to == from || !s.on || s.presence.channel_at(now) != channel) continue;
    hear(to, from, frame);
  }
}

// --- hearing

Neighbourhood::Peer* Neighbourhood::peer(State& s, Station node) {
  const auto it =
      std::find_if(s.peers.begin(), s.peers.end(), [node](const Peer& p) { return p.heard.node == node; });
  return it == s.peers.end() ? nullptr : &*it;
}

void Neighbourhood::hear(Station at, Station from, Frame frame) {
  State& s = states_[at];
  const Channel channel = s.presence.channel_at(scheduler_.now());
  Peer* p = peer(s, from);
  const int floor = settings_.edge_dbm - (p != nullptr ? settings_.known_bonus_db : 0);
  if (surroundings_.received_dbm(from, at, channel) < floor) return;
  if (!surroundings_.survives(from, at, channel)) return;
  if (p == nullptr) p = &s.peers.emplace_back();
  const State& sender = states_[from];
  p->heard = {from, sender.own.address, sender.claim};
  p->last = scheduler_.now();
  if (frame == Frame::indication && !std::exchange(p->valid, true)) {
    tell(at, Change::met, from);
    return hold_election(at);
  }
  if (s.parent != from) return;
  s.parent_heard = scheduler_.now();
  s.takes_over = base::never;
  // The parent may have found another master meanwhile: whoever follows it follows that one, unless that is
  // ourselves.
  if (verdict(at, sender.claim) != Verdict::eligible) return lost_master(at);
  s.claim = following(p->heard);
  measure(at, from);
}

// The time stamp in a frame is taken before the sender waits for the channel, so what is measured is off by a
// random amount.  Small errors are left alone.
void Neighbourhood::measure(Station at, Station from) {
  State& s = states_[at];
  const auto noise = static_cast<std::int64_t>(static_cast<double>(settings_.sync_error_deviation.count()) *
                                               s.random.normal());
  const base::Duration error = phase_between(s.presence.origin, states_[from].presence.origin) +
                               settings_.sync_error_mean + base::Duration{noise};
  if (error <= settings_.sync_tolerance && error >= -settings_.sync_tolerance) return;
  s.presence.origin += error;
  tell(at, Change::jumped, from, error);
}

// --- electing

void Neighbourhood::tick(Station node) {
  forget_silent(node);
  State& s = states_[node];
  const base::Instant now = scheduler_.now();
  if (s.parent && now - s.parent_heard >= settings_.no_master) {
    if (s.takes_over == base::never) {
      s.takes_over = now + settings_.takeover_listen;
      tell(node, Change::lost_master, *s.parent);
    }
    if (now >= s.takes_over) lost_master(node);
  }
  if (now >= s.next_metric) draw_metric(s);
  hold_election(node);
  if (!s.parent && now >= s.next_scan) scan(node);
  post(node, now + settings_.election_tick, "awdl tick", [this, node] { tick(node); });
}

void Neighbourhood::hold_election(Station node) {
  State& s = states_[node];
  if (s.parent && s.takes_over != base::never) return;  // it listens for the old master first
  count_reign(s);
  std::vector<Heard> neighbours;
  for (const Peer& p : s.peers)
    if (p.valid) neighbours.push_back(p.heard);
  const std::optional<std::size_t> choice = elect(s.own, neighbours, settings_.order);
  if (!choice) {
    if (s.parent) reign(node);
    return;
  }
  const Heard& chosen = neighbours[*choice];
  if (s.parent == chosen.node) return;
  // The same master by another way is worth a change only if the way is shorter.
  const bool same_top = s.parent && s.claim.top == chosen.claim.top;
  if (same_top && chosen.claim.height() + 1 >= s.claim.height() && peer(s, *s.parent) != nullptr) return;
  s.parent = chosen.node;
  s.parent_heard = scheduler_.now();
  s.claim = following(chosen);
  tell(node, Change::follows, chosen.node);
  measure(node, chosen.node);
}

void Neighbourhood::lost_master(Station node) {
  State& s = states_[node];
  const Station parent = *s.parent;
  if (Peer* p = peer(s, parent); p != nullptr && scheduler_.now() - p->last >= settings_.no_master)
    forget(s, node, parent);
  reign(node);
}

void Neighbourhood::reign(Station node) {
  State& s = states_[node];
  s.parent.reset();
  s.takes_over = base::never;
  s.reigns_since = scheduler_.now();
  s.claim = s.own.claim;
  tell(node, Change::master, node);
}

// A master's counter, brought up to date whenever somebody is going to see it.
void Neighbourhood::count_reign(State& s) {
  if (s.parent) return;
  const auto steps = (scheduler_.now() - s.reigns_since) / settings_.counter_step;
  s.reigns_since += steps * settings_.counter_step;
  s.own.claim.counter += static_cast<std::uint32_t>(steps);
  s.claim = s.own.claim;
}

void Neighbourhood::forget_silent(Station node) {
  State& s = states_[node];
  for (std::size_t i = 0; i < s.peers.size();) {
    const Station who = s.peers[i].heard.node;
    if (scheduler_.now() - s.peers[i].last >= settings_.peer_timeout) forget(s, node, who);
    else ++i;
  }
}

void Neighbourhood::forget(State& s, Station node, Station who) {
  std::erase_if(s.peers, [who](const Peer& p) { return p.heard.node == who; });
  tell(node, Change::forgot, who);
}

}  // namespace nearsim::radio::awdl
