// Decisions of the engine are carried out: some by the device itself, most by its framework.
#include <algorithm>
#include <utility>

#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::perform(protocol::Decisions&& decisions, Node event_about) {
  if (decisions.empty()) {
    world_.scratch().give_back(std::move(decisions));
    return refresh(event_about);
  }
  const bool queued = profile_->dispatch.operations == protocol::Operations::serial_queue;
  if (queued) {
    for (const protocol::Decision& decision : decisions) trace(decision);
    for (const protocol::Decision& decision : decisions)
      if (const auto* told = std::get_if<protocol::Notify>(&decision.action)) carry_out(*told);
  }
  std::vector<Node> touched = world_.scratch().nodes();
  for (const protocol::Decision& decision : decisions) {
    const std::uint64_t peer = about(decision.action);
    const Node node = peer == 0 ? net::no_node : world_.host_of(peer);
    if (node != net::no_node && std::find(touched.begin(), touched.end(), node) == touched.end())
      touched.push_back(node);
  }
  if (std::find(touched.begin(), touched.end(), event_about) == touched.end()) touched.push_back(event_about);
  if (queued) {
    queue_work(std::move(decisions));
  } else {
    if (!world_.looks_at_once()) refreshed_later_ = &touched;
    act(decisions);
    refreshed_later_ = nullptr;
  }
  world_.scratch().give_back(std::move(decisions));
  for (const Node node : touched) refresh(node);
  world_.scratch().give_back(std::move(touched));
}

// In the middle of its decisions nobody looks but a trigger.
void Device::link_changed(Node about) {
  const bool later =
      refreshed_later_ != nullptr &&
      std::find(refreshed_later_->begin(), refreshed_later_->end(), about) != refreshed_later_->end();
  if (!later) refresh(about);
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
  world_.renamed(node_);
  afterwards_.push_back(started());
}

void Device::carry_out(const protocol::Persist& action) { store(action.key, action.value); }

void Device::carry_out(const protocol::Notify& action) {
  const Node about = world_.host_of(action.peer.value);
  View view = world_.ledger().view(node_, about);
  view.told = action.standing == protocol::Standing::connected;
  world_.ledger().set(world_.now(), node_, about, view);
}

}  // namespace nearsim::run
