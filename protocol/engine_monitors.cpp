// Detectors with timers of their own: the heartbeat and the quality monitor.
#include <algorithm>

#include "protocol/detectors/heartbeat.hpp"
#include "protocol/detectors/quality_monitor.hpp"
#include "protocol/engine.hpp"

namespace nearsim::protocol {

void Engine::start_monitors(Link& link, Milestone milestone) {
  const auto* heartbeat = find_detector<Heartbeat>();
  if (heartbeat != nullptr && heartbeat->from == milestone && runs(*heartbeat, platform_))
    link.contact.own().pulse = start_pulse(*heartbeat, now_);
  const auto* monitor = find_detector<QualityMonitor>();
  if (monitor == nullptr || monitor->from != milestone) return;
  Sampling& sampling = link.contact.own().sampling;
  if (!monitor->shared_timer) sampling.next.clear();
  sampling.next.push_back(now_ + monitor->interval);
  serial_.monitored = link.peer.handle;
}

// A verdict stops the heartbeat; a path that works again deserves a new one.
void Engine::watch_again(Link& link) {
  const auto* heartbeat = find_detector<Heartbeat>();
  if (heartbeat == nullptr || !runs(*heartbeat, platform_) || !link.reached.has(heartbeat->from)) return;
  Pulse& pulse = link.contact.own().pulse;
  if (pulse.next == base::never) pulse = start_pulse(*heartbeat, now_);
}

void Engine::stop_monitors(Link& link) {
  Contact& contact = link.contact.own();
  contact.pulse = {};
  contact.restarted.reset();
  contact.staled.reset();
  contact.sampling.lost = contact.sampling.received = 0;
  std::vector<Instant>& timers = contact.sampling.next;
  const auto* monitor = find_detector<QualityMonitor>();
  if (timers.empty() || monitor == nullptr) return;
  if (!monitor->shared_timer) timers.clear();
  else if (serial_.monitored == link.peer.handle) timers.pop_back();  // the variable holds no other
}

Instant Engine::monitor_deadline(const Contact& contact) {
  Instant first = contact.pulse.next;
  for (const Instant at : contact.sampling.next) first = std::min(first, at);
  return first;
}

bool Engine::monitor_due(Index i) {
  Contact& contact = links_[i].contact.own();
  const auto* heartbeat = find_detector<Heartbeat>();
  if (heartbeat != nullptr && contact.pulse.next <= now_) {
    heartbeat_due(i, *heartbeat);
    return true;
  }
  std::vector<Instant>& timers = contact.sampling.next;
  const auto timer = std::find_if(timers.begin(), timers.end(), [&](Instant at) { return at <= now_; });
  if (timer == timers.end()) return false;
  sample_due(i, *timer);
  return true;
}

void Engine::heartbeat_due(Index i, const Heartbeat& heartbeat) {
  Pulse& pulse = links_[i].contact.own().pulse;
  if (!period_ended(heartbeat, pulse, now_)) return send_beat(i, Why::heartbeat_due);
  const int misses = pulse.misses;
  pulse = {};
  suffer(i, Symptom::silent, {Why::heartbeat_missed, {{"misses", misses}}});
}

void Engine::send_missed(Index i) {
  const auto* heartbeat = find_detector<Heartbeat>();
  if (heartbeat == nullptr || !links_[i].contact.written()) return;
  Pulse& pulse = links_[i].contact.own().pulse;
  if (!send_refused(*heartbeat, pulse)) return;
  const int misses = pulse.misses;
  pulse = {};
  suffer(i, Symptom::silent, {Why::heartbeat_missed, {{"misses", misses}}});
}

void Engine::sample_due(Index i, Instant& timer) {
  const Link& link = links_[i];
  const Duration interval = find_detector<QualityMonitor>()->interval;
  timer += ((now_ - timer) / interval + 1) * interval;
  if (!link.connected) return decide(Hold{link.peer.handle}, Why::left_behind);
  decide(SampleStats{link.peer.handle, session_of(link)}, Why::sample_due);
}

void Engine::on(const StatsSampled& event) {
  const Index i = links_.find(event.peer);
  const auto* monitor = find_detector<QualityMonitor>();
  if (i == no_index || monitor == nullptr || !links_[i].connected) return;
  if (event.session != session_of(links_[i])) return decide(Ignore{event.peer}, Why::old_session);
  const Quality quality = judge(*monitor, links_[i].contact.own().sampling, event);
  if (quality.poor)
    suffer(i, Symptom::poor_quality,
           {Why::poor_quality, {{"lost", quality.lost}, {"received", quality.received}, {"rtt", event.rtt}}});
  touch(i);
}

}  // namespace nearsim::protocol
