// The smallest host: two engines, a lossless link of random delays, one message after the other in each
// direction. It knows nothing of frameworks: an accepted invitation connects both sides, a declined one tells
// the inviter.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

class TwoEngines {
 public:
  struct Side {
    Engine engine;
    int accepts = 0, invites = 0, connections = 0, ends = 0, sends = 0;
    bool told_connected = false;
    Instant connected{}, usable = base::never, suspected = base::never, first_beat = base::never;
    Instant last_arrival{};  // of what this side sent: the order is kept
  };

  TwoEngines(const Profile& profile, std::string left, std::string right, std::uint64_t seed,
             Duration longest_delay)
      : rng_{seed, 0},
        longest_(longest_delay),
        sides_{Side{make(profile, 1, std::move(left), seed)},
               Side{make(profile, 2, std::move(right), seed)}} {
    for (int s : {0, 1}) post(base::at(rng_.between(0ns, 5s)), [this, s] { start(s); });
    for (int s : {0, 1})  // nobody is found before it runs
      post(base::at(rng_.between(5s, 10s)), [this, s] { tell(s, PeerFound{sides_[1 - s].engine.self()}); });
  }

  void run_until(Instant end) {
    for (;;) {
      Instant next = agenda_.empty() ? base::never : agenda_.begin()->first;
      int timer = -1;
      for (int s : {0, 1})
        if (sides_[s].engine.next_deadline() < next) {
          next = sides_[s].engine.next_deadline();
          timer = s;
        }
      if (next > end) break;
      now_ = std::max(now_, next);
      if (timer >= 0) {
        perform(timer, sides_[timer].engine.advance(now_));
      } else {
        const auto todo = std::move(agenda_.begin()->second);
        agenda_.erase(agenda_.begin());
        todo();
      }
    }
  }

  [[nodiscard]] const Side& side(int s) const { return sides_[s]; }

 private:
  using Todo = std::function<void()>;

  static Engine make(const Profile& profile, std::uint64_t handle, std::string name, std::uint64_t seed) {
    return {PeerRecord{{handle}, std::move(name), "", 0}, std::make_shared<const Profile>(profile),
            base::Rng{seed, handle}};
  }
  void post(Instant at, Todo todo) { agenda_.emplace(at, std::move(todo)); }
  [[nodiscard]] Instant soon() { return now_ + rng_.between(1ms, longest_); }
  [[nodiscard]] Instant after_all_sent(int from) {
    return sides_[from].last_arrival = std::max(soon(), sides_[from].last_arrival + 1ns);
  }
  void start(int s) { tell(s, Started{sides_[s].engine.self().handle, {}, {}}); }
  void tell(int s, const Event& event) { perform(s, sides_[s].engine.handle(now_, event)); }
  void change(int s, SessionState state, int error) {
    tell(s, SessionChanged{sides_[1 - s].engine.self(),
                           sides_[s].engine.session_of(sides_[1 - s].engine.self().handle), state, error});
  }

  void perform(int s, const Decisions& decisions) {
    for (const Decision& d : decisions) std::visit([&](const auto& action) { act(s, action); }, d.action);
  }
  template <class A>
  void act(int, const A&) {}
  void act(int s, const Invite&) {
    ++sides_[s].invites;
    post(soon(), [this, s] { tell(1 - s, InvitationReceived{sides_[s].engine.self(), {1}}); });
  }
  void act(int s, const Accept&) {
    ++sides_[s].accepts;
    const Instant agreed = soon();
    for (int end : {0, 1})
      post(agreed + rng_.between(0ns, longest_), [this, end] {
        ++sides_[end].connections;
        sides_[end].connected = now_;
        change(end, SessionState::connected, 0);
      });
  }
  void act(int s, const Decline&) {
    post(soon(), [this, s] { change(1 - s, SessionState::not_connected, 61); });
  }
  void act(int s, const Send& send) {
    ++sides_[s].sends;
    if (std::holds_alternative<Beat>(send.message))
      sides_[s].first_beat = std::min(sides_[s].first_beat, now_);
    post(after_all_sent(s), [this, s, bytes = encode(send.message)] {
      const Handle from = sides_[s].engine.self().handle;
      tell(1 - s, DataReceived{from, sides_[1 - s].engine.session_of(from), bytes});
    });
  }
  void act(int s, const LeaveSession&) {
    for (int end : {0, 1})
      post(end == s ? now_ : after_all_sent(s), [this, end] {
        ++sides_[end].ends;
        change(end, SessionState::not_connected, 0);
      });
  }
  void act(int s, const Notify& notify) {
    sides_[s].told_connected = notify.standing == Standing::connected;
    if (sides_[s].told_connected) sides_[s].usable = std::min(sides_[s].usable, now_);
  }
  void act(int s, const Suspect&) { sides_[s].suspected = std::min(sides_[s].suspected, now_); }

  base::Rng rng_;
  Duration longest_;
  Instant now_{};
  std::multimap<Instant, Todo> agenda_;
  Side sides_[2];
};

}  // namespace nearsim::protocol
