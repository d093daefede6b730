// What each fault does to the world, and how it is undone.
#include <algorithm>

#include "sim/run/device.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

template <class F>
void Script::each_way(const std::string& from, const std::string& to, F f) {
  const Node one = node(from), other = node(to);  // no_node: everybody
  for (Node a = 0; a < world_.devices(); ++a)
    for (Node b = 0; b < world_.devices(); ++b)
      if (a != b && (one == net::no_node || a == one) && (other == net::no_node || b == other)) f(a, b);
}

void Script::apply(const scenario::Partition& fault, std::size_t entry) {
  Severance severance{.named = {}, .tokens = {}, .cuts = {}, .entry = entry};
  for (const std::string& name : fault.group) severance.named.push_back(world_.node(name));
  severance.tokens.push_back(world_.network().isolate(severance.named));
  severances_.push_back(std::move(severance));
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
  Severance severance{.named = {}, .tokens = {}, .cuts = {}, .entry = entry};
  each_way(fault.from, fault.to, [&](Node a, Node b) {
    world_.network().cut(a, b);
    severance.cuts.emplace_back(a, b);
    severance.named.push_back(a);
    severance.named.push_back(b);
  });
  severances_.push_back(std::move(severance));
  world_.ledger().reachability_changed(world_.now());
}

void Script::disturb(const net::Disturbance& what, std::size_t entry) {
  severances_.push_back({.named = {what.from, what.to},
                         .tokens = {world_.network().disturb(what)},
                         .cuts = {},
                         .entry = entry});
}

void Script::apply(const scenario::Lossy& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .loss = fault.loss}, entry);
}

void Script::apply(const scenario::Slow& fault, std::size_t entry) {
  disturb({.from = node(fault.from), .to = node(fault.to), .delay = fault.delay}, entry);
}

void Script::apply(const scenario::Refuse& fault, std::size_t) {
  each_way(fault.from, fault.to, [&](Node a, Node b) { world_.fabric_of(a).refuse(a, b); });
}

void Script::apply(const scenario::Hide& fault, std::size_t) {
  each_way(fault.finder, fault.found,
           [&](Node finder, Node found) { world_.discovery().hide(found, finder); });
}

// The record of a process that is long dead: same name, a peer object that nobody holds any more.
void Script::apply(const scenario::Stale& fault, std::size_t) {
  each_way(fault.finder, fault.found, [&](Node finder, Node found) {
    const scenario::DeviceSpec& spec = world_.scenario().devices[found];
    (void)world_.discovery().inject_stale(found,
                                          {world_.new_identity(found), spec.display_name,
                                           world_.device(found).discovery_info(Device::Process::earlier)},
                                          finder);
  });
}

void Script::apply(const scenario::Duplicate& fault, std::size_t) {
  each_way(fault.finder, fault.found, [&](Node finder, Node found) {
    world_.discovery().repeat_found(finder, world_.device(found).host().self(), fault.count, fault.gap);
  });
}

void Script::apply(const scenario::LoseRecord& fault, std::size_t) {
  each_way(fault.finder, fault.found, [&](Node finder, Node found) {
    world_.discovery().lose(finder, world_.device(found).host().self(), net::Event::silently);
  });
}

template <class Kind>
void Script::close_all(const std::string& device) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto* kind = entries_[i].fault ? std::get_if<Kind>(&entries_[i].fault->kind) : nullptr;
    if (kind != nullptr && kind->device == device) close(i);
  }
}

void Script::apply(const scenario::Pause& f, std::size_t) { world_.device(world_.node(f.device)).pause(); }
void Script::apply(const scenario::Resume& f, std::size_t) {
  close_all<scenario::Pause>(f.device);
  world_.device(world_.node(f.device)).resume();
}
void Script::apply(const scenario::Kill& f, std::size_t) { world_.device(world_.node(f.device)).kill(); }
void Script::apply(const scenario::Restart& f, std::size_t) {
  close_all<scenario::Kill>(f.device);
  world_.device(world_.node(f.device)).restart();
}
void Script::apply(const scenario::StepClock& f, std::size_t) {
  world_.device(world_.node(f.device)).step_clock(f.by);
}
void Script::apply(const scenario::SetDrift& f, std::size_t) {
  world_.device(world_.node(f.device)).set_drift(f.drift);
}
void Script::apply(const scenario::Busy& f, std::size_t entry) {
  world_.device(world_.node(f.device))
      .keep_busy(f.queue, entries_[entry].fault->lasts.value_or(base::Duration{0}));
}
void Script::apply(const scenario::SwitchNetwork& f, std::size_t) {
  world_.device(world_.node(f.device)).switch_network(f.to);
}

void Script::undo(const Severance& severance) {
  for (const net::Token token : severance.tokens) world_.network().undo(token);
  for (const auto& [from, to] : severance.cuts) world_.network().restore(from, to);
}

void Script::undo(const scenario::FaultKind& kind, std::size_t entry) {
  const auto it = std::find_if(severances_.begin(), severances_.end(),
                               [&](const Severance& s) { return s.entry == entry; });
  if (it != severances_.end()) {  // not healed before
    undo(*it);
    severances_.erase(it);
    world_.ledger().reachability_changed(world_.now());
  }
  if (const auto* refuse = std::get_if<scenario::Refuse>(&kind))
    each_way(refuse->from, refuse->to, [&](Node a, Node b) { world_.fabric_of(a).stop_refusing(a, b); });
  if (const auto* hide = std::get_if<scenario::Hide>(&kind))
    each_way(hide->finder, hide->found,
             [&](Node finder, Node found) { world_.discovery().show(found, finder); });
  if (const auto* pause = std::get_if<scenario::Pause>(&kind))
    world_.device(world_.node(pause->device)).resume();
  if (const auto* kill = std::get_if<scenario::Kill>(&kind))
    world_.device(world_.node(kill->device)).restart();
  if (const auto* drift = std::get_if<scenario::SetDrift>(&kind)) {
    const Node node = world_.node(drift->device);
    world_.device(node).set_drift(world_.scenario().devices[node].clock.drift);
  }
  if (const auto* network = std::get_if<scenario::SwitchNetwork>(&kind)) {
    const Node node = world_.node(network->device);
    world_.device(node).switch_network(world_.scenario().devices[node].network);
  }
}

}  // namespace nearsim::run
