// Faults of the ways between devices, and how they are undone.
#include <algorithm>

#include "sim/run/device.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

std::vector<std::pair<Node, Node>> Script::ways(const std::string& from, const std::string& to) const {
  const Node one = node(from), other = node(to);  // no_node: everybody
  std::vector<std::pair<Node, Node>> out;
  for (Node a = 0; a < world_.devices(); ++a)
    for (Node b = 0; b < world_.devices(); ++b)
      if (a != b && (one == net::no_node || a == one) && (other == net::no_node || b == other))
        out.emplace_back(a, b);
  return out;
}

Script::Severance& Script::sever(std::size_t entry) {
  return severances_.emplace_back(Severance{.named = {}, .tokens = {}, .cuts = {}, .entry = entry});
}

Script::Severance* Script::severance_of(std::size_t entry) {
  const auto it = std::find_if(severances_.begin(), severances_.end(),
                               [&](const Severance& s) { return s.entry == entry; });
  return it == severances_.end() ? nullptr : &*it;
}

void Script::apply(const scenario::Partition& fault, std::size_t entry) {
  Severance& severance = sever(entry);
  for (const std::string& name : fault.group) severance.named.push_back(world_.node(name));
  severance.tokens.push_back(world_.network().isolate(severance.named));
  world_.ledger().reachability_changed(world_.now());
}

// Heals what severs or disturbs ways: everything, or what names one of the group.
void Script::apply(const scenario::Heal& fault, std::size_t) {
  std::vector<Node> group;
  for (const std::string& name : fault.group) group.push_back(world_.node(name));
  const auto concerned = [&](const Severance& s) {
    return group.empty() || std::any_of(s.named.begin(), s.named.end(), [&](Node n) {
             return std::find(group.begin(), group.end(), n) != group.end();
           });
  };
  for (const Severance& s : severances_)
    if (concerned(s)) {
      undo(s);
      close(s.entry);
    }
  std::erase_if(severances_, concerned);
  world_.ledger().reachability_changed(world_.now());
}

void Script::apply(const scenario::Cut& fault, std::size_t entry) {
  Severance& severance = sever(entry);
  for (const auto& [a, b] : ways(fault.from, fault.to)) {
    world_.network().cut(a, b);
    severance.cuts.emplace_back(a, b);
    severance.named.push_back(a);
    severance.named.push_back(b);
  }
  world_.ledger().reachability_changed(world_.now());
}

void Script::disturb(const net::Disturbance& what, std::size_t entry) {
  Severance& severance = sever(entry);
  severance.named = {what.from, what.to};
  severance.tokens = {world_.network().disturb(what)};
}

void Script::apply(const scenario::Lossy& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .loss = fault.loss}, entry);
}
void Script::apply(const scenario::Slow& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .delay = fault.delay}, entry);
}
void Script::apply(const scenario::Bandwidth& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .rate = fault.rate}, entry);
}
void Script::apply(const scenario::Reorder& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .jitter = fault.by}, entry);
}

// 20, 40, 60, 80 % of all transmissions lost, a quarter of the way each, and then nothing (ours: a ramp; the
// radio model knows better).
void Script::apply(const scenario::WalkAway& fault, std::size_t entry) {
  Severance& severance = sever(entry);
  severance.named = {world_.node(fault.device)};
  walk_on(fault, entry, 1);
}

void Script::walk_on(const scenario::WalkAway& fault, std::size_t entry, int step) {
  Severance* severance = severance_of(entry);
  if (severance == nullptr) return;  // it came back meanwhile
  constexpr int steps = 4;
  const Node walker = severance->named.front();
  undo(*severance);
  severance->tokens.clear();
  if (step > steps) {
    severance->tokens.push_back(world_.network().isolate({walker}));
    return world_.ledger().reachability_changed(world_.now());
  }
  const base::Ratio loss = base::percent(20 * step);
  severance->tokens.push_back(world_.network().disturb({.from = walker, .loss = loss}));
  severance->tokens.push_back(world_.network().disturb({.to = walker, .loss = loss}));
  world_.scheduler().post(base::later(world_.now(), fault.over / steps), {"walks on", walker},
                          [this, &fault, entry, step] { walk_on(fault, entry, step + 1); });
}

void Script::apply(const scenario::Refuse& fault, std::size_t) {
  for (const auto& [a, b] : ways(fault.from, fault.to)) world_.fabric_of(a).refuse(a, b);
}
void Script::take_back(const scenario::Refuse& fault) {
  for (const auto& [a, b] : ways(fault.from, fault.to)) world_.fabric_of(a).stop_refusing(a, b);
}
void Script::apply(const scenario::Wedge& fault, std::size_t) {
  for (const auto& [a, b] : ways(fault.from, fault.to)) world_.fabric_of(a).wedge(a, b, fault.over);
}
void Script::take_back(const scenario::Wedge& fault) {
  for (const auto& [a, b] : ways(fault.from, fault.to)) world_.fabric_of(a).unwedge(a, b, fault.over);
}

void Script::apply(const scenario::SignallingDown& fault, std::size_t) {
  world_.fabric(protocol::Framework::ice).take_down(fault.how);
}
void Script::take_back(const scenario::SignallingDown& fault) {
  world_.fabric(protocol::Framework::ice).bring_up(fault.how);
}
void Script::apply(const scenario::Block& fault, std::size_t) {
  world_.fabric(protocol::Framework::ice).block(world_.node(fault.device), fault.what);
  world_.ledger().reachability_changed(world_.now());
}
void Script::take_back(const scenario::Block& fault) {
  world_.fabric(protocol::Framework::ice).unblock(world_.node(fault.device), fault.what);
  world_.ledger().reachability_changed(world_.now());
}

void Script::undo(const Severance& severance) {
  for (const net::Token token : severance.tokens) world_.network().undo(token);
  for (const auto& [from, to] : severance.cuts) world_.network().restore(from, to);
}

void Script::undo(const scenario::FaultKind& kind, std::size_t entry) {
  if (const Severance* severance = severance_of(entry)) {  // not healed before
    undo(*severance);
    severances_.erase(severances_.begin() + (severance - severances_.data()));
    world_.ledger().reachability_changed(world_.now());
  }
  std::visit([this](const auto& k) { take_back(k); }, kind);
}

}  // namespace nearsim::run
