// What happens to a device reaches its engine; the engine's next deadline becomes the device's one timer.
#include <algorithm>

#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::work() {
  std::pmr::list<Work> first(work_.get_allocator());
  first.splice(first.begin(), work_, work_.begin());
  if (const auto* event = std::get_if<protocol::Event>(&first.front())) return tell(*event);
  auto& decisions = std::get<protocol::Decisions>(first.front());
  act(decisions);
  world_.scratch().give_back(std::move(decisions));
  tell_afterwards();
}

namespace {

// A callback of a session that another has replaced.  A registry's dial is not one: it has not been in place
// yet.
bool is_old(const protocol::Engine& engine, const protocol::SessionChanged& change) {
  if (change.session >= engine.session_of(change.peer.handle)) return false;
  if (!engine.profile().registry.remembers) return true;
  const protocol::Link* link = engine.link(change.peer.handle);
  if (link == nullptr || change.state != protocol::SessionState::not_connected) return false;
  const auto& dials = link->contact->registration.dials;
  return std::none_of(dials.begin(), dials.end(),
                      [&](const protocol::Dial& dial) { return dial.session == change.session; });
}

// It was acted on: the first decision that is about it, and not about how late it comes, is not to ignore it.
bool obeys(const protocol::Decisions& decisions) {
  const auto first = std::find_if(decisions.begin(), decisions.end(), [](const protocol::Decision& d) {
    return d.why.code() != protocol::Why::own_sleep;
  });
  return first != decisions.end() && !std::holds_alternative<protocol::Ignore>(first->action);
}

}  // namespace

void Device::tell(const protocol::Event& event) {
  if (!engine_) return;
  if (performing_) {  // the engine's decisions are being carried out: this comes after them
    afterwards_.push_back(event);
    return;
  }
  const auto* change = std::get_if<protocol::SessionChanged>(&event);
  const bool old = change != nullptr && is_old(*engine_, *change);
  const protocol::SessionNumber present =
      old ? engine_->session_of(change->peer.handle) : protocol::SessionNumber{};
  engine_->reuse(world_.scratch().decisions());
  const std::uint64_t turns = engine_->turns();
  protocol::Decisions decisions = engine_->handle(clock_.to_local(world_.now()), event);
  if (old && obeys(decisions))
    note("obeyed_old_session", {{"session", std::int64_t{change->session.value}},
                                {"present", std::int64_t{present.value}},
                                {"about", world_.name(world_.host_of(change->peer.handle.value))}});
  const bool turned = !std::holds_alternative<protocol::DataReceived>(event) || engine_->turns() != turns;
  const std::uint64_t peer = turned ? about(event) : 0;
  perform(std::move(decisions), peer == 0 ? net::no_node : world_.host_of(peer),
          turned ? Links::turned : Links::as_before);
  tell_afterwards();
  arm();
}

// An application whose main queue waits hears its timers when that goes on.
void Device::wake() {
  if (!engine_ || !life_.running() || main_.waits()) return;
  engine_->reuse(world_.scratch().decisions());
  const std::uint64_t turns = engine_->turns();
  protocol::Decisions decisions = engine_->advance(clock_.to_local(world_.now()));
  perform(std::move(decisions), net::no_node, engine_->turns() != turns ? Links::turned : Links::as_before);
  tell_afterwards();
  arm();
}

void Device::tell_what_waits() {
  while (!performing_ && !afterwards_.empty()) {
    const protocol::Event event = std::move(afterwards_.front());
    afterwards_.erase(afterwards_.begin());
    tell(event);
  }
}

void Device::arm() {
  if (!engine_ || !life_.running()) return;
  const base::Instant next = engine_->next_deadline();
  if (next == base::never) return world_.scheduler().disarm(deadline_);
  world_.scheduler().arm(deadline_, std::max(world_.now(), clock_.from_local(next)));
}

}  // namespace nearsim::run
