// The engine: a value.  Copy it, compare it, hash it, print it.
//
//     (state, now, event) -> (state, decisions)
//
// The host's contract:
//   1. Hand every event to handle() with the device's monotonic time, which never goes back.
//   2. Perform the returned decisions in order, after the call has returned.  They are all there is: nothing
//   stays
//      queued inside.
//   3. Keep ONE timer at next_deadline(); when it fires (late is allowed: phones sleep), call advance().
// The engine reads no clock, owns no timer, holds no reference to its host and draws randomness only from the
// stream that it was given.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "protocol/action.hpp"
#include "protocol/detectors/keep_alive.hpp"
#include "protocol/event.hpp"
#include "protocol/facts.hpp"
#include "protocol/link_table.hpp"
#include "protocol/profile.hpp"
#include "sim/base/random.hpp"

namespace nearsim::protocol {

class Engine {
 public:
  Engine(PeerRecord self, std::shared_ptr<const Profile> profile, base::Rng rng,
         Network network = Network::wifi);

  [[nodiscard]] Decisions handle(Instant now, const Event& event);
  [[nodiscard]] Decisions advance(Instant now);  // acts on every deadline <= now
  [[nodiscard]] Instant next_deadline() const;

  [[nodiscard]] const PeerRecord& self() const { return self_; }
  [[nodiscard]] const Profile& profile() const { return *profile_; }
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] const Link* link(Handle peer) const;  // null: never met
  [[nodiscard]] const LinkTable& links() const { return links_; }
  [[nodiscard]] SessionNumber session_of(Handle peer) const;  // the present one
  [[nodiscard]] bool wants(const Link& link) const;           // would this side invite, were the link idle?

  bool operator==(const Engine& other) const;
  [[nodiscard]] std::string describe() const;  // every field, for people; equal engines describe alike
  [[nodiscard]] std::uint64_t hash() const;    // of describe()

 private:
  struct Serial {  // numbers and instants of the engine as a whole
    SessionNumber session{1};
    SessionNumber last_session{1};
    Instant browse = base::never, advertise = base::never;
    std::optional<Instant> recreated, reset;
    bool operator==(const Serial&) const = default;
  };

  // events, engine.cpp
  void on(const Started& event);
  void on(const Stopped& event);
  void on(const PeerFound& event);
  void on(const PeerLost& event);
  void on(const InvitationReceived& event);
  void on(const SessionChanged& event);
  void on(const DataReceived& event);
  void on(const SendFailed& event);
  void on(const WallClockStepped& event);
  void on(const NetworkChanged& event);
  void on(const UserSend& event);
  void on(const UserInvite& event);
  void on(const PersistFailed& event);
  void due(Index i);
  [[nodiscard]] bool contact_due(Index i);  // true: something was, and is done
  void services_due();

  // admission, engine_admission.cpp
  void seek(Index i, Reason why);    // try to invite an idle peer
  void invite(Index i, Reason why);  // whatever the gates say
  void settle_idle(Link& link);      // Idle or Absent
  [[nodiscard]] Verdict ask(Question question, const Link& link) const;
  void enter_pending(const Link& link);
  void leave_pending(const Link& link);
  [[nodiscard]] SessionNumber session_for(Link& link);
  [[nodiscard]] SessionNumber session_of(const Link& link) const;

  // establishment, engine_links.cpp
  void connect(Index i);
  void disconnect(Index i, Reason why);  // the link ended, for whatever cause
  void clear(Link& link);
  static void drop_waits(Link& link);  // but for those that nobody cancels
  void proceed(Index i, std::uint32_t stage);
  void resume(Index i, Awaited what);  // the oldest run that waits for this goes on
  void reach(Index i, Milestone milestone);
  void receive(Index i, const Hello& hello);
  void receive(Index i, const HelloReply& reply);
  void receive(Index i, const Beat& beat);
  void receive(Index i, const UserText& text);
  void send_beat(Index i, Reason why);

  // recovery, engine_recovery.cpp
  void suffer(Index i, Symptom symptom, Reason why);
  [[nodiscard]] SessionNumber let_go(Link& link);
  [[nodiscard]] bool apply(const RecreateSession& remedy, Index i);  // true: the climb ends here
  [[nodiscard]] bool apply(const DropSession& remedy, Index i);
  [[nodiscard]] bool apply(const ClosePeer& remedy, Index i);
  [[nodiscard]] bool apply(const Reset& remedy, Index i);
  [[nodiscard]] bool apply(const Reconnect& remedy, Index i);
  [[nodiscard]] const Reconnect* reconnect_for(Symptom symptom) const;
  [[nodiscard]] bool retries_end_when_lost() const;

  void decide(Action action, Reason why) { decisions_.push_back({std::move(action), why}); }
  void touch(Index i);  // its deadline may have changed
  [[nodiscard]] Instant deadline(const Link& link) const;
  [[nodiscard]] Now clock() const { return {now_, wall_offset_, wall_stepped_, started_}; }
  [[nodiscard]] const KeepAlive* keep_alive() const;

  PeerRecord self_;
  std::shared_ptr<const Profile> profile_;
  base::Rng rng_;
  Network network_;
  bool running_ = false;
  Instant now_{}, started_{}, wall_stepped_{};
  Duration wall_offset_{};
  Serial serial_;
  std::vector<std::string> pending_;
  LinkTable links_;
  Decisions decisions_;
};

}  // namespace nearsim::protocol
