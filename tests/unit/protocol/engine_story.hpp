// Random stories for engine properties: what an engine may be told, in any order, at any time.
#pragma once

#include <rapidcheck.h>

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/profiles/designs.hpp"

namespace nearsim::protocol::story {

inline constexpr std::uint64_t self_handle = 1;

struct Step {
  std::uint8_t what = 0, whom = 0, detail = 0;
  std::uint16_t wait = 0;
};
using Steps = std::vector<Step>;

// Peers: two namesakes, one with our own name, one whose name is greater and one whose is less.
[[nodiscard]] inline PeerRecord person(std::uint8_t n) {
  static constexpr std::array names{"Bob", "Bob", "Mia", "Zoe", "Ana"};
  const std::size_t i = n % names.size();
  return {{i + 2}, names[i], "", 0};
}

// The same as several processes of one installation: a peer object each, the instance counting up.
[[nodiscard]] inline PeerRecord process_of(std::uint8_t n, std::uint8_t instance) {
  PeerRecord peer = person(n);
  peer.node_id = std::string("node of ") + peer.display_name;
  peer.instance = instance % 4u;
  peer.handle.value += 10 * peer.instance;
  return peer;
}

[[nodiscard]] inline Duration pause(
    std::uint16_t wait) {  // mostly short, sometimes on a round instant, sometimes long
  switch (wait % 8) {
    case 0: return 0ns;
    case 1: return 1s * (wait / 8 % 12);
    case 2: return 1s * (wait / 8 % 90);
    default: return 1ms * (wait / 8 % 1500) + 1ns * (wait % 3);
  }
}

[[nodiscard]] inline Payload message(std::uint8_t detail) {
  switch (detail % 8) {
    case 0: return encode(Hello{"x", "iOS", detail % 4 == 0 ? "node" : "", std::uint64_t{detail} / 8u});
    case 1: return encode(HelloReply{Status::accepted});
    case 2: return encode(HelloReply{Status::rejected});
    case 3: return encode(Beat{1, "x", {"Bob", "Ana", "Zoe", "Mia", "nobody"}});
    case 4: return encode(UserText{"text", "hi"});
    case 5:
      return encode(UserText{std::string(detail % 16 < 8 ? partial_transcript : final_transcript), "hi"});
    case 6: return encode(Beat{1, "x", {"node of Zoe", "node of Bob"}, {{1, 3s}, {2, 7s}}});
    default: return {'{', detail};
  }
}

[[nodiscard]] inline Event event(const Engine& engine, const Step& step) {
  const PeerRecord peer = step.whom < 128 ? person(step.whom) : process_of(step.whom, step.detail);
  SessionNumber session = engine.session_of(peer.handle);
  if (step.detail % 5 == 0 && session.value > 0) --session.value;
  switch (step.what % 20) {
    case 0:
    case 1:
    case 2: return PeerFound{peer};
    case 3: return PeerLost{peer.handle};
    case 4:
    case 5:
    case 6: return InvitationReceived{peer, {step.detail}};
    case 7:
    case 8:
    case 9: return SessionChanged{peer, session, SessionState::connected};
    case 10:
    case 11: return SessionChanged{peer, session, SessionState::not_connected, step.detail % 70};
    case 12: return SessionChanged{peer, session, SessionState::connecting};
    case 13:
    case 14: return DataReceived{peer.handle, session, message(step.detail)};
    case 15:
      if (step.detail % 2 == 0) return SendFailed{peer.handle, 57};
      return PathChanged{peer.handle, session, static_cast<PathState>(step.detail / 2 % 3)};
    case 16: return WallClockStepped{(step.detail - 128) * 100ms};
    case 17:
      if (step.detail >= 128) return InterfacesChanged{};
      return NetworkChanged{static_cast<Network>(step.detail % 3)};
    case 18: return UserSend{{"text", "hi"}};
    default:
      if (step.detail < 24) return Stopped{};
      return Started{{self_handle}, {{"instance", std::to_string(step.detail)}}, {}};
  }
}

// The shipped designs, and three that a scenario could make of them: every mechanism at once, no delays
// anywhere, and remedies in places where no design puts them.
[[nodiscard]] inline std::vector<Profile> profiles() {
  std::vector<Profile> all;
  for (const Design& design : designs()) all.push_back(design.make());

  Profile everything = fixv2_repaired();
  everything.name = "everything";
  everything.identity = {.key = Key::node_id, .counts_instances = true};
  everything.discovery = {.browse_after = 0ms, .advertise_after = 500ms};
  everything.stability = 15s;
  everything.gates = {RequirePending{.key = Key::display_name},
                      ArbitrationWindow{.remembers_abandoned = true},
                      OneOperation{.expires_after = 5s, .spacing = 1s}};
  std::get<KeepAlive>(everything.detectors[0]).gossip = true;
  everything.remedies = {{Symptom::silent, {RecreateSession{}, Reconnect{}}},
                         {Symptom::link_failed, {Reset{.after_failures = 3}, Reconnect{.max_attempts = 5}}},
                         {Symptom::invite_failed, {RecreateSession{.spacing = 0ms}, Reset{}, Reconnect{}}},
                         {Symptom::handshake_timeout, {ClosePeer{}}}};
  all.push_back(everything);

  Profile hasty = meshred_before();
  hasty.name = "hasty";
  hasty.invitation.verdict_after = 0ms;
  hasty.hello = {.replies = true};
  hasty.stages = {Within{.limit = 0ms}, SendHello{}, AwaitHello{}, Reach{Milestone::handshaken}, Reach{}};
  hasty.detectors = {
      KeepAlive{.interval = 1ns, .timeout = 0ms, .poll = 0ms, .clock = Clock::wall, .echo = true}};
  for (Ladder& ladder : hasty.remedies) ladder.rungs = {Reconnect{.base = 0ms, .cap = 0ms}};
  all.push_back(hasty);

  Profile odd = fixv2();
  odd.name = "odd";
  odd.session = {.scope = Scope::per_attempt, .obeys_old_sessions = true};
  odd.invitation.verdict_after = 3s;
  odd.remedies = {{Symptom::silent, {Reconnect{}}},
                  {Symptom::send_failed, {Reconnect{.max_attempts = 1}, DropSession{}}},
                  {Symptom::unexpected_connection, {Reset{.after_failures = 2}, Reconnect{}}}};
  all.push_back(odd);

  Profile ghosts = attable();
  ghosts.name = "attable with every setting turned round";
  ghosts.session.scope = Scope::per_attempt;
  ghosts.discovery.advertise_after = 0ms;
  ghosts.gossip = {.repair = Repair::anybody, .says_instance = true, .oldest = 5s};
  ghosts.gates = {GhostFilter{.twin = Twin::refused, .remembers = Memory::while_seen},
                  HalfOpenRepair{.supersedes = true}, Cooldown{.refuses_inbound = true}};
  std::get<KeepAlive>(ghosts.detectors[0]).timeout = 32s;
  ghosts.remedies[1].rungs = {Reset{.after_failures = 2, .advances_instance = false}, Reconnect{}};
  all.push_back(ghosts);

  Profile shared = everything;
  shared.name = "everything, one session";
  shared.identity.key = Key::display_name;
  shared.session.scope = Scope::shared;
  shared.gates.clear();
  all.push_back(shared);
  return all;
}

inline std::ostream& operator<<(std::ostream& out, const Step& step) {  // so that a failing story can be read
  static constexpr std::array verbs{
      "found",     "found",       "found",     "lost",          "invited-by",    "invited-by",   "invited-by",
      "connected", "connected",   "connected", "not-connected", "not-connected", "connecting",   "received",
      "received",  "send-failed", "wall-step", "network",       "user-send",     "start or stop"};
  return out << "after " << pause(step.wait).count() << " ns " << verbs[step.what % verbs.size()] << " "
             << person(step.whom).display_name << "(" << person(step.whom).handle.value << ") detail "
             << int{step.detail};
}

[[nodiscard]] inline Engine engine_of(const Profile& profile, std::uint64_t seed) {
  return {PeerRecord{{self_handle}, "Mia", "", 0}, std::make_shared<const Profile>(profile),
          base::Rng{seed, 1}};
}

}  // namespace nearsim::protocol::story

namespace rc {
template <>
struct Arbitrary<nearsim::protocol::story::Step> {
  static Gen<nearsim::protocol::story::Step> arbitrary() {
    using nearsim::protocol::story::Step;
    return gen::build<Step>(gen::set(&Step::what), gen::set(&Step::whom), gen::set(&Step::detail),
                            gen::set(&Step::wait));
  }
};
}  // namespace rc
