// All links of a run: how they are set up, carry data, and end at one side or both.
#pragma once

#include <deque>
#include <map>
#include <memory_resource>
#include <string_view>
#include <utility>
#include <vector>

#include "models/mpc/link.hpp"
#include "models/net/pair_map.hpp"

namespace nearsim::mpc {

class Air;

class LinkWatcher {
 public:
  // After each change of an end; a and b in any order.
  virtual void link_changed(net::Node a, net::Node b, LinkId) = 0;

 protected:
  ~LinkWatcher() = default;
};

// What the acceptance of an invitation will come to.
enum class Outcome : std::uint8_t {
  connects,
  encryption_mismatch,     // connecting, then not connected
  certificate_refused,     // the same
  certificate_unanswered,  // connecting, until ICE's timeout
  dropped_when_connected,  // the ninth peer, if it is not declined
  nobody_there,            // the inviter has given up: the invitee's checks run into their timeout
};

struct Party {
  net::Node node;
  SessionId session;
  const PeerId* self;
};

class Links {
 public:
  static constexpr std::uint32_t absent = net::PairMap::absent;
  static constexpr std::uint8_t data_tag = 0, goodbye_tag = 1;  // of the messages in a channel

  Links(Air& air, std::pmr::memory_resource* memory)
      : air_(air), links_(memory), free_(memory), pairs_(memory), ids_(memory) {}
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;

  // --- setting up, for Invitations
  [[nodiscard]] LinkId accept(const Party& inviter, const Party& invitee, Outcome);  // at the invitee
  [[nodiscard]] bool acceptance_arrived(LinkId);  // at the inviter; false: the link is over already
  void inviter_gave_up(LinkId);
  void close_both(net::Node a, SessionId, net::Node b, SessionId, net::Errno);

  // --- use, for Framework
  // The session's links to this peer end, with goodbyes.
  void disconnect(net::Node, SessionId, const PeerId& peer, net::Node peer_node);
  // The connected link that data goes to; number 0 if there is none.
  [[nodiscard]] LinkId usable(net::Node, SessionId, const PeerId& peer, net::Node peer_node) const;
  [[nodiscard]] bool alive(net::Node, SessionId, const PeerId& peer, net::Node peer_node, EndState) const;
  void send(LinkId, net::Node from, net::BytesView, Mode);
  void process_died(net::Node, Exit);
  void sockets_broke(net::Node, net::Errno);  // its own ends of links, at once
  void process_suspended(net::Node);
  void process_resumed(net::Node);

  // --- the truth
  // Whether these two sessions have a link with both ends alive; and one whose ends are not both connected.
  [[nodiscard]] bool between(net::Node a, SessionId, net::Node b, SessionId) const;
  [[nodiscard]] bool setting_up(net::Node a, SessionId, net::Node b, SessionId) const;
  [[nodiscard]] std::uint32_t both_alive(net::Node a, net::Node b) const;
  [[nodiscard]] std::uint32_t half_open(net::Node a, net::Node b) const;
  template <class F>
  void visit(net::Node a, net::Node b, F f) const {
    for (std::uint32_t i = first(a, b); i != absent; i = links_[i].next) f(links_[i].view);
  }
  template <class F>
  void visit(F f) const {
    for (const Link& l : links_)
      if (l.in_use) f(l.view);
  }
  void watch(LinkWatcher& w) { watchers_.push_back(&w); }
  void prefetch(net::Node a, net::Node b, kernel::Approach how) const;

 private:
  struct Half final : net::PipeEnd, net::Watcher {  // one end's side of the channel: how it hears the other
    Links* links = nullptr;
    std::uint32_t link = 0;
    Side side{};
    enum class Armed : std::uint8_t { nothing, ice, silence } armed = Armed::nothing;
    net::Errno silence = net::Errno::timeout;  // why the silence, when it is reported
    bool refuses = false;                      // this end's process died on a host that answers for it
    kernel::Timer timer{};
    base::Instant due = base::never;  // of the timer
    net::Pipe in;
    void pipe_delivered(net::Pipe&, std::uint8_t tag, net::Buffer&) override;
    void path_changed(net::Path) override;
  };
  struct Channel {  // over one lane, if there is one for each; how far it is, by end
    bool ready[2] = {false, false};
    bool opened = false;  // both have the interface
  };
  struct Link {
    LinkView view;
    std::vector<Channel> channels;
    Half halves[2];
    Outcome outcome = Outcome::connects;
    std::uint32_t next = absent;  // of the same pair
    bool in_use = false;
  };
  struct Ref {  // a link that may be over when an event comes to it
    std::uint32_t index;
    LinkId id;
  };

  [[nodiscard]] static LinkEnd& end(Link& l, Side s) {
    return s == Side::inviter ? l.view.inviter : l.view.invitee;
  }
  [[nodiscard]] static Half& half(Link& l, Side s) { return l.halves[static_cast<int>(s)]; }
  [[nodiscard]] std::uint32_t first(net::Node a, net::Node b) const;
  [[nodiscard]] Link* find(LinkId);
  [[nodiscard]] Link* find(Ref);
  [[nodiscard]] std::uint32_t index_of(const Link& l) const {
    return half(const_cast<Link&>(l), Side::inviter).link;
  }

  [[nodiscard]] Link& add(const Party& inviter, const Party& invitee, Outcome);
  void release_if_over(Link&);
  // Whether some link of this end's session to that peer is connecting or connected here.
  [[nodiscard]] bool serves(const LinkEnd& here, const LinkEnd& there) const;
  void count_peer(const LinkEnd& here, int change);  // among the peers of its session
  void deliver(Link&, Side at, net::Buffer&);
  void changed(const Link&);

  // --- links_setup.cpp
  void set_up(Link&, Side);              // connecting: ICE runs
  void check(Ref, Side from, int step);  // one of the three messages that make both ends ready
  void check_arrived(Ref, Side at, int step);
  void ready(Ref, Side);
  void ice_timeout(Ref, Side);
  // Until the earlier attempt of this end with that peer has stopped.
  [[nodiscard]] base::Duration still_stopping(net::Node, net::Node peer) const;
  void attempt_stops(net::Node, net::Node peer);

  // --- links_channels.cpp
  [[nodiscard]] bool has_channels() const;
  void open_channels(Ref);
  void probe(Ref, Side from, std::size_t lane, int step, int tries, base::Instant limit);
  void probe_arrived(Ref, Side at, std::size_t lane, int step, base::Instant limit);
  void channel_ready(Ref, Side, std::size_t lane);
  void give_up_channels(Ref, Side);
  void bar_lanes(net::Node a, net::Node b);

  // --- links_end.cpp
  void leave(Link&, Side, net::Errno, base::Duration callback_delay);  // with a goodbye
  void end_of(Link&, Side, net::Errno, base::Duration callback_delay, std::string_view how);
  void gone(Link&, Side, std::string_view how);  // no callback
  void listen(Link&, Side);                      // arms or stops the silence of this end, as things are now
  void arm_silence(Link&, Side, base::Duration, net::Errno);
  void silence_over(Ref, Side);
  void disarm(Half&);
  void refuse_packets(Link&, Side dead);
  void packet_into_void(Link&, Side dead);
  [[nodiscard]] bool silent(const Link&, Side) const;

  Air& air_;
  std::pmr::deque<Link> links_;
  std::pmr::vector<std::uint32_t> free_;
  net::PairMap pairs_;  // unordered pair -> first link
  net::PairMap ids_;    // link number -> index
  std::vector<LinkWatcher*> watchers_;
  std::map<std::pair<net::Node, net::Node>, base::Instant> stopping_;  // by end and peer; until then
  std::uint32_t last_number_ = 0;
};

}  // namespace nearsim::mpc
