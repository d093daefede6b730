// Drawn settings made ones that a scenario may have.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "tests/unit/scenario/any_scenario.hpp"

namespace any {

// What check_settings.cpp refuses.
inline void mend_period(Duration& period) { period = std::max(period, protocol::shortest_period); }
inline void mend_period_or_zero(Duration& period) {
  if (period > Duration{0}) mend_period(period);
}

inline void mend(protocol::KeepAlive& settings) {
  if (settings.jitter_min > settings.jitter_max) std::swap(settings.jitter_min, settings.jitter_max);
  mend_period(settings.interval);
}
inline void mend(protocol::HealthCheck& settings) {
  settings.interval = std::max(settings.interval, Duration{2'000'000});
  settings.timeout = std::min(settings.timeout, settings.interval - Duration{1});
}
inline void mend(protocol::SignallingPolicy& settings) { mend_period_or_zero(settings.ping); }
inline void mend(std::initializer_list<net::Retry*> retries) {
  for (net::Retry* retry : retries) {
    mend_period(retry->initial);
    mend_period(retry->cap);
  }
}
inline void mend(ice::Settings& settings) {
  mend({&settings.check_retry, &settings.setup_retry, &settings.data_retry});
  for (Duration* period : {&settings.weak_keepalive, &settings.receiving_timeout,
                           &settings.disconnected_after, &settings.failed_after, &settings.consent_expires})
    mend_period(*period);
  mend_period_or_zero(settings.keepalive);
  mend_period_or_zero(settings.consent);
  settings.setup_trips = 1 + below(9);
  settings.media_rate = below(100'000);
}
inline void mend(ice::ServerSettings& settings) {
  mend_period(settings.connect_timeout);
  mend_period(settings.socket_timeout);
  mend_period_or_zero(settings.ping);
  mend_period_or_zero(settings.client_ping);
}
inline void mend(quic::Settings& settings) {
  mend({&settings.handshake_retry, &settings.data_retry});
  mend_period(settings.connect_timeout);
  mend_period(settings.idle_timeout);
  mend_period_or_zero(settings.keep_alive);
}

inline void mend(RadioSettings& settings) {
  mend_period_or_zero(settings.scan_every);
  mend_period_or_zero(settings.awdl_refresh);
}
inline void mend(mpc::Settings& settings) {
  if (settings.dead_peer_least > settings.dead_peer_most)
    std::swap(settings.dead_peer_least, settings.dead_peer_most);
  mend({&settings.invite_retry, &settings.answer_retry, &settings.check_retry, &settings.dtls_retry,
        &settings.data_retry});
  settings.dtls_flights = below(11);
  mend_period(settings.ice_period);
  mend_period(settings.heartbeat);
}

}  // namespace any
