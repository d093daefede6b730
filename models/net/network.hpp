// The network: which way joins two devices now, and what becomes of one transmission on it.  A way costs
// memory from its first use on, so a room of a thousand devices that never talk costs nothing.
//
// The fate of a transmission is decided when it is sent: what is in flight when a fault begins still arrives,
// and what is sent at or after that instant does not.
#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "models/net/meter.hpp"
#include "models/net/node.hpp"
#include "models/net/observer.hpp"
#include "models/net/pair_pages.hpp"
#include "models/net/way.hpp"
#include "models/radio/air_interface.hpp"
#include "models/radio/conditioner.hpp"
#include "sim/base/blocks.hpp"
#include "sim/base/random.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::net {

enum class Path : std::uint8_t { up, down };

// One direction that is in use, and the network's alone.  A room of a thousand has a million of these, so
// what few ways need stands apart, and of the random stream only its name and how far it is.
class UsedWay {
  friend class Network;
  static constexpr std::uint32_t no_part = ~std::uint32_t{0} >> 2;

  Node from = no_node, to = no_node;
  std::uint64_t stream = 0;  // hash of its name; 0: nothing was drawn yet
  std::uint32_t drawn = 0;
  std::uint32_t part : 30 = no_part;  // index into the network's parts
  std::uint32_t open : 1 = 1;         // up by itself, not cut, and between two of one side
  std::uint32_t was_up : 1 = 1;       // what watchers were last told
};
static_assert(sizeof(UsedWay) == 24);

struct WayId {  // a way in use, for the holder's fast access; it stays where it is
  UsedWay* way = nullptr;
};

struct Token {  // what a fault keeps in order to undo itself
  std::uint32_t number = 0;
};

struct Transit {
  enum class Fate : std::uint8_t { arrives, lost, down };
  Fate fate;
  base::Duration delay;  // until arrival; meaningless unless it arrives
};

// Told when a way goes down or comes up, synchronously, in the order of subscription.
class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual void path_changed(Path now) = 0;

 protected:
  ~Watcher() = default;

 private:
  friend class Network;
  Watcher* next_ = nullptr;
  Watcher* previous_ = nullptr;
  UsedWay* watched_ = nullptr;
};

// Told once after anything about reachability may have changed.
class ReachabilityListener {
 public:
  virtual void reachability_changed() = 0;

 protected:
  ~ReachabilityListener() = default;
};

class Network final : private radio::JoinListener {
 public:
  Network(kernel::Scheduler&, const base::Streams&, NetworkSettings, Observer* = nullptr);
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // From now on messages cross the air: what joins two devices, how long a message takes and whether it is
  // lost is the technology's.  Ways still count for faults: what is cut or disturbed is so on top of it.
  void over(radio::Technology& air);
  void wired_from(Node first) { first_wired_ = first; }  // nodes from here on are servers, on no air

  // --- the technologies below, one by one: lanes.  Without air there is one, the way.
  [[nodiscard]] std::size_t lanes() const { return air_ == nullptr ? 1 : air_->lanes(); }
  [[nodiscard]] std::string_view lane_name(std::size_t lane) const;
  [[nodiscard]] bool present(WayId, std::size_t lane) const;  // at both ends, in reach or not
  [[nodiscard]] bool up(WayId, std::size_t lane) const;
  [[nodiscard]] Transit transmit(WayId, base::Bytes size, std::size_t lane);
  void bar(Node a, Node b, std::uint32_t lanes);  // see radio::Technology

  // --- what the ways are
  void set_way(Node from, Node to, const Way&);     // overrides the default for this direction
  [[nodiscard]] Way way(Node from, Node to) const;  // override and disturbances applied; up says all
  [[nodiscard]] bool up(Node from, Node to) const;
  [[nodiscard]] base::Duration one_way(Node from, Node to) const { return way(from, to).delay; }

  // From now on everything that the device sends passes `by.up`, and everything that comes to it `by.down`,
  // beside what the ways and the air do: delays add up, losses are independent, and all its links share the
  // two rates.
  void condition(Node, const radio::Conditioner& by);
  // What that makes of a multicast that takes so long by itself; none: lost.  It pays no rate: it is sent
  // once, and asked about for each receiver.
  [[nodiscard]] std::optional<base::Duration> conditioned(Node from, Node to, base::Duration crossing,
                                                          base::Rng& draw) const;

  // --- faults.  Each is counted or has a token, so that overlapping faults nest.
  void cut(Node from, Node to);
  void restore(Node from, Node to);                      // CHECKs that it was cut
  [[nodiscard]] Token isolate(std::vector<Node> group);  // from everybody outside the group, both ways
  [[nodiscard]] Token disturb(const Disturbance&);
  void undo(Token);                                      // of isolate or disturb
  [[nodiscard]] bool severed(Node from, Node to) const;  // by such a fault, whatever the air says

  // --- use
  [[nodiscard]] WayId use(Node from, Node to);  // the way's state is kept from now on
  [[nodiscard]] Transit transmit(WayId, base::Bytes size);
  // The same for who does not know yet whether the way is up: one that never was is not kept.
  [[nodiscard]] Transit transmit(Node from, Node to, base::Bytes size);
  [[nodiscard]] bool up(WayId) const;
  [[nodiscard]] Node from(WayId w) const { return w.way->from; }
  [[nodiscard]] Node to(WayId w) const { return w.way->to; }
  void watch(WayId, Watcher&);  // a Watcher watches one way at a time
  void unwatch(Watcher&);       // no-op if it watches nothing
  void listen(ReachabilityListener& l) { listeners_.push_back(&l); }

  void count_with(Meter& meter) { meter_ = &meter; }

  void prefetch(Node from, Node to, kernel::Approach how) const;  // its way, as far as one step goes
  [[nodiscard]] kernel::Scheduler& scheduler() const { return scheduler_; }
  [[nodiscard]] Observer* observer() const { return observer_; }
  [[nodiscard]] std::size_t ways_in_use() const { return ways_.size(); }

 private:
  struct Part {  // of a way that a scenario overrides or cuts, that has a rate, or that somebody watches
    std::uint32_t cuts = 0;
    bool bad = false;  // the state of its chain of losses
    Way own;           // the override, or the default
    base::Instant busy_until{};
    Watcher* first = nullptr;
    Watcher* last = nullptr;
  };
  struct Island {
    std::uint32_t token;
    std::vector<Node> members;  // sorted, each once
  };
  // The stream of a way that drew.  A way knows by how many draws its stream is ahead, which is little to
  // keep; to go on from there takes a block of draws, which in a small room need not be made again.
  struct Kept {
    std::uint64_t stream = 0;
    base::Rng draw;
  };
  struct Squeeze {  // one direction of one device
    radio::Conditioned by;
    base::Instant busy_until{};
  };
  struct Conditioning {
    Squeeze up, down;
  };
  struct Active {
    std::uint32_t token;
    Disturbance what;
  };

  [[nodiscard]] UsedWay& used(Node from, Node to) {  // from now on
    UsedWay& w = pages_.at(from, to);
    return w.from != no_node ? w : begin(w, from, to);
  }
  [[nodiscard]] UsedWay& begin(UsedWay&, Node from, Node to);
  [[nodiscard]] const UsedWay* find(Node from, Node to) const;  // null: not in use
  [[nodiscard]] Part& part(UsedWay&);                           // made when first needed
  [[nodiscard]] const Way& own(const UsedWay& w) const {
    return w.part == UsedWay::no_part ? settings_.way : parts_[w.part].own;
  }
  [[nodiscard]] Way played(Way) const;  // with what a recording says of this instant
  [[nodiscard]] bool lost(UsedWay&, const Way&, base::Rng&);
  [[nodiscard]] Way with_disturbances(Way, Node from, Node to) const;
  [[nodiscard]] bool separated(Node from, Node to) const { return side_of(from) != side_of(to); }
  [[nodiscard]] std::uint32_t side_of(Node n) const { return n < sides_.size() ? sides_[n] : 0; }
  void draw_sides();  // after a change of the islands
  [[nodiscard]] bool carries(const UsedWay& w) const { return w.open == 1 && joined(w.from, w.to); }
  void look_whether_open(UsedWay&) const;
  void changed(UsedWay&);                     // by itself: it was cut, restored or replaced
  [[nodiscard]] base::Rng& random(UsedWay&);  // until the next call; what is drawn is to be noted in the way
  [[nodiscard]] base::Rng& fetch(UsedWay&);
  [[nodiscard]] base::Duration queueing(UsedWay&, base::Bytes size, base::BitRate rate);
  void announce_all();
  void announce(UsedWay&);  // tells the watchers if the way flipped
  void tell_listeners();
  void count(const UsedWay&, base::Bytes size, const Transit&, const radio::Technology* over);
  void joins_changed(radio::Station a, radio::Station b) override;
  [[nodiscard]] Transit cross(UsedWay&, base::Bytes size, radio::Technology& over);
  [[nodiscard]] Transit carry(UsedWay&, base::Bytes size);
  [[nodiscard]] Transit conditioned(UsedWay&, base::Bytes size, Transit);
  // What way or air said, past the gates of both devices, and counted.  In registers: in memory, half of it
  // would be waited for each time.
  [[nodiscard]] Transit passed(UsedWay& w, base::Bytes size, Transit transit, const radio::Technology* over) {
    if (!conditioning_.empty()) transit = conditioned(w, size, transit);
    if (meter_ != nullptr) count(w, size, transit, over);
    return transit;
  }
  [[nodiscard]] Transit squeeze(UsedWay&, base::Bytes size, base::Duration crossing);
  [[nodiscard]] Conditioning* conditioning(Node);  // null: nothing of the kind is switched on
  [[nodiscard]] Way with_conditioners(Way, Node from, Node to) const;
  [[nodiscard]] bool on_air(Node from, Node to) const {
    return air_ != nullptr && from < first_wired_ && to < first_wired_;
  }
  [[nodiscard]] bool joined(Node from, Node to) const { return !on_air(from, to) || air_->joins(from, to); }

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  NetworkSettings settings_;
  Observer* observer_;
  Meter* meter_ = nullptr;
  radio::Technology* air_ = nullptr;  // null: the ways alone
  Node first_wired_ = no_node;
  PairPages<UsedWay> pages_{scheduler_.memory()};
  base::Blocks<UsedWay*> ways_{scheduler_.memory()};  // in the order of their first use
  std::pmr::vector<Part> parts_{scheduler_.memory()};
  std::pmr::vector<Kept> kept_{scheduler_.memory()};
  std::vector<Island> islands_;
  std::vector<std::uint32_t> sides_;  // by node; 0: on no island
  std::vector<Active> disturbances_;
  std::vector<Conditioning> conditioning_;  // by node; empty: on no device
  std::pmr::vector<ReachabilityListener*> listeners_{scheduler_.memory()};
  std::uint32_t last_token_ = 0;
  Watcher* told_next_ = nullptr;  // where the running announcement goes on; unwatch() moves it along
};

}  // namespace nearsim::net
