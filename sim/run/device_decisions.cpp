// Decisions of the engine are carried out: some by the device itself, most by its framework.
#include <algorithm>
#include <utility>

#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::perform(protocol::Decisions&& decisions, Node event_about, Links links) {
  if (profile_->dispatch.operations == protocol::Operations::serial_queue && !decisions.empty()) {
    for (const protocol::Decision& decision : decisions) trace(decision);
    for (const protocol::Decision& decision : decisions)
      if (const auto* told = std::get_if<protocol::Notify>(&decision.action)) carry_out(*told);
    views_changed(decisions, event_about, links);
    return queue_work(std::move(decisions));
  }
  act(decisions);
  views_changed(decisions, event_about, links);
  world_.scratch().give_back(std::move(decisions));
}

// A beat that leaves its link as it was is nothing to look at.
void Device::views_changed(const protocol::Decisions& decisions, Node event_about, Links links) {
  Node said = net::no_node;  // who decides something of a peer mostly decides more of it
  for (const protocol::Decision& decision : decisions) {
    const std::uint64_t peer = about(decision.action);
    if (peer == 0) continue;
    if (links == Links::as_before && std::holds_alternative<protocol::Send>(decision.action)) continue;
    const Node concerned = world_.host_of(peer);
    if (concerned != std::exchange(said, concerned)) view_changed(concerned);
  }
  if (event_about != said) view_changed(event_about);
  for (const protocol::Index i : engine_->turned_silently())
    view_changed(world_.host_of(engine_->links()[i].peer.handle.value));
}

void Device::view_changed(Node about) {
  if (about == net::no_node) return;
  world_.view_changed(node_, about);
  if (const Namesakes& namesakes = world_.namesakes(); namesakes.has(about)) [[unlikely]]
    namesakes.visit(about, [this](Node namesake) { world_.view_changed(node_, namesake); });
}

void Device::act(const protocol::Decisions& decisions) {
  const bool shown = profile_->dispatch.operations == protocol::Operations::serial_queue;
  performing_ = true;
  for (const protocol::Decision& decision : decisions) {
    if (!shown) trace(decision);
    if (shown && std::holds_alternative<protocol::Notify>(decision.action))
      continue;  // told when it was decided
    act(decision.action);
  }
  performing_ = false;
}

void Device::act(const protocol::Action& action) {
  std::visit(
      [&](const auto& a) {
        if constexpr (requires { carry_out(a); }) carry_out(a);
        else if constexpr (!requires { a.only_shown; }) host_->perform(action);
      },
      action);
}

void Device::carry_out(const protocol::ResetIdentity&) {
  host_->become_new();
  world_.views_of_it_changed(node_);
  all_views_changed();
  afterwards_.push_back(started());
}

void Device::carry_out(const protocol::Persist& action) { store(action.key, action.value); }

void Device::carry_out(const protocol::Notify& action) {
  world_.ledger().set_told(world_.now(), node_, world_.host_of(action.peer.value), action.standing);
}

}  // namespace nearsim::run
