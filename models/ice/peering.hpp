// All peer connections of a run.  An agent knows what reached it; the peering knows both ends, and is what
// checkers ask.  A connection has one deadline, for whatever is due first at either end.
#pragma once

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "models/ice/connection.hpp"
#include "models/ice/frame.hpp"
#include "models/ice/settings.hpp"
#include "models/ice/signalling.hpp"
#include "models/net/pair_map.hpp"

namespace nearsim::ice {

class Agent;

class ConnectionWatcher {
 public:
  virtual void connection_changed(Node a, Node b) = 0;  // after each change of an end

 protected:
  ~ConnectionWatcher() = default;
};

class Peering {
 public:
  static constexpr std::uint32_t absent = net::PairMap::absent;

  // The network outlives the peering.  The observer may be null.
  Peering(net::Network& network, const base::Streams& streams, const Settings& settings,
          const ServerSettings& server, Node devices, net::Observer* observer = nullptr);
  Peering(const Peering&) = delete;
  Peering& operator=(const Peering&) = delete;

  [[nodiscard]] Uplinks& uplinks() { return uplinks_; }
  [[nodiscard]] const Uplinks& uplinks() const { return uplinks_; }
  [[nodiscard]] Signalling& signalling() { return signalling_; }
  void attach(Node device, Attached to);  // another address breaks what stood on the old one
  void readdress(Node device);            // the same network, another address

  // --- faults, counted: `to` refuses what `from` offers
  void refuse_all(Node from, Node to) { count(refusals_, from, to, +1); }
  void stop_refusing(Node from, Node to) { count(refusals_, from, to, -1); }

  // --- the truth, for checkers
  [[nodiscard]] std::uint32_t offers(Node from, Node to) const;  // without an answer yet
  template <class F>
  void visit(Node a, Node b, F f) const {  // f(const ConnectionView&), by number
    for (std::uint32_t i = first(a, b); i != absent; i = connections_[i].next) f(connections_[i].view);
  }
  void watch(ConnectionWatcher& w) { watchers_.push_back(&w); }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] kernel::Scheduler& scheduler() const { return network_.scheduler(); }

 private:
  friend class Agent;
  struct Connection {
    ConnectionView view;
    std::uint32_t index = 0;
    std::uint32_t next = absent;  // of the same pair
    kernel::Deadline deadline{};
    int setup_tried = 0;
    bool setting_up = false;
    bool in_use = false;
  };
  struct Ref {  // a connection that may be over when an event comes to it
    std::uint32_t index;
    ConnectionId id;
  };

  // --- the table, peering.cpp
  [[nodiscard]] static Ref ref(const Connection& c) { return {c.index, c.view.id}; }
  [[nodiscard]] std::uint32_t first(Node a, Node b) const;
  [[nodiscard]] Connection* find(Ref r);
  [[nodiscard]] Connection* find(ConnectionId id);
  [[nodiscard]] Agent* agent(Node n) const { return n < agents_.size() ? agents_[n] : nullptr; }
  [[nodiscard]] bool runs(Node n) const;
  [[nodiscard]] Connection& add(Node caller, Identity as, Node callee, Identity called);
  void release_if_over(Connection& c);
  void changed(const Connection& c);
  void report(const Connection& c, Side s, const Says& verb, std::initializer_list<kernel::Field> more = {});
  void count(net::PairMap& faults, Node from, Node to, int by);
  [[nodiscard]] base::Rng& random(Node n);  // "ice/<node>"
  template <class F>
  void each_of(Node node, F f) {
    for (Connection& c : connections_)
      if (c.in_use && (c.view.ends[0].node == node || c.view.ends[1].node == node))
        f(c, c.view.side_of(node));
  }

  // --- offers and answers, peering_offers.cpp
  [[nodiscard]] ConnectionId call(Node caller, Identity as, Node callee, Identity called);
  void accept(ConnectionId id, Node callee);
  void refuse(ConnectionId id, Node callee);
  void restart(ConnectionId id, Node node);
  void flag_restart(ConnectionId id, Node node);
  void send_offer(Connection& c, Side s);
  void send_answer(Connection& c, Side s);
  void signal(Connection& c, Side s, Frame frame);
  void send_kept(Node node);
  void arrived(Node at, const Frame& frame);
  void offer_arrived(Connection& c, Side at, const Frame& frame);
  void answer_arrived(Connection& c, Side at, const Frame& frame);
  void candidates_arrived(Connection& c, Side at, const Frame& frame);
  void gather(Connection& c, Side s);
  void gathered(Ref r, Side s, std::uint32_t generation, Kind kind);
  void learn(Connection& c, Side s, const Frame& frame);
  void form_pairs(Connection& c, Side s);
  void begin_checking(Connection& c, Side s);

  // --- checks, peering_checks.cpp
  void arm(Connection& c);
  [[nodiscard]] base::Instant next_of(const End& end) const;
  void due(std::uint32_t index);
  void act(Connection& c, Side s);
  void check_pairs(Connection& c, Side s);
  void keep_alive(Connection& c, Side s);
  void look_at_silence(Connection& c, Side s);
  [[nodiscard]] std::optional<base::Duration> exchange(Connection& c, Side s, const Pair& pair);
  void answered(Ref r, Side s, std::uint32_t generation, Kind kind);
  void refreshed(Ref r, Side s);
  void try_others(Connection& c, Side s);
  void fall_back(Ref r, Side s, Kind kind);
  void select(Connection& c, Side s, const Pair& pair);
  void set_state(Connection& c, Side s, State now);
  void say_state(Connection& c, Side s);
  [[nodiscard]] base::Duration consent_period(Node node);

  // --- the channel, peering_channel.cpp
  void set_up(Connection& c);
  void set_up_step(Ref r, int trip);
  void open_channel(Ref r, Side s);
  [[nodiscard]] bool send(ConnectionId id, Node node, net::BytesView bytes);
  void flush(Connection& c, Side s);
  void deliver(Ref r, Side to, net::Buffer& bytes);
  [[nodiscard]] Stats stats(ConnectionId id, Node node);

  // --- ends, peering_end.cpp
  void close(ConnectionId id, Node node);
  void end_of(Connection& c, Side s, Cause cause);
  void gone(Connection& c, Side s);
  void process_died(Node node);
  void process_goes_on(Node node);

  net::Network& network_;
  const base::Streams& streams_;
  Settings settings_;
  net::Observer* observer_;
  Uplinks uplinks_;
  Signalling signalling_;
  std::vector<Agent*> agents_;  // by node
  std::vector<std::optional<base::Rng>> randoms_;
  std::deque<Connection> connections_;
  std::vector<std::uint32_t> free_;
  std::vector<std::vector<Frame>> kept_;  // by node: what waits for the server
  net::PairMap pairs_;                    // unordered pair -> first connection
  net::PairMap ids_;                      // number -> index
  net::PairMap refusals_;
  std::vector<ConnectionWatcher*> watchers_;
  std::uint32_t last_number_ = 0;
};

}  // namespace nearsim::ice
