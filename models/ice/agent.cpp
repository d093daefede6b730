#include "models/ice/agent.hpp"

#include <utility>

#include "models/ice/peering.hpp"
#include "sim/base/check.hpp"

namespace nearsim::ice {

Agent::Agent(Peering& peering, Node node, Dispatcher& dispatcher, Delegate& delegate)
    : peering_(peering), node_(node), dispatcher_(dispatcher), delegate_(delegate) {
  auto& all = peering.agents_;
  if (all.size() <= node) all.resize(node + 1);
  NEARSIM_CHECK(all[node] == nullptr, "a device has one agent");
  all[node] = this;
  peering.signalling().attach(node, *this);
}

Agent::~Agent() { peering_.agents_[node_] = nullptr; }

// --- the signalling server

void Agent::open_signalling(Identity as, base::Duration ping) {
  as_ = as;
  if (alive()) peering_.signalling().open(node_, as, ping);
}
void Agent::close_signalling() { peering_.signalling().close(node_); }
bool Agent::signals() const { return peering_.signalling().is_open(node_); }

void Agent::signalling_opened() {
  when_running([this] {
    peering_.send_kept(node_);
    raise({"signalling opened", node_}, [](Delegate& d) { d.signalling_opened(); });
  });
}

void Agent::signalling_closed() {
  when_running([this] { raise({"signalling closed", node_}, [](Delegate& d) { d.signalling_closed(); }); });
}

void Agent::signalled(const Frame& frame) {
  when_running([this, frame] { handle(frame); });
}

void Agent::handle(const Frame& frame) {
  if (frame.kind == Frame::Kind::joined)
    return raise({"joined", node_}, [peer = frame.from](Delegate& d) { d.joined(peer); });
  if (frame.kind == Frame::Kind::left)
    return raise({"left", node_}, [peer = frame.from](Delegate& d) { d.left(peer); });
  peering_.arrived(node_, frame);
}

// --- peer connections

ConnectionId Agent::call(Identity peer) {
  NEARSIM_CHECK(alive() && net::maker_of(peer) != node_, "a call needs a living process and another device");
  return peering_.call(node_, as_, net::maker_of(peer), peer);
}
void Agent::accept(ConnectionId id) {
  if (alive()) peering_.accept(id, node_);
}
void Agent::refuse(ConnectionId id) {
  if (alive()) peering_.refuse(id, node_);
}
void Agent::restart(ConnectionId id) {
  if (alive()) peering_.restart(id, node_);
}
void Agent::flag_restart(ConnectionId id) {
  if (alive()) peering_.flag_restart(id, node_);
}
void Agent::close(ConnectionId id) {
  if (alive()) peering_.close(id, node_);
}
bool Agent::is_open(ConnectionId id) const {
  const Peering::Connection* c = peering_.find(id);
  if (c == nullptr) return false;
  const End& end = c->view.of(node_);
  return end.life == Life::active && end.open;
}
bool Agent::send(ConnectionId id, net::BytesView bytes) { return alive() && peering_.send(id, node_, bytes); }
Stats Agent::stats(ConnectionId id) { return peering_.stats(id, node_); }

// --- the process

void Agent::report(const Says& verb) {
  if (peering_.observer_ != nullptr)
    peering_.observer_->event(peering_.scheduler().now(), node_, verb, net::no_node, {});
}

void Agent::kill() {
  if (!alive()) return;
  process_ = Process::dead;
  ++generation_;
  report("killed");
  peering_.process_died(node_);
  peering_.signalling().close(node_);
  overdue_.clear();
}

void Agent::restart() {
  NEARSIM_CHECK(!alive(), "a process is restarted that runs");
  process_ = Process::running;
}

void Agent::suspend() {
  if (process_ != Process::running) return;
  process_ = Process::suspended;
  report("suspended");
  peering_.process_goes_on(node_);
}

void Agent::resume() {
  if (process_ != Process::suspended) return;
  process_ = Process::running;
  report("resumed");
  std::vector<kernel::Callback> late = std::move(overdue_);
  overdue_.clear();
  for (kernel::Callback& task : late) task();
  peering_.process_goes_on(node_);
}

void Agent::when_running(kernel::Callback task) {
  if (!alive()) return;
  if (suspended()) overdue_.push_back(std::move(task));
  else task();
}

}  // namespace nearsim::ice
