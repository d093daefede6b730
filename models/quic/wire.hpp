// All QUIC connections of a run.  An endpoint knows what reached it; the wire knows both ends, and is what
// checkers ask.
#pragma once

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "models/net/courier.hpp"
#include "models/net/network.hpp"
#include "models/net/pair_map.hpp"
#include "models/net/pipe.hpp"
#include "models/quic/connection.hpp"
#include "models/quic/settings.hpp"
#include "models/quic/verbs.hpp"
#include "sim/base/random.hpp"

namespace nearsim::quic {

class Endpoint;

class ConnectionWatcher {
 public:
  virtual void connection_changed(net::Node a, net::Node b) = 0;  // after each change of an end

 protected:
  ~ConnectionWatcher() = default;
};

class Wire {
 public:
  static constexpr std::uint32_t absent = net::PairMap::absent;

  // The network outlives the wire.  The observer may be null.
  Wire(net::Network& network, const base::Streams& streams, const Settings& settings,
       net::Observer* observer = nullptr);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // --- faults, counted: the endpoint of `to` refuses what `from` dials
  void refuse_all(net::Node from, net::Node to);
  void stop_refusing(net::Node from, net::Node to);

  // --- the truth, for checkers, who ask after every change: counted as it changes
  struct Joined {  // what there is between two devices
    std::uint32_t alive = 0, half_open = 0;
  };
  [[nodiscard]] Joined joined(net::Node a, net::Node b) const;
  [[nodiscard]] std::uint32_t dials(net::Node from, net::Node to) const;  // without an answer yet
  template <class F>
  void visit(net::Node a, net::Node b, F f) const {  // f(const ConnectionView&), by number
    const Between* pair = between(a, b);
    for (std::uint32_t i = pair == nullptr ? absent : pair->first; i != absent; i = connections_[i].next)
      f(connections_[i].view);
  }
  void watch(ConnectionWatcher& w) { watchers_.push_back(&w); }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] kernel::Scheduler& scheduler() const { return network_.scheduler(); }

 private:
  friend class Endpoint;
  struct Half final : net::Watcher {  // one end's timer, and how it hears the other
    Wire* wire = nullptr;
    std::uint32_t connection = 0;
    Side side{};
    enum class Armed : std::uint8_t { nothing, handshake, idle } armed = Armed::nothing;
    kernel::Timer timer{};
    void path_changed(net::Path) override;
  };
  // All connections of a pair, by number, and what they come to.
  struct Between {
    std::uint32_t first = absent, last = absent;
    Joined joined;
    std::uint32_t from_lesser = 0, from_greater = 0;  // dials without an answer
  };
  struct Connection {
    ConnectionView view;
    Half halves[2];
    std::uint32_t between = 0;                       // its pair's place
    std::uint32_t next = absent, previous = absent;  // of the same pair
    std::uint32_t first_stream = absent;             // of this connection
    bool in_use = false;
    bool alive = false, half_open = false, dials = false;  // as they are counted
  };
  struct Stream;
  struct Receiver final : net::PipeEnd {
    Wire* wire = nullptr;
    std::uint32_t stream = 0;
    Side side{};  // that receives
    net::Pipe in;
    void pipe_delivered(net::Pipe&, std::uint8_t tag, net::Buffer&) override;
  };
  struct Stream {
    std::uint32_t connection = 0;
    std::uint32_t generation = 0;
    std::uint32_t next = absent;  // of the same connection
    Receiver receivers[2];        // by side
  };
  struct Ref {  // a connection that may be over when an event comes to it
    std::uint32_t index;
    ConnectionId id;
  };

  [[nodiscard]] static ConnectionEnd& end(Connection& c, Side s) {
    return s == Side::client ? c.view.client : c.view.server;
  }
  [[nodiscard]] static Half& half(Connection& c, Side s) { return c.halves[static_cast<int>(s)]; }
  [[nodiscard]] static Side side_of(const Connection& c, net::Node n) {
    return c.view.client.node == n ? Side::client : Side::server;
  }
  [[nodiscard]] static Ref ref(const Connection& c) { return {c.halves[0].connection, c.view.id}; }
  [[nodiscard]] const Between* between(net::Node a, net::Node b) const;  // null: there never was one
  void set_state(Connection& c, Side s, EndState state);
  void count(Connection& c);
  void key_changed(net::Node server);  // who dialled the old one asks nobody any more
  [[nodiscard]] Connection* find(Ref r);
  [[nodiscard]] Connection* find(ConnectionId id);
  [[nodiscard]] Endpoint* endpoint(net::Node n) const {
    return n < endpoints_.size() ? endpoints_[n] : nullptr;
  }
  [[nodiscard]] Connection& add(net::Node client, net::Node server, Alpn alpn, NodeKey key);
  void release_if_over(Connection& c);
  void changed(const Connection& c);
  void report(net::Node node, const Says& verb, net::Node peer, std::initializer_list<kernel::Field> fields);
  [[nodiscard]] base::Rng& random(net::Node n);  // "quic/<node>"

  // --- wire_handshake.cpp
  [[nodiscard]] ConnectionId dial(net::Node client, net::Node server, Alpn alpn, NodeKey key);
  void accept(ConnectionId id, net::Node server);
  void refuse(ConnectionId id, net::Node server);
  void send_initial(Ref r, int tried);
  void initial_arrived(Ref r);
  void answer_arrived(Ref r);
  void later_ready(Ref r, Side s);
  void ready(Connection& c, Side s);  // connected, unless it is already
  void tell(Ref r, Side to, const char* what, base::Instant give_up, kernel::Callback on_arrival);

  // --- wire_end.cpp
  [[nodiscard]] bool is_connected(ConnectionId id, net::Node node);
  void close(ConnectionId id, net::Node node, CloseCode code);
  void close(Connection& c, Side s, CloseCode code);
  void close_all(net::Node node, CloseCode code);
  void end_of(Connection& c, Side s, Cause cause, CloseCode code);
  void gone(Connection& c, Side s);
  void arm(Connection& c, Side s, Half::Armed what, base::Duration wait);
  void disarm(Half& h);
  void over(Ref r, Side s);  // the armed time has passed
  void listen(Connection& c, Side s);
  void heard(Connection& c, Side s);  // data here: without keep-alives idle is counted from it
  void forgotten_by(Connection& c, Side s);
  void process_died(net::Node node);
  void listen_again(net::Node node);
  template <class F>
  void each_of(net::Node node, F f);

  // --- wire_streams.cpp
  [[nodiscard]] StreamId open_stream(ConnectionId id, net::Node node, StreamKind kind);
  [[nodiscard]] bool send(StreamId id, net::Node node, net::BytesView bytes);
  void close_streams(Connection& c, Side s);  // this end takes and sends nothing more
  void release_streams(Connection& c);
  void deliver(Stream& stream, Side at, net::Buffer& bytes);

  net::Network& network_;
  const base::Streams& streams_;
  Settings settings_;
  net::Observer* observer_;
  net::Courier courier_;
  std::vector<Endpoint*> endpoints_;  // by node
  std::vector<std::optional<base::Rng>> randoms_;
  std::deque<Connection> connections_;
  std::vector<std::uint32_t> free_;
  std::deque<Stream> open_streams_;
  std::vector<std::uint32_t> free_streams_;
  net::PairMap pairs_;  // unordered pair -> place in between_
  std::vector<Between> between_;
  std::vector<std::uint32_t> places_;  // by number; of one that is over it stays, and is another's by then
  net::PairMap refusals_;
  std::vector<ConnectionWatcher*> watchers_;
  std::uint32_t last_number_ = 0;
};

}  // namespace nearsim::quic
