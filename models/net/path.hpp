// Which technology joins two devices now.  The best that is there carries; when it fails, the next takes over
// after the silence has been noticed, and nobody above is told more than that it took a while:
//
//     wifi    ==========|                      |==========
//     awdl    ==========|======================|==========    brought up, standing by
//     carries    wifi   | nothing |    awdl    |   wifi
//                        ^ noticing the loss    ^ at once: what is better and there takes over
//
// MultipeerConnectivity keeps a channel for each interface and falls back "without leaving connected";
// sockets that are bound to one interface break instead, with the errno that `broken` names.
#pragma once

#include <optional>
#include <vector>

#include "models/net/errno.hpp"
#include "models/net/observer.hpp"
#include "models/net/pair_map.hpp"
#include "models/radio/air_interface.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;

struct PathSettings {
  // ours: two or three heartbeats of a second without an answer; Apple's constant is not known.
  base::Duration notice_least = 2s;
  base::Duration notice_most = 3s;

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("notice_least", s.notice_least, "until a failed technology is left for another");
    v("notice_most", s.notice_most, "... at most");
  }
  bool operator==(const PathSettings&) const = default;
};

// One radio serves several technologies: what one waits because the radio is with another.
class Coexistence {
 public:
  [[nodiscard]] virtual base::Duration wait(const radio::Technology&, Node from, Node to) const = 0;

 protected:
  ~Coexistence() = default;
};

class PathListener {
 public:
  // `was` or `now` is null where there was or is none.
  virtual void path_switched(Node a, Node b, const radio::Technology* was, const radio::Technology* now) = 0;

 protected:
  ~PathListener() = default;
};

class PathChoice final : public radio::Technology, private radio::JoinListener {
 public:
  // The technologies in the order of preference; all borrowed.
  PathChoice(kernel::Scheduler&, const base::Streams&, std::vector<radio::Technology*> by_preference,
             const PathSettings&, Observer* = nullptr, const Coexistence* = nullptr);

  [[nodiscard]] std::string_view name() const override { return "path"; }
  [[nodiscard]] bool joins(Node from, Node to) const override;
  // From the first message on every technology knows that the pair is needed, and the others stand by.
  [[nodiscard]] radio::Crossing carry(Node from, Node to, base::Bytes, radio::Cast, base::Rng&) override;
  // What carries between the two now.
  [[nodiscard]] const radio::Technology* chosen(Node a, Node b) const;

  void listen_to_path(PathListener& listener) { path_listeners_.push_back(&listener); }

 private:
  using Place = std::uint32_t;  // in the order of preference
  static constexpr Place none = ~Place{0};
  struct Pair {
    Node a = no_node, b = no_node;
    Place current = none;
    std::uint32_t version = 0;   // of the wait for the next: an older one is void
    bool noticing = false;       // the current one failed, and nobody has noticed
    std::uint32_t failures = 0;  // for the names of random streams
  };

  void joins_changed(radio::Station a, radio::Station b) override;
  [[nodiscard]] Place best(Node a, Node b) const;
  [[nodiscard]] const Pair* find(Node a, Node b) const;
  Pair& pair(Node a, Node b);
  void reconsider(Pair&);
  void notice(Pair&);
  void ask_for(const Pair&);
  void switch_to(Pair&, Place);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  std::vector<radio::Technology*> technologies_;
  PathSettings settings_;
  Observer* observer_;
  const Coexistence* coexistence_;
  PairMap index_;  // the smaller node first
  std::vector<Pair> pairs_;
  std::vector<PathListener*> path_listeners_;
};

// How a socket ends that was bound to what has changed; what its owner reads at the next call.
enum class Break : std::uint8_t {
  interface_down,     // switched off
  address_gone,       // the interface has another address now
  no_interface_left,  // nothing that could route
  peer_unreachable,   // an interface, but no way to the host
  peer_reset,         // the peer's process is gone and its host answers: TCP
  port_closed,        // ... UDP, or nobody listens
  peer_silent,        // nothing comes back
  reclaimed,          // by the system while the app was suspended
};
[[nodiscard]] Errno broken(Break);

}  // namespace nearsim::net
