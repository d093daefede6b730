// Settings that each lie within their limits and do not go together: a range that ends before it begins, a
// period of nothing.  The engine and the models may then rely on them.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

struct Wrong {
  std::string_view setting;  // its path, from the section or the profile on
  Problem problem;
};
using Judged = std::optional<Wrong>;  // nothing: all is well

Judged ordered(Duration least, Duration most, std::string_view least_name, std::string_view most_name) {
  if (least <= most) return {};
  return Wrong{
      least_name,
      {fmt::format("{} ({}) is more than {} ({})", least_name, text_of(least), most_name, text_of(most)),
       "the first may be at most the second"}};
}

enum class Zero : std::uint8_t { never_repeats, repeats };

struct Period {
  Duration length;
  std::string_view name;
  Zero zero = Zero::repeats;  // or it switches the thing off
};

Judged check(const Period& period) {
  if (period.length >= protocol::shortest_period) return {};
  if (period.length > Duration::zero())
    return Wrong{period.name,
                 {fmt::format("{} ({}) is less than {}, the shortest period", period.name,
                              text_of(period.length), text_of(protocol::shortest_period)),
                  "write e.g. 1s"}};
  if (period.zero == Zero::never_repeats) return {};
  return Wrong{
      period.name,
      {fmt::format("{} is 0s, and would repeat without end at one instant", period.name), "write e.g. 1s"}};
}

Judged check(std::span<const Period> periods) {
  for (const Period& period : periods)
    if (Judged wrong = check(period)) return wrong;
  return {};
}

Judged check(const protocol::KeepAlive& settings) {
  if (Judged wrong =
          ordered(settings.jitter_min, settings.jitter_max, "detectors.keep_alive.jitter_min", "jitter_max"))
    return wrong;
  return check(Period{settings.interval + settings.jitter_min, "detectors.keep_alive.interval"});
}

Judged check(const protocol::HealthCheck& settings) {
  if (settings.timeout < settings.interval) return {};
  return Wrong{"detectors.health_check.timeout",
               {fmt::format("detectors.health_check.timeout ({}) is not less than its interval ({})",
                            text_of(settings.timeout), text_of(settings.interval)),
                "an answer must be due before the next question"}};
}

Judged check(const protocol::Profile& profile) {
  if (const auto* keep_alive = protocol::find_in<protocol::KeepAlive>(profile.detectors))
    if (Judged wrong = check(*keep_alive)) return wrong;
  if (const auto* health_check = protocol::find_in<protocol::HealthCheck>(profile.detectors))
    if (Judged wrong = check(*health_check)) return wrong;
  return check(Period{profile.signalling.ping, "signalling.ping", Zero::never_repeats});
}

Judged check(const mpc::Settings& settings) {
  if (Judged wrong =
          ordered(settings.dead_peer_least, settings.dead_peer_most, "dead_peer_least", "dead_peer_most"))
    return wrong;
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
  if (Judged wrong = check(periods)) return wrong;
  if (settings.dtls_flights < 0 || settings.dtls_flights > 10)
    return Wrong{"dtls_flights",
                 {"dtls_flights is not between 0 and 10", "DTLS 1.2 has 6 with its cookie, and 4 without"}};
  return {};
}

Judged check(const quic::Settings& settings) {
  const Period periods[] = {{settings.handshake_retry.initial, "handshake_retry.initial"},
                            {settings.handshake_retry.cap, "handshake_retry.cap"},
                            {settings.data_retry.initial, "data_retry.initial"},
                            {settings.data_retry.cap, "data_retry.cap"},
                            {settings.connect_timeout, "connect_timeout"},
                            {settings.idle_timeout, "idle_timeout"},
                            {settings.keep_alive, "keep_alive", Zero::never_repeats}};
  return check(periods);
}

Judged check(const ice::Settings& settings) {
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
  if (Judged wrong = check(periods)) return wrong;
  if (settings.setup_trips < 1)
    return Wrong{"setup_trips", {"setup_trips is less than 1", "DTLS and SCTP take 4"}};
  if (settings.media_rate < 0 || settings.media_rate > 100'000)
    return Wrong{"media_rate", {"media_rate is not between 0 and 100000", "50 is a packet every 20ms"}};
  return {};
}

Judged check(const ice::ServerSettings& settings) {
  const Period periods[] = {{settings.connect_timeout, "connect_timeout"},
                            {settings.socket_timeout, "socket_timeout"},
                            {settings.ping, "ping", Zero::never_repeats},
                            {settings.client_ping, "client_ping", Zero::never_repeats}};
  return check(periods);
}

Judged check(const RadioSettings& settings) {
  const Period periods[] = {{settings.scan_every, "scan_every", Zero::never_repeats},
                            {settings.awdl_refresh, "awdl_refresh", Zero::never_repeats}};
  return check(periods);
}

// Where a setting is written; what holds it, if it is not.
const Node& inside(const Node& section, std::string_view path) {
  const std::string_view key = path.substr(0, path.find('.'));
  for (std::size_t i = 0; i < section.keys.size(); ++i)
    if (section.keys[i].text == key)
      return key == path ? section.items[i] : inside(section.items[i], path.substr(key.size() + 1));
  return section;
}

}  // namespace

void check_profiles(Loading& loading) {
  for (std::size_t i = 0; i < loading.scenario.devices.size(); ++i) {
    const DeviceSpec& device = loading.scenario.devices[i];
    const Judged wrong = check(device.profile);
    if (const Outcome problem = wrong ? wrong->problem : check_fit(device.profile))
      loading.findings().error(loading.device_marks[i],
                               fmt::format("the profile of '{}': {}", device.name, problem->message),
                               problem->hint);
  }
}

void check_settings(Loading& loading, Map& map) {
  const auto judge = [&](std::string_view key, const auto& settings) {
    const Node* node = map.find(key);
    if (node == nullptr) return;
    if (const Judged wrong = check(settings))
      loading.findings().error(inside(*node, wrong->setting).at,
                               fmt::format("{}: {}", key, wrong->problem.message), wrong->problem.hint);
  };
  if (loading.scenario.radio) judge("radio", loading.scenario.radio->settings);
  judge("mpc", loading.scenario.mpc);
  judge("quic", loading.scenario.quic);
  judge("ice", loading.scenario.ice);
  judge("signalling", loading.scenario.signalling);
}

}  // namespace nearsim::scenario
