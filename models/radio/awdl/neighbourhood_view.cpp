// What others ask of the neighbourhood: who is there, who can talk to whom, and when.
#include <algorithm>

#include "models/radio/awdl/neighbourhood.hpp"

namespace nearsim::radio::awdl {

std::string_view name(Change c) {
  switch (c) {
    case Change::on: return "on";
    case Change::off: return "off";
    case Change::chose_metric: return "metric";
    case Change::master: return "master";
    case Change::follows: return "follows";
    case Change::jumped: return "jumped";
    case Change::lost_master: return "lost_master";
    case Change::met: return "met";
    case Change::forgot: return "forgot";
  }
  return "";
}

const Neighbourhood::State* Neighbourhood::find(Station node) const {
  return node < states_.size() && states_[node].on ? &states_[node] : nullptr;
}

bool Neighbourhood::active(Station node) const { return find(node) != nullptr; }

Station Neighbourhood::master(Station node) const {
  const State* s = find(node);
  return s == nullptr ? node : s->claim.top;
}

int Neighbourhood::height(Station node) const {
  const State* s = find(node);
  return s == nullptr ? 0 : s->claim.height();
}

Presence Neighbourhood::presence(Station node) const {
  const State* s = find(node);
  return s == nullptr ? Presence{} : s->presence;
}

std::uint64_t Neighbourhood::address(Station node) const {
  const State* s = find(node);
  return s == nullptr ? 0 : s->own.address;
}

std::uint32_t Neighbourhood::metric(Station node) const {
  const State* s = find(node);
  return s == nullptr ? 0 : s->own.claim.metric;
}

std::uint32_t Neighbourhood::counter(Station node) const {
  const State* s = find(node);
  return s == nullptr ? 0 : s->claim.counter;
}

std::uint64_t Neighbourhood::beacons(Station node) const {
  const State* s = find(node);
  return s == nullptr ? 0 : s->beacons;
}

std::vector<Station> Neighbourhood::peers(Station node) const {
  std::vector<Station> known;
  if (const State* s = find(node))
    for (const Peer& p : s->peers)
      if (p.valid) known.push_back(p.heard.node);
  return known;
}

bool Neighbourhood::knows(Station node, Station other) const {
  const std::vector<Station> known = peers(node);
  return std::find(known.begin(), known.end(), other) != known.end();
}

bool Neighbourhood::joined(Station a, Station b) const {
  const auto serves = [this](Station here, Station there) {
    int before = 0;
    for (const Peer& p : states_[here].peers) {
      if (!p.valid) continue;
      if (p.heard.node == there) return before < settings_.peer_limit;
      ++before;
    }
    return false;
  };
  if (!active(a) || !active(b) || !serves(a, b) || !serves(b, a)) return false;
  const base::Duration apart = phase_between(presence(a).origin, presence(b).origin);
  // Both may be off by the tolerance, in opposite directions.
  return apart <= 2 * settings_.sync_tolerance && apart >= -2 * settings_.sync_tolerance;
}

void Neighbourhood::tell(Station node, Change change, Station peer, base::Duration jump) {
  if (listener_ != nullptr) listener_->awdl_changed(node, change, peer, jump);
}

}  // namespace nearsim::radio::awdl
