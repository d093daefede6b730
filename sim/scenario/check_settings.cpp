// Settings that each lie within their limits and do not go together: a range that ends before it begins, a
// period of nothing.  The engine and the models may then rely on them.
#include <fmt/format.h>

#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

Outcome ordered(Duration least, Duration most, std::string_view least_name, std::string_view most_name) {
  if (least <= most) return {};
  return Problem{
      fmt::format("{} ({}) is more than {} ({})", least_name, text_of(least), most_name, text_of(most)),
      "the first may be at most the second"};
}

Outcome above_zero(Duration period, std::string_view name) {
  if (period > Duration::zero()) return {};
  return Problem{fmt::format("{} is 0s, and would repeat without end at one instant", name), "write e.g. 1s"};
}

Outcome check(const protocol::KeepAlive& settings) {
  if (Outcome problem =
          ordered(settings.jitter_min, settings.jitter_max, "detectors.keep_alive.jitter_min", "jitter_max"))
    return problem;
  return above_zero(settings.interval + settings.jitter_min, "detectors.keep_alive.interval");
}

Outcome check(const protocol::HealthCheck& settings) {
  if (settings.timeout < settings.interval) return {};
  return Problem{fmt::format("detectors.health_check.timeout ({}) is not less than its interval ({})",
                             text_of(settings.timeout), text_of(settings.interval)),
                 "an answer must be due before the next question"};
}

Outcome check(const protocol::Profile& profile) {
  for (const protocol::Detector& detector : profile.detectors)
    if (Outcome problem = std::visit([](const auto& settings) { return check(settings); }, detector))
      return problem;
  return {};
}

Outcome check(const mpc::Settings& settings) {
  if (Outcome problem =
          ordered(settings.dead_peer_least, settings.dead_peer_most, "dead_peer_least", "dead_peer_most"))
    return problem;
  const std::pair<Duration, std::string_view> periods[] = {
      {settings.invite_retry.initial, "invite_retry.initial"},
      {settings.invite_retry.cap, "invite_retry.cap"},
      {settings.answer_retry.initial, "answer_retry.initial"},
      {settings.answer_retry.cap, "answer_retry.cap"},
      {settings.check_retry.initial, "check_retry.initial"},
      {settings.check_retry.cap, "check_retry.cap"},
      {settings.data_retry.initial, "data_retry.initial"},
      {settings.data_retry.cap, "data_retry.cap"},
      {settings.ice_period, "ice_period"},
      {settings.heartbeat, "heartbeat"}};
  for (const auto& [period, name] : periods)
    if (Outcome problem = above_zero(period, name)) return problem;
  return {};
}

Outcome check(const quic::Settings& settings) {
  const std::pair<Duration, std::string_view> periods[] = {
      {settings.handshake_retry.initial, "handshake_retry.initial"},
      {settings.handshake_retry.cap, "handshake_retry.cap"},
      {settings.data_retry.initial, "data_retry.initial"},
      {settings.data_retry.cap, "data_retry.cap"},
      {settings.connect_timeout, "connect_timeout"},
      {settings.idle_timeout, "idle_timeout"}};
  for (const auto& [period, name] : periods)
    if (Outcome problem = above_zero(period, name)) return problem;
  return {};
}

}  // namespace

void check_settings(Loading& loading, const Node* mpc, const Node* quic) {
  for (std::size_t i = 0; i < loading.scenario.devices.size(); ++i) {
    const DeviceSpec& device = loading.scenario.devices[i];
    if (device.profile.transport.framework == protocol::Framework::ice) {
      loading.findings().cannot_judge(loading.device_marks[i],
                                      "the framework ice is not in this version of nearsim",
                                      "devices run on mpc or quic");
    } else if (Outcome problem = check(device.profile); problem || (problem = check_fit(device.profile))) {
      loading.findings().error(loading.device_marks[i],
                               fmt::format("the profile of '{}': {}", device.name, problem->message),
                               problem->hint);
    }
  }
  if (mpc != nullptr)
    if (const Outcome problem = check(loading.scenario.mpc))
      loading.findings().error(mpc->at, "mpc: " + problem->message, problem->hint);
  if (quic != nullptr)
    if (const Outcome problem = check(loading.scenario.quic))
      loading.findings().error(quic->at, "quic: " + problem->message, problem->hint);
}

}  // namespace nearsim::scenario
