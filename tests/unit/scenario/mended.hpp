// Drawn settings made ones that a scenario may have.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "tests/unit/scenario/any_scenario.hpp"

namespace any {

// What check_settings.cpp refuses.
inline void mend(protocol::KeepAlive& settings) {
  if (settings.jitter_min > settings.jitter_max) std::swap(settings.jitter_min, settings.jitter_max);
  settings.interval = std::max(settings.interval, Duration{1});
}
inline void mend(protocol::HealthCheck& settings) {
  settings.interval = std::max(settings.interval, Duration{2'000'000});
  settings.timeout = std::min(settings.timeout, settings.interval - Duration{1});
}
inline void mend(std::initializer_list<net::Retry*> retries) {
  for (net::Retry* retry : retries) {
    retry->initial = std::max(retry->initial, Duration{1});
    retry->cap = std::max(retry->cap, Duration{1});
  }
}
inline void mend(ice::Settings& settings) {
  mend({&settings.check_retry, &settings.setup_retry, &settings.data_retry});
  for (Duration* period : {&settings.weak_keepalive, &settings.receiving_timeout,
                           &settings.disconnected_after, &settings.failed_after, &settings.consent_expires})
    *period = std::max(*period, Duration{1});
  settings.setup_trips = 1 + below(9);
  settings.media_rate = below(100'000);
}
inline void mend(ice::ServerSettings& settings) {
  settings.connect_timeout = std::max(settings.connect_timeout, Duration{1});
  settings.socket_timeout = std::max(settings.socket_timeout, Duration{1});
}
inline void mend(quic::Settings& settings) {
  mend({&settings.handshake_retry, &settings.data_retry});
  settings.connect_timeout = std::max(settings.connect_timeout, Duration{1});
  settings.idle_timeout = std::max(settings.idle_timeout, Duration{1});
}

inline void mend(mpc::Settings& settings) {
  if (settings.dead_peer_least > settings.dead_peer_most)
    std::swap(settings.dead_peer_least, settings.dead_peer_most);
  mend({&settings.invite_retry, &settings.answer_retry, &settings.check_retry, &settings.dtls_retry,
        &settings.data_retry});
  settings.dtls_flights = below(11);
  settings.ice_period = std::max(settings.ice_period, Duration{1});
  settings.heartbeat = std::max(settings.heartbeat, Duration{1});
}

}  // namespace any
