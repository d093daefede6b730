// Settings that each lie within their limits and do not go together: a range that ends before it begins, a
// period of nothing.  The engine and the models may then rely on them.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

Outcome ordered(Duration least, Duration most, std::string_view least_name, std::string_view most_name) {
  if (least <= most) return {};
  return Problem{
      fmt::format("{} ({}) is more than {} ({})", least_name, text_of(least), most_name, text_of(most)),
      "the first may be at most the second"};
}

enum class Zero : std::uint8_t { never_repeats, repeats };

struct Period {
  Duration length;
  std::string_view name;
  Zero zero = Zero::repeats;  // or it switches the thing off
};

Outcome check(const Period& period) {
  if (period.length >= protocol::shortest_period) return {};
  if (period.length > Duration::zero())
    return Problem{fmt::format("{} ({}) is less than {}, the shortest period", period.name,
                               text_of(period.length), text_of(protocol::shortest_period)),
                   "write e.g. 1s"};
  if (period.zero == Zero::never_repeats) return {};
  return Problem{fmt::format("{} is 0s, and would repeat without end at one instant", period.name),
                 "write e.g. 1s"};
}

Outcome check(std::span<const Period> periods) {
  for (const Period& period : periods)
    if (Outcome problem = check(period)) return problem;
  return {};
}

Outcome check(const protocol::KeepAlive& settings) {
  if (Outcome problem =
          ordered(settings.jitter_min, settings.jitter_max, "detectors.keep_alive.jitter_min", "jitter_max"))
    return problem;
  return check(Period{settings.interval + settings.jitter_min, "detectors.keep_alive.interval"});
}

Outcome check(const protocol::HealthCheck& settings) {
  if (settings.timeout < settings.interval) return {};
  return Problem{fmt::format("detectors.health_check.timeout ({}) is not less than its interval ({})",
                             text_of(settings.timeout), text_of(settings.interval)),
                 "an answer must be due before the next question"};
}

Outcome check(const protocol::Profile& profile) {
  if (const auto* keep_alive = protocol::find_in<protocol::KeepAlive>(profile.detectors))
    if (Outcome problem = check(*keep_alive)) return problem;
  if (const auto* health_check = protocol::find_in<protocol::HealthCheck>(profile.detectors))
    if (Outcome problem = check(*health_check)) return problem;
  return check(Period{profile.signalling.ping, "signalling.ping", Zero::never_repeats});
}

Outcome check(const mpc::Settings& settings) {
  if (Outcome problem =
          ordered(settings.dead_peer_least, settings.dead_peer_most, "dead_peer_least", "dead_peer_most"))
    return problem;
  const Period periods[] = {{settings.invite_retry.initial, "invite_retry.initial"},
                            {settings.invite_retry.cap, "invite_retry.cap"},
                            {settings.answer_retry.initial, "answer_retry.initial"},
                            {settings.answer_retry.cap, "answer_retry.cap"},
                            {settings.check_retry.initial, "check_retry.initial"},
                            {settings.check_retry.cap, "check_retry.cap"},
                            {settings.data_retry.initial, "data_retry.initial"},
                            {settings.data_retry.cap, "data_retry.cap"},
                            {settings.dtls_retry.initial, "dtls_retry.initial"},
                            {settings.dtls_retry.cap, "dtls_retry.cap"},
                            {settings.ice_period, "ice_period"},
                            {settings.heartbeat, "heartbeat"}};
  if (Outcome problem = check(periods)) return problem;
  if (settings.dtls_flights < 0 || settings.dtls_flights > 10)
    return Problem{"dtls_flights is not between 0 and 10", "DTLS 1.2 has 6 with its cookie, and 4 without"};
  return {};
}

Outcome check(const quic::Settings& settings) {
  const Period periods[] = {{settings.handshake_retry.initial, "handshake_retry.initial"},
                            {settings.handshake_retry.cap, "handshake_retry.cap"},
                            {settings.data_retry.initial, "data_retry.initial"},
                            {settings.data_retry.cap, "data_retry.cap"},
                            {settings.connect_timeout, "connect_timeout"},
                            {settings.idle_timeout, "idle_timeout"},
                            {settings.keep_alive, "keep_alive", Zero::never_repeats}};
  return check(periods);
}

Outcome check(const ice::Settings& settings) {
  const Period periods[] = {{settings.check_retry.initial, "check_retry.initial"},
                            {settings.check_retry.cap, "check_retry.cap"},
                            {settings.setup_retry.initial, "setup_retry.initial"},
                            {settings.setup_retry.cap, "setup_retry.cap"},
                            {settings.data_retry.initial, "data_retry.initial"},
                            {settings.data_retry.cap, "data_retry.cap"},
                            {settings.keepalive, "keepalive", Zero::never_repeats},
                            {settings.weak_keepalive, "weak_keepalive"},
                            {settings.consent, "consent", Zero::never_repeats},
                            {settings.receiving_timeout, "receiving_timeout"},
                            {settings.disconnected_after, "disconnected_after"},
                            {settings.failed_after, "failed_after"},
                            {settings.consent_expires, "consent_expires"}};
  if (Outcome problem = check(periods)) return problem;
  if (settings.setup_trips < 1) return Problem{"setup_trips is less than 1", "DTLS and SCTP take 4"};
  if (settings.media_rate < 0 || settings.media_rate > 100'000)
    return Problem{"media_rate is not between 0 and 100000", "50 is a packet every 20ms"};
  return {};
}

Outcome check(const ice::ServerSettings& settings) {
  const Period periods[] = {{settings.connect_timeout, "connect_timeout"},
                            {settings.socket_timeout, "socket_timeout"},
                            {settings.ping, "ping", Zero::never_repeats},
                            {settings.client_ping, "client_ping", Zero::never_repeats}};
  return check(periods);
}

Outcome check(const RadioSettings& settings) {
  const Period periods[] = {{settings.scan_every, "scan_every", Zero::never_repeats},
                            {settings.awdl_refresh, "awdl_refresh", Zero::never_repeats}};
  return check(periods);
}

}  // namespace

void check_profiles(Loading& loading) {
  for (std::size_t i = 0; i < loading.scenario.devices.size(); ++i) {
    const DeviceSpec& device = loading.scenario.devices[i];
    if (Outcome problem = check(device.profile); problem || (problem = check_fit(device.profile))) {
      loading.findings().error(loading.device_marks[i],
                               fmt::format("the profile of '{}': {}", device.name, problem->message),
                               problem->hint);
    }
  }
}

void check_settings(Loading& loading, Map& map) {
  const auto judge = [&](std::string_view key, const auto& settings) {
    const Node* node = map.find(key);
    if (node == nullptr) return;
    if (const Outcome problem = check(settings))
      loading.findings().error(node->at, fmt::format("{}: {}", key, problem->message), problem->hint);
  };
  if (loading.scenario.radio) judge("radio", loading.scenario.radio->settings);
  judge("mpc", loading.scenario.mpc);
  judge("quic", loading.scenario.quic);
  judge("ice", loading.scenario.ice);
  judge("signalling", loading.scenario.signalling);
}

}  // namespace nearsim::scenario
