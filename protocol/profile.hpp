// A profile is data: four short lists and a few fixed parts, no code.  Two designs differ only in what stands
// here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/detector_settings.hpp"
#include "protocol/gate_settings.hpp"
#include "protocol/registry_settings.hpp"
#include "protocol/remedy_settings.hpp"
#include "protocol/signalling_settings.hpp"
#include "protocol/stage_settings.hpp"

namespace nearsim::protocol {

// The framework whose words a design speaks.  Devices on different frameworks never meet.
enum class Framework : std::uint8_t { mpc, quic, ice };
[[nodiscard]] constexpr auto names_of(Framework) {
  return std::array<std::string_view, 3>{"mpc", "quic", "ice"};
}

struct TransportPolicy {
  Framework framework = Framework::mpc;
  bool operator==(const TransportPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("framework", s.framework, "what the design runs on");
  }
};

struct IdentityPolicy {
  Key key = Key::handle;
  bool counts_instances = false;
  bool resolves_clones = false;
  int remembers_itself = 0;
  bool operator==(const IdentityPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("key", s.key, "what the table of links is keyed by: peers with equal keys share one link's state");
    v("counts_instances", s.counts_instances, "persist a counter of process starts and advertise it");
    v("resolves_clones", s.resolves_clones,
      "of two devices with one node id the one with the lesser nonce takes a new one");
    v("remembers_itself", s.remembers_itself,
      "the nonces of so many processes of its own are kept where no backup takes them along: a record of "
      "such a process is nobody's, not a clone's",
      limits(0, 100));
  }
};

struct DiscoveryPolicy {
  Duration browse_after = 0ms;
  Duration advertise_after = 0ms;
  Duration onboarding = 0ms;
  Duration rebrowse_every = base::forever;
  Duration forget_after = base::forever;
  bool waits_for_sight = false;
  bool new_object_ends_old = false;
  bool ignores_itself = false;
  bool operator==(const DiscoveryPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("browse_after", s.browse_after, "from the start to browsing", any_time);
    v("advertise_after", s.advertise_after, "from the start to advertising", any_time);
    v("onboarding", s.onboarding,
      "every launch asks the user to join again, who takes this long; nothing runs before", any_time);
    v("rebrowse_every", s.rebrowse_every, "stop and start to browse this often, for what was lost unheard",
      period_or_none);
    v("forget_after", s.forget_after,
      "who is not found again for so long after browsing anew is taken for lost", any_time_or_none);
    v("waits_for_sight", s.waits_for_sight,
      "who browses anew invites nobody before they are found again: until then the framework knows of "
      "nobody");
    v("new_object_ends_old", s.new_object_ends_old,
      "who is found under another object began anew: what was under way with the old one ends");
    v("ignores_itself", s.ignores_itself, "a record of its own peer object is nobody's; otherwise a peer's");
  }
};

enum class Scope : std::uint8_t { shared, per_peer, per_attempt, per_connection };
[[nodiscard]] constexpr auto names_of(Scope) {
  return std::array<std::string_view, 4>{"shared", "per_peer", "per_attempt", "per_connection"};
}
enum class Encryption : std::uint8_t { optional, required, none };
[[nodiscard]] constexpr auto names_of(Encryption) {
  return std::array<std::string_view, 3>{"optional", "required", "none"};
}

struct SessionPolicy {
  Scope scope = Scope::shared;
  Encryption encryption = Encryption::required;
  bool obeys_old_sessions = false;
  bool closes_old_sessions = false;
  bool operator==(const SessionPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("scope", s.scope,
      "one session for everybody, one for each peer, a new one for each attempt, or for each connection");
    v("encryption", s.encryption, "the framework's encryption preference");
    v("obeys_old_sessions", s.obeys_old_sessions,
      "callbacks of a session that was replaced still change state");
    v("closes_old_sessions", s.closes_old_sessions,
      "who connects in a session that was replaced is let go, so that the other end does not wait for words");
  }
};

struct InvitationPolicy {
  Duration timeout = 30s;
  Duration verdict_after = base::forever;
  bool says_who = false;
  bool every_finding = false;
  bool says_attempt = false;
  bool ignores_unseen = false;
  bool operator==(const InvitationPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("timeout", s.timeout, "handed to the framework", any_time);
    v("verdict_after", s.verdict_after,
      "take no answer for a refusal after this long, although the invitation lives on; none: wait for the "
      "framework",
      any_time_or_none);
    v("says_who", s.says_who, "an invitation carries its sender's node id and instance");
    v("every_finding", s.every_finding,
      "a peer that is found again is invited again, although an invitation to it is under way");
    v("ignores_unseen", s.ignores_unseen,
      "an invitation of somebody whom discovery has not shown is dropped, and not answered");
    v("says_attempt", s.says_attempt,
      "an invitation and a hello say how many attempts their sender has begun, so that one shows which is "
      "older");
  }
};

struct HelloPolicy {
  bool replies = false;
  bool accepts = true;
  Duration reply_after = 0ms;
  bool says_goodbye = false;
  bool rejection_fails = false;
  bool operator==(const HelloPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("replies", s.replies, "answer a hello with a reply");
    v("accepts", s.accepts, "the reply says accepted; otherwise rejected");
    v("reply_after", s.reply_after, "from the hello to the reply", any_time);
    v("says_goodbye", s.says_goodbye, "tell everybody when leaving, so that nobody takes it for trouble");
    v("rejection_fails", s.rejection_fails,
      "a reply that rejects raises the symptom handshake_timeout at once; otherwise its time runs out");
  }
};

enum class Repair : std::uint8_t { elected, anybody };
[[nodiscard]] constexpr auto names_of(Repair) {
  return std::array<std::string_view, 2>{"elected", "anybody"};
}
struct GossipPolicy {  // what beats say of others, and what is made of it
  Repair repair = Repair::elected;
  bool invites_lost = false;
  bool says_instance = false;
  Duration oldest = base::forever;
  bool operator==(const GossipPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("repair", s.repair,
      "who invites a peer that another has and we lack: the elected one, or whoever hears");
    v("invites_lost", s.invites_lost, "also a peer that discovery has lost, by the object that it had");
    v("says_instance", s.says_instance, "a beat says of each peer which instance, and heard how long ago");
    v("oldest", s.oldest, "of a peer that its teller has not heard for longer, nothing is believed",
      any_time_or_none);
  }
};

struct TranscriptPolicy {
  bool keeps_partial = false;
  bool operator==(const TranscriptPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("keeps_partial", s.keeps_partial,
      "what a peer had begun to say when it was lost is kept as if it were said");
  }
};

enum class Operations : std::uint8_t { direct, serial_queue };
[[nodiscard]] constexpr auto names_of(Operations) {
  return std::array<std::string_view, 2>{"direct", "serial_queue"};
}
// Handed from one queue to another: the first goes on at once, or stands still until it is done.
enum class Handing : std::uint8_t { async, sync };
[[nodiscard]] constexpr auto names_of(Handing) { return std::array<std::string_view, 2>{"async", "sync"}; }
struct DispatchPolicy {
  Operations operations = Operations::direct;
  Handing received = Handing::async;
  Handing sending = Handing::async;
  bool operator==(const DispatchPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("operations", s.operations,
      "calls to the framework go out at once, or through the application's own serial queue");
    v("received", s.received,
      "data is handled where the framework tells of it; or on the main queue, for which the framework's "
      "waits");
    v("sending", s.sending,
      "what the user sends goes out at once; or on the framework's queue, for which the main queue waits");
  }
};

struct Ladder {  // the remedies for one symptom, in order
  Symptom symptom = Symptom::link_failed;
  std::vector<Remedy> rungs;
  bool operator==(const Ladder&) const = default;
};

// The one mechanism of type M in a family's list, or null.
template <class M, class Family>
[[nodiscard]] const M* find_in(const std::vector<Family>& family) {
  for (const Family& member : family)
    if (const M* found = std::get_if<M>(&member)) return found;
  return nullptr;
}

struct Profile {
  std::string name;
  TransportPolicy transport{};
  IdentityPolicy identity{};
  DiscoveryPolicy discovery{};
  SessionPolicy session{};
  InvitationPolicy invitation{};
  HelloPolicy hello{};
  RegistryPolicy registry{};
  DispatchPolicy dispatch{};
  GossipPolicy gossip{};
  TranscriptPolicy transcript{};
  SignallingPolicy signalling{};
  Duration stability = 0ms;  // failures are forgotten only after this long connected
  std::vector<Gate> gates{};
  std::vector<Stage> stages{};
  std::vector<Detector> detectors{};
  std::vector<Ladder> remedies{};  // at most one per symptom
  bool operator==(const Profile&) const = default;
};

// The fixed parts by name: f("identity", profile.identity) and so on.
template <class P, class F>
void parts(P& p, F&& f) {
  f("transport", p.transport);
  f("identity", p.identity);
  f("discovery", p.discovery);
  f("session", p.session);
  f("invitation", p.invitation);
  f("hello", p.hello);
  f("registry", p.registry);
  f("dispatch", p.dispatch);
  f("gossip", p.gossip);
  f("transcript", p.transcript);
  f("signalling", p.signalling);
}

// Where a constant comes from: the path of a setting and the words of its source, or "ours" and why.
struct Quote {
  std::string_view path;  // "detectors.keep_alive.timeout"; "stages[3].settle.on_wifi"
  std::string_view words;
};

struct Design {  // a profile as shipped, with what it is and its sources
  std::string_view name;
  std::string_view summary;
  Profile (*make)();
  std::span<const Quote> quotes;
};

[[nodiscard]] std::span<const Design> designs();  // in the order in which the matrix shows them
[[nodiscard]] const Design* find_design(std::string_view name);

}  // namespace nearsim::protocol
