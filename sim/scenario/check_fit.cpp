// A profile and the framework that it runs on: what one asks for the other must be able to do.
#include <fmt/format.h>

#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

using protocol::Framework;
using protocol::Profile;

// Mechanisms that need a registry of known devices, which only designs on QUIC have.
std::string_view needs_registry(const Profile& profile) {
  if (protocol::find_in<protocol::Pairing>(profile.stages) != nullptr) return "stages.pair";
  if (protocol::find_in<protocol::HealthCheck>(profile.detectors) != nullptr) return "detectors.health_check";
  if (protocol::find_in<protocol::SimultaneousDial>(profile.gates) != nullptr)
    return "gates.simultaneous_dial";
  for (const protocol::Ladder& ladder : profile.remedies) {
    if (protocol::find_in<protocol::Redial>(ladder.rungs) != nullptr) return "a redial";
    if (protocol::find_in<protocol::Periodic>(ladder.rungs) != nullptr) return "a periodic";
  }
  return {};
}

// Remedies in the words of MultipeerConnectivity: a session with several peers, a peer object that can be
// renewed.
std::string_view needs_sessions(const Profile& profile) {
  for (const protocol::Ladder& ladder : profile.remedies) {
    if (protocol::find_in<protocol::RecreateSession>(ladder.rungs) != nullptr) return "recreate_session";
    if (protocol::find_in<protocol::Reset>(ladder.rungs) != nullptr) return "reset";
    if (protocol::find_in<protocol::Reconnect>(ladder.rungs) != nullptr) return "reconnect";
  }
  return {};
}

// A session that runs over whichever of several technologies joins its ends, and says nothing of it.
std::string_view needs_paths(const Profile& profile) {
  if (protocol::find_in<protocol::PathWatch>(profile.detectors) != nullptr) return "detectors.path_watch";
  for (const protocol::Ladder& ladder : profile.remedies)
    if (protocol::find_in<protocol::Renegotiate>(ladder.rungs) != nullptr) return "the remedy renegotiate";
  return {};
}

// Mechanisms in the words of WebRTC: a path below the session, a signalling server.
std::string_view needs_ice(const Profile& profile) {
  if (profile.signalling.used) return "signalling.used";
  if (protocol::find_in<protocol::QualityMonitor>(profile.detectors) != nullptr)
    return "detectors.quality_monitor";
  for (const protocol::Ladder& ladder : profile.remedies)
    if (protocol::find_in<protocol::IceRestart>(ladder.rungs) != nullptr) return "the remedy ice_restart";
  return {};
}

Outcome fits_ice(const Profile& profile) {
  if (!profile.signalling.used)
    return Problem{"a design on ice needs signalling.used: true", "start from base: socialstream"};
  if (profile.session.scope == protocol::Scope::shared)
    return Problem{"a design on ice has a connection for each peer, and session.scope is shared",
                   "set session.scope: per_attempt"};
  for (const protocol::Ladder& ladder : profile.remedies)
    if (protocol::find_in<protocol::RecreateSession>(ladder.rungs) != nullptr)
      return Problem{"the remedy recreate_session does not exist on ice", "close_peer and ice_restart do"};
  return {};
}

Outcome path_watch_supposes(const Profile& profile) {
  const auto* watch = protocol::find_in<protocol::PathWatch>(profile.detectors);
  const auto* beats = protocol::find_in<protocol::KeepAlive>(profile.detectors);
  if (watch == nullptr || watch->stale > protocol::longest_setting) return {};
  if (beats == nullptr)
    return Problem{"detectors.path_watch measures silence between keep-alives, and there are none",
                   "add detectors.keep_alive, or set detectors.path_watch.stale: none"};
  if (watch->stale <= beats->interval)
    return Problem{"detectors.path_watch.stale is not longer than detectors.keep_alive.interval",
                   "between two beats nothing is overdue"};
  return {};
}

}  // namespace

Outcome check_fit(const Profile& profile) {
  const Framework framework = profile.transport.framework;
  if (framework == Framework::ice) {
    if (Outcome problem = fits_ice(profile)) return problem;
  } else if (const std::string_view what = needs_ice(profile); !what.empty()) {
    return Problem{fmt::format("{} needs ice, and this runs on {}", what, protocol::name(framework)),
                   "start from base: socialstream"};
  }
  if (const std::string_view what = needs_paths(profile); framework != Framework::mpc && !what.empty())
    return Problem{fmt::format("{} needs mpc, and this runs on {}", what, protocol::name(framework)),
                   framework == Framework::ice ? "the remedy ice_restart does the same here"
                                               : "connections on quic outlive the addresses they began on"};
  if (const Outcome problem = path_watch_supposes(profile)) return problem;
  const bool per_connection = profile.session.scope == protocol::Scope::per_connection;
  if (framework == Framework::quic) {
    if (!profile.registry.remembers || !per_connection)
      return Problem{"a design on quic needs registry.remembers: true and session.scope: per_connection",
                     "start from base: spacedrive"};
    if (const std::string_view what = needs_sessions(profile); !what.empty())
      return Problem{fmt::format("the remedy {} does not exist on quic", what), "redial and periodic do"};
    return {};
  }
  if (profile.registry.remembers || per_connection)
    return Problem{
        fmt::format("a registry of known devices needs quic, and this runs on {}", protocol::name(framework)),
        "set transport.framework: quic"};
  if (const std::string_view what = needs_registry(profile); !what.empty())
    return Problem{fmt::format("{} needs a registry of known devices", what),
                   "set registry.remembers: true, on quic"};
  return {};
}

}  // namespace nearsim::scenario
