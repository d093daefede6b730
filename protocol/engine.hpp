// The engine: a value.  Copy it, compare it, hash it, print it.
//
//     (state, now, event) -> (state, decisions)
//
// The host's contract:
//   1. Hand every event to handle() with the device's monotonic time, which never goes back.
//   2. Perform the returned decisions in order, after the call has returned.  They are all there is:
//      nothing stays queued inside.
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
#include "protocol/places.hpp"
#include "protocol/profile.hpp"
#include "protocol/roll.hpp"
#include "protocol/signalling.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/base/random.hpp"

namespace nearsim::protocol {

class Engine {
 public:
  // So many bytes from its beginning are what events look at, as a rule; a hint for who fetches them.
  static constexpr std::size_t looked_at = 10 * base::cache_line;  // ours: up to the first links' blocks

  Engine(PeerRecord self, std::shared_ptr<const Profile> profile, base::Rng rng,
         Network network = Network::wifi, Platform platform = Platform::ios,
         std::pmr::memory_resource* memory = base::heap());  // of its tables; a copy has its own

  [[nodiscard]] Decisions handle(Instant now, const Event& event);
  [[nodiscard]] Decisions advance(Instant now);  // acts on every deadline <= now
  [[nodiscard]] Instant next_deadline() const {
    return base::earliest(serial_.browse, serial_.advertise, serial_.rebrowse, serial_.forget,
                          signalling_.next, links_.timetable().first_instant());
  }
  // If the host likes: the memory of what it was given, for the next ones.
  void reuse(Decisions&& performed) {
    if (performed.capacity() <= decisions_.capacity() || !decisions_.empty()) return;
    decisions_ = std::move(performed);
    decisions_.clear();
  }

  [[nodiscard]] const PeerRecord& self() const { return self_; }
  [[nodiscard]] const Profile& profile() const { return *profile_; }
  [[nodiscard]] const Rendezvous& signalling() const { return signalling_; }
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] const Link* link(Handle peer) const { return links_.seek(peer); }  // null: never met
  [[nodiscard]] const LinkTable& links() const { return links_; }
  [[nodiscard]] SessionNumber session_of(Handle peer) const;  // the present one
  [[nodiscard]] bool wants(const Link& link) const {          // would this side invite, were the link idle?
    return link.elected.known() ? link.elected.us() : would_invite(link);
  }
  // Counts on when data or a deadline made a link stand otherwise: most of both only say that all is well.
  [[nodiscard]] std::uint64_t turns() const { return turns_; }
  // In the last call, without a decision about them.
  [[nodiscard]] const std::vector<Index>& turned_silently() const { return turned_silently_; }

  bool operator==(const Engine& other) const;
  [[nodiscard]] std::string describe() const;  // every field, for people; equal engines describe alike
  [[nodiscard]] std::uint64_t hash() const;    // of describe()

 private:
  struct Serial {  // numbers and instants of the engine as a whole
    SessionNumber session{1};
    SessionNumber last_session{1};
    Instant browse = base::never, advertise = base::never, rebrowse = base::never, forget = base::never;
    std::optional<Instant> recreated, reset;
    bool launched = false;        // once in this process
    bool keeps_instance = false;  // the reset that is under way makes no new instance
    Handle monitored;             // the peer whose quality was last begun to be watched
    bool operator==(const Serial&) const = default;
  };

  struct Rung {  // where on which ladder
    Symptom symptom;
    std::uint32_t number;
  };

  // events, engine.cpp
  void on(const Started& event);
  void on(const Stopped& event);
  void on(const PeerFound& event);
  void on(const PeerLost& event);
  void on(const InvitationReceived& event);
  void on(const SessionChanged& event);
  void on(const Probed& event);
  void on(const DataReceived& event);
  void on(const SendFailed& event);
  void on(const PathChanged& event);
  void on(const StatsSampled& event);
  void on(const SignallingChanged& event);
  void on(const WallClockStepped& event);
  void on(const NetworkChanged& event);
  void on(const InterfacesChanged& event);
  void on(const UserSend& event);
  void on(const UserInvite& event);
  void on(const PersistFailed& event);
  void due(Index i);
  [[nodiscard]] bool contact_due(Index i);  // true: something was, and is done
  [[nodiscard]] bool minds_own_sleep() const;
  void wake(Instant planned);  // the host comes at now_; a deadline was planned before
  void forget_elected();       // this side is somebody else
  void services_due();
  void browse_anew();
  void forget_doubted();
  void lose_sight(Index i, Reason why);
  void wait_for_sight(Index i);
  [[nodiscard]] bool waits_for_sight(const Link& link) const;

  // admission, engine_admission.cpp
  void seek(Index i, Reason why, Question question = Question::invite);  // try to invite an idle peer
  void invite(Index i, Reason why);                                      // whatever the gates say
  void settle_idle(Link& link);                                          // Idle or Absent
  void wait_for_invitation(Link& link);                                  // if we are the one to wait
  [[nodiscard]] Verdict ask(Question question, const Link& link, std::uint64_t attempt = 0) const;
  void enter_pending(const Link& link);
  void leave_pending(const Link& link);
  [[nodiscard]] bool would_invite(const Link& link) const;
  [[nodiscard]] SessionNumber session_for(Link& link);
  [[nodiscard]] SessionNumber session_to_accept(Link& link);
  [[nodiscard]] SessionNumber session_of(const Link& link) const;
  [[nodiscard]] SessionNumber session_of(const PeerRecord& peer) const;

  // instances of a node id, engine_instances.cpp
  struct Met {
    Index index = no_index;  // no_index: refused, and the newer record stands
    Verdict refusal{};
  };
  [[nodiscard]] Met meet(const PeerRecord& seen, Question question);
  void see_instance(Index i, const PeerRecord& before);    // of its record as it is now
  void supersede(Index i, Handle old_object, Reason why);  // what was under way with the old object ends
  [[nodiscard]] Verdict ask_to_deliver(Handle from, const Link& link, const Message& message) const;
  enum class Leaving : std::uint8_t { user, reset };
  void forget_links(Leaving leaving);
  void forget_unseen(Link& link);
  void yield_to(const PeerRecord& clone);  // if we are the one to do so
  [[nodiscard]] bool was_us(const PeerRecord& seen) const;
  void refuse_connection(const SessionChanged& event, Reason why);
  void ignore_old(const SessionChanged& event);

  // gossip, engine_gossip.cpp
  void hear_gossip(Index teller, const Beat& beat);
  [[nodiscard]] bool gossip_can_help(const Link& link) const;
  [[nodiscard]] bool is_news(const Link& link, const Heard& heard) const;
  void mention_all(Beat& beat, Instant heard_now);
  void call_roll();
  void send_beat(Index i, Reason why);
  void send_due_beat(Index i);
  // known devices, engine_registry.cpp
  void begin_known(const Started& event);
  void take_inbound(Index i, InvitationNumber invitation);
  void accept_inbound(Index i, InvitationNumber invitation, Reason why);
  void take_connection(Index i, const SessionChanged& event);
  void connection_made(Index i, SessionNumber session);
  void connection_ended(Index i, const SessionChanged& event);
  void lose(Index i, Symptom symptom, Reason why);
  void stop_known();
  [[nodiscard]] bool pair(Index i, const Pairing& stage);  // true: the stages end here
  // dialling them, engine_dials.cpp
  void start_dials(Index i, Duration after, Reason why);
  void dial(Index i, Dial& loop, Reason why);
  void dial_failed(Index i, std::size_t loop, const SessionChanged& event);
  void settle_registered(Index i);  // its phase, when it is not connected
  [[nodiscard]] bool registered_due(Index i);
  [[nodiscard]] Instant registered_deadline(const Link& link) const;
  [[nodiscard]] Instant next_check(const Registration& r) const;
  [[nodiscard]] Instant next_periodic(const Registration& r) const;
  [[nodiscard]] const Redial& redial() const;
  [[nodiscard]] const Periodic* periodic() const;

  // establishment, engine_links.cpp
  void connect(Index i);
  void disconnect(Index i, Reason why);  // the link ended, for whatever cause
  void clear(Link& link);
  void keep_partial(Link& link);
  static void drop_waits(Link& link);  // but for those that nobody cancels
  void proceed(Index i, std::uint32_t stage);
  void resume(Index i, Awaited what);  // the oldest run that waits for this goes on
  void reach(Index i, Milestone milestone);
  static void remember_attempts(Link& link, std::uint64_t attempts);
  void receive(Index i, const Hello& hello);
  void receive(Index i, const HelloReply& reply);
  void receive(Index i, const Beat& beat);
  void receive(Index i, const Bye& bye);
  void receive(Index i, const UserText& text);

  // detectors beside keep-alive, engine_monitors.cpp
  void start_monitors(Link& link, Milestone milestone);
  void stop_monitors(Link& link);
  void watch_again(Link& link);
  [[nodiscard]] bool monitor_due(Index i);
  void heartbeat_due(Index i, const Heartbeat& heartbeat);
  void sample_due(Index i, Instant& timer);
  void send_missed(Index i);
  [[nodiscard]] static Instant monitor_deadline(const Contact& contact);

  // the path of a link, and the device's own network, engine_path.cpp
  void heal(Index i, Reason why);
  void healing_due(Index i);
  void network_lost();
  void network_back(const NetworkWatch& watch);
  void network_switched();
  [[nodiscard]] bool apply(const Grace& remedy, Index i, Rung at);
  [[nodiscard]] bool apply(const IceRestart& remedy, Index i, Rung at);

  // renegotiating it, engine_renegotiation.cpp
  [[nodiscard]] bool apply(const Renegotiate& remedy, Index i, Rung at);
  [[nodiscard]] bool renegotiates(const Link& link) const;  // and waits for what comes of it
  void renegotiated_in_vain(Index i, Reason why);
  [[nodiscard]] Instant stale_at(const Link& link) const;
  void path_stale(Index i);

  // the signalling server, engine_signalling.cpp
  void open_signalling(Reason why);
  void schedule_signalling();
  void signalling_failed();
  void signalling_due();
  void server_is_there();
  [[nodiscard]] bool lacks_server() const;  // and waits for it
  void peer_connected();
  void peer_closed();

  // recovery, engine_recovery.cpp
  void suffer(Index i, Symptom symptom, Reason why);
  void climb(Index i, Rung from);
  [[nodiscard]] bool restarts_at(Rung at) const;
  [[nodiscard]] SessionNumber let_go(Link& link);
  void begin_anew();
  [[nodiscard]] bool apply(const RecreateSession& remedy, Index i);  // true: the climb ends here
  [[nodiscard]] bool apply(const DropSession& remedy, Index i);
  [[nodiscard]] bool apply(const ClosePeer& remedy, Index i);
  [[nodiscard]] bool apply(const Reset& remedy, Index i);
  [[nodiscard]] bool apply(const Reconnect& remedy, Index i);
  [[nodiscard]] bool apply(const Redial& remedy, Index i);
  [[nodiscard]] bool apply(const Periodic& remedy, Index i);
  [[nodiscard]] const Reconnect* reconnect_for(Symptom symptom) const;
  [[nodiscard]] bool retries_end_when_lost() const;

  template <class A>
  void decide(A&& action, const Reason& why) {
    decisions_.emplace_back(std::forward<A>(action), why);
  }
  void touch(Index i);  // its deadline may have changed
  template <class F>
  void count_turns(Index i, F&& f) {  // of the link, if f() makes it turn
    const std::uint64_t before = links_[i].standing();
    f();
    if (i >= links_.size() || links_[i].standing() != before) ++turns_;
  }
  [[nodiscard]] Instant deadline(const Link& link) const;
  [[nodiscard]] Now clock() const { return {now_, wall_offset_, wall_stepped_, started_}; }
  template <class M>
  [[nodiscard]] const M* find_gate() const {  // null: the profile has none
    return gates_.find<M>(profile_->gates);
  }
  template <class M>
  [[nodiscard]] const M* find_detector() const {
    return detectors_.find<M>(profile_->detectors);
  }
  [[nodiscard]] const KeepAlive* keep_alive() const { return find_detector<KeepAlive>(); }

  // What every event looks at stands together: a host that has many engines has few of them in its caches.
  std::shared_ptr<const Profile> profile_;
  Places<Gate> gates_;
  Places<Detector> detectors_;
  Instant now_{};
  bool running_ = false;
  Network network_, last_network_;  // the last that was one
  Platform platform_;
  Decisions decisions_;
  Rendezvous signalling_;
  Serial serial_;
  PeerRecord self_;
  base::Rng rng_;
  LinkTable links_;
  Instant started_{}, wall_stepped_{};
  Duration wall_offset_{};
  std::vector<std::string> pending_;
  std::vector<std::pair<std::string, std::uint64_t>>
      newest_;                             // sorted by key: of peers whose links are forgotten
  std::vector<std::uint64_t> own_nonces_;  // of earlier processes
  Roll roll_;                              // no part of the value, nor are those that follow
  std::uint64_t turns_ = 0;
  std::vector<Index> turned_silently_;
  std::uint64_t connections_turned_ = 0;  // how often somebody was connected, lost, or renamed
};

}  // namespace nearsim::protocol
