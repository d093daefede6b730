// Messages over the air: what a technology says, and on top of it what faults do to the way.
#include "models/net/network.hpp"
#include "models/net/stream_name.hpp"
#include "sim/base/check.hpp"

namespace nearsim::net {

void Network::over(radio::Technology& air) {
  NEARSIM_CHECK(air_ == nullptr && ways_.empty(), "a network in use is put over the air");
  air_ = &air;
  air.listen(*this);
}

void Network::joins_changed(radio::Station a, radio::Station b) {
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    UsedWay& w = *ways_[i];
    const bool there = a == radio::any_station || w.from == a || w.to == a;
    const bool here = b == radio::any_station || w.from == b || w.to == b;
    if (there && here) announce(w);
  }
  tell_listeners();
}

bool Network::severed(Node from, Node to) const {
  const UsedWay* w = find(from, to);
  if (w == nullptr) return !settings_.way.up || separated(from, to);
  return w->open == 0;
}

// A message on a pair that is apart is a need the technology should hear of, so it is asked all the same.
Transit Network::cross(UsedWay& w, base::Bytes size, radio::Technology& over) {
  if (severed(w.from, w.to)) return {Transit::Fate::down, {}};
  base::Rng& draw = random(w);
  const radio::Crossing crossing = over.carry(w.from, w.to, size, radio::Cast::unicast, draw);
  w.drawn = static_cast<std::uint32_t>(draw.drawn());
  if (crossing.fate == radio::Crossing::Fate::apart) return {Transit::Fate::down, {}};
  if (crossing.fate == radio::Crossing::Fate::lost) return {Transit::Fate::lost, {}};
  const Way faults = with_disturbances({.delay = {}}, w.from, w.to);
  base::Duration delay = crossing.delay + faults.delay;
  if (faults.rate.bits_per_second != 0) delay += queueing(w, size, faults.rate);
  if (faults.loss == base::none && faults.jitter == base::Duration{0}) return {Transit::Fate::arrives, delay};
  const bool lost = draw.chance(faults.loss);
  delay += draw.between(base::Duration{0}, faults.jitter);
  w.drawn = static_cast<std::uint32_t>(draw.drawn());
  if (lost) return {Transit::Fate::lost, {}};
  return {Transit::Fate::arrives, delay};
}

// --- lanes

std::string_view Network::lane_name(std::size_t lane) const {
  return air_ == nullptr ? "link" : air_->lane(lane).name();
}

bool Network::present(WayId id, std::size_t lane) const {
  const UsedWay& w = *id.way;
  return !on_air(w.from, w.to) || (air_->lane(lane).has(w.from) && air_->lane(lane).has(w.to));
}

bool Network::up(WayId id, std::size_t lane) const {
  const UsedWay& w = *id.way;
  if (!on_air(w.from, w.to)) return carries(w);
  return !severed(w.from, w.to) && air_->lane(lane).joins(w.from, w.to);
}

Transit Network::transmit(WayId id, base::Bytes size, std::size_t lane) {
  UsedWay& w = *id.way;
  if (!on_air(w.from, w.to)) return transmit(id, size);
  radio::Technology& over = air_->lane(lane);
  return passed(w, size, cross(w, size, over), &over);
}

void Network::bar(Node a, Node b, std::uint32_t lanes) {
  if (on_air(a, b)) air_->bar(a, b, lanes);
}

}  // namespace nearsim::net
