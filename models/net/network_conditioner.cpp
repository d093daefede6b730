// Apple's Network Link Conditioner, switched on on a device: a narrow gate on either side of all its links.
//
//     Ana's links ==> [up: rate, delay, loss] ==> way or air ==> [down of the receiver, if it has one]
#include <algorithm>

#include "models/net/network.hpp"

namespace nearsim::net {
namespace {

base::Duration air_time(base::Bytes size, base::BitRate rate) {
  if (rate.bits_per_second == 0) return base::Duration{0};
  return base::Duration{size.count * 8 * 1'000'000'000 / rate.bits_per_second};
}

Way through(const Way& way, const radio::Conditioned& by) {
  Disturbance gate;
  gate.delay = by.delay;
  gate.loss = by.loss;
  gate.rate = by.rate;
  return disturbed(way, gate);
}

}  // namespace

void Network::condition(Node node, const radio::Conditioner& by) {
  if (conditioning_.size() <= node) conditioning_.resize(node + 1);
  conditioning_[node] = {{by.up, {}}, {by.down, {}}};
}

Network::Conditioning* Network::conditioning(Node node) {
  return node < conditioning_.size() ? &conditioning_[node] : nullptr;
}

Way Network::with_conditioners(Way way, Node from, Node to) const {
  if (from < conditioning_.size()) way = through(way, conditioning_[from].up.by);
  if (to < conditioning_.size()) way = through(way, conditioning_[to].down.by);
  return way;
}

Transit Network::conditioned(UsedWay& w, base::Bytes size, Transit transit) {
  if (transit.fate != Transit::Fate::arrives) return transit;
  return squeeze(w, size, transit.delay);
}

// The queue before the receiver is entered in the order of sending: who is overtaken on the way keeps its
// place.
Transit Network::squeeze(UsedWay& w, base::Bytes size, base::Duration crossing) {
  const base::Instant now = scheduler_.now();
  base::Instant at = now;
  base::Rng& draw = random(w);
  bool lost = false;
  const auto pass = [&](Squeeze& gate) {
    lost |= gate.by.loss > base::none && draw.chance(gate.by.loss);
    if (gate.by.rate.bits_per_second != 0) {
      gate.busy_until = std::max(gate.busy_until, at) + air_time(size, gate.by.rate);
      at = gate.busy_until;
    }
    at += gate.by.delay;
  };
  if (Conditioning* c = conditioning(w.from)) pass(c->up);
  at += crossing;
  if (Conditioning* c = conditioning(w.to); c != nullptr && !lost) pass(c->down);
  w.drawn = static_cast<std::uint32_t>(draw.drawn());
  if (lost) return {Transit::Fate::lost, {}};
  return {Transit::Fate::arrives, at - now};
}

std::optional<base::Duration> Network::conditioned(Node from, Node to, base::Duration crossing,
                                                   base::Rng& draw) const {
  bool lost = false;
  const auto pass = [&](const radio::Conditioned& gate) {
    lost |= gate.loss > base::none && draw.chance(gate.loss);
    crossing += gate.delay;
  };
  if (from < conditioning_.size()) pass(conditioning_[from].up.by);
  if (to < conditioning_.size()) pass(conditioning_[to].down.by);
  if (lost) return std::nullopt;
  return crossing;
}

}  // namespace nearsim::net
