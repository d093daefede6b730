// Devices with a framework each, for tests: a log of every callback, and queues that keep their order under
// shuffled ties.  Devices are called A, B, C ...; "B:invited-A@110 " is B being told of A's invitation at 110
// ms.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"
#include "tests/unit/net/room.hpp"

namespace nearsim::mpc {

using namespace std::chrono_literals;
using base::at;

class FifoQueues final : public Dispatcher {
 public:
  explicit FifoQueues(kernel::Scheduler& s) : scheduler_(s) {}
  void pause() { paused_ = true; }
  void resume() {
    paused_ = false;
    for (auto& tasks : tasks_) drain(tasks);
  }

 private:
  kernel::Callback& place(Queue queue, kernel::Label label) override {
    auto& tasks = tasks_[static_cast<int>(queue)];
    scheduler_.post(scheduler_.now(), label, [this, &tasks] { drain(tasks); });
    return tasks.emplace_back();
  }
  void drain(std::deque<kernel::Callback>& tasks) {
    while (!paused_ && !tasks.empty()) {
      kernel::Callback run = std::move(tasks.front());
      tasks.pop_front();
      run();
    }
  }
  kernel::Scheduler& scheduler_;
  std::deque<kernel::Callback> tasks_[2];
  bool paused_ = false;
};

struct People;

struct Person final : Delegate {
  Person(People&, net::Node);
  void browser_found_peer(const PeerId& p, const net::DiscoveryInfo&) override;
  void browser_lost_peer(const PeerId& p) override;
  void advertiser_received_invitation(InvitationId, const PeerId& from, net::BytesView context) override;
  void session_peer_changed(SessionId, const PeerId&, State, net::Errno) override;
  void session_received(SessionId, net::BytesView, const PeerId& from) override;

  void appear() {  // advertises and browses
    framework.start_advertising({{"platform", "iOS"}});
    framework.start_browsing();
  }
  InvitationId invite(const Person& whom, base::Duration timeout = 30s);
  SendResult send(const std::vector<const Person*>& whom, std::string_view text, Mode = Mode::reliable);
  [[nodiscard]] Identity id() const { return framework.peer_id().id; }

  People& people;
  net::Node node;
  FifoQueues queues;
  Framework framework;
  SessionId session;
  enum class Manners { accept, decline, silent } manners = Manners::accept;
  std::vector<InvitationId> invitations;  // received
};

struct People : net::Room {
  explicit People(int count, Settings settings = {}, net::Way way = {}, kernel::SchedulerOptions options = {},
                  net::Observer* observer = nullptr, std::uint64_t seed = 7)
      : Room(way, seed, options, observer),
        discovery(network, streams, {}),
        air(network, discovery, streams, settings, observer) {
    for (int n = 0; n < count; ++n) all.push_back(std::make_unique<Person>(*this, static_cast<net::Node>(n)));
  }
  Person& operator[](std::size_t n) { return *all[n]; }

  // Everybody has found everybody by one second.
  void meet() {
    for (auto& p : all) p->appear();
    static_cast<void>(run(1s));
  }
  // A has invited B and both are connected by two seconds.
  void connect() {
    meet();
    all[0]->invite(*all[1]);
    static_cast<void>(run(2s));
  }
  [[nodiscard]] std::string name(const PeerId& p) const { return p.display_name; }

  net::Discovery discovery;
  Air air;
  std::vector<std::unique_ptr<Person>> all;
};

inline Person::Person(People& p, net::Node n)
    : people(p),
      node(n),
      queues(p.scheduler),
      framework(p.air, n, p.air.know(identity_of(n, 1), std::string(1, static_cast<char>('A' + n))), queues,
                *this),
      session(framework.create_session(Encryption::required)) {}

inline void Person::browser_found_peer(const PeerId& p, const net::DiscoveryInfo&) {
  people.log(node, "found-" + people.name(p));
}
inline void Person::browser_lost_peer(const PeerId& p) { people.log(node, "lost-" + people.name(p)); }
inline void Person::advertiser_received_invitation(InvitationId i, const PeerId& from,
                                                   net::BytesView context) {
  people.log(node, "invited-" + people.name(from) + (context.empty() ? "" : "+context"));
  invitations.push_back(i);
  if (manners != Manners::silent)
    framework.answer(i, manners == Manners::accept ? Answer::accept : Answer::decline, session);
}
inline void Person::session_peer_changed(SessionId s, const PeerId& p, State state, net::Errno why) {
  std::string what{mpc::name(state)};
  what += '-' + people.name(p);
  if (why != net::Errno::none) what += '/' + std::to_string(net::number(why));
  if (s != session) what += "#" + std::to_string(s.number);
  people.log(node, what);
}
inline void Person::session_received(SessionId, net::BytesView data, const PeerId& from) {
  people.log(node,
             people.name(from) + ":" + std::string(reinterpret_cast<const char*>(data.data()), data.size()));
}
inline InvitationId Person::invite(const Person& whom, base::Duration timeout) {
  return framework.invite_peer(whom.id(), session, {}, timeout);
}
inline SendResult Person::send(const std::vector<const Person*>& whom, std::string_view text, Mode mode) {
  std::vector<Identity> ids;
  for (const Person* p : whom) ids.push_back(p->id());
  return framework.send(session, ids, std::as_bytes(std::span{text.data(), text.size()}), mode);
}

inline net::Way delay_of(base::Duration d) { return {.delay = d}; }
inline kernel::SchedulerOptions shuffled(std::uint64_t seed) {
  return {.ties = kernel::Ties::shuffled, .tie_seed = {seed}};
}

// One entry of a log, "B:not_connected-A/60@14210 ": its time in milliseconds, -1 if it is not there.
inline long time_of(const std::string& log, const std::string& what) {
  const auto i = log.find(what + "@");
  return i == std::string::npos ? -1 : std::stol(log.substr(i + what.size() + 1));
}

}  // namespace nearsim::mpc
