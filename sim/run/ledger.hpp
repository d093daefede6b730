// What is true now, pair by pair: what each device knows of and does about each other one, and which links
// there really are.  The devices and the air write it; checkers read it and are told when a pair changes.  It
// never drives anything: a run without checkers is the same run.
#pragma once

#include <bit>
#include <cstdint>
#include <memory_resource>
#include <utility>
#include <vector>

#include "models/net/node.hpp"
#include "models/net/pair_pages.hpp"
#include "protocol/identity.hpp"
#include "sim/base/blocks.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/outlook.hpp"

namespace nearsim::run {

using net::Node;

// One ordered pair: `of` looking at `about`.
struct View {
  // Bits: a checker copies and compares whole views, at every change of one of them.
  bool visible : 1 = false;    // discovery shows `about` to `of`
  bool wants : 1 = false;      // visible, and the engine would be the one to invite
  bool trying : 1 = false;     // the engine has an attempt under way, or will try again by itself
  bool connected : 1 = false;  // a session of `of` has `about` as connected
  bool usable : 1 = false;     // the engine took the link for usable
  bool told : 1 = false;       // the application of `of` was told "connected" and not yet "disconnected"
  // The first two again, for the peer object alone by which `about` goes now: a record of an earlier one is
  // another input, which the other end cannot know of.
  bool sees_present : 1 = false, wants_present : 1 = false;
  bool tries_old : 1 = false;    // ... to invite an object that `about` no longer has, and it knows better
  std::uint16_t unused : 7 = 0;  // so that all bits have a value, and views are compared at once
  std::uint16_t invites = 0;     // outstanding invitations of `of` to `about`, as it is now, in the framework
  bool operator==(const View& other) const {
    return std::bit_cast<std::uint32_t>(*this) == std::bit_cast<std::uint32_t>(other);
  }
};

struct Presence {        // one device
  bool running = false;  // started, process alive, not suspended
  bool suspended = false;
  [[nodiscard]] bool there() const { return running || suspended; }
  bool operator==(const Presence&) const = default;
};

class Ledger {
 public:
  struct Pair;
  class Watcher {
   public:
    virtual void pair_changed(base::Instant now, const Pair& pair) = 0;  // after any change between the two
    virtual void device_changed(base::Instant now, Node device) = 0;
    virtual void reachability_changed(base::Instant now) = 0;  // partitions, cuts: ask reachable()

   protected:
    ~Watcher() = default;
  };
  struct Truth {                  // of an unordered pair
    std::uint16_t live = 0;       // accepted links with both ends alive
    std::uint16_t half_open = 0;  // accepted links with one end gone
    bool mismatched = false;      // both sides connected, and no live link joins the two present sessions
    bool operator==(const Truth&) const = default;
  };
  struct Pair {
    Node a = 0, b = 0;  // a < b; equal: nothing was written yet
    View ab, ba;
    Truth truth;
    bool ab_asked = false, ba_asked = false;  // it is to be looked at before the instant is over
  };
  // The place of one view: the half of a pair that is `of` looking at `about`.
  class Half {
   public:
    Half(Pair& pair, Node of) : pair_(&pair), is_a_(of == pair.a) {}
    [[nodiscard]] Node of() const { return is_a_ ? pair_->a : pair_->b; }
    [[nodiscard]] Node about() const { return is_a_ ? pair_->b : pair_->a; }
    [[nodiscard]] Half other() const { return {*pair_, about()}; }
    [[nodiscard]] const View& present() const { return view(); }
    [[nodiscard]] const Truth& truth() const { return pair_->truth; }

   private:
    friend class Ledger;
    [[nodiscard]] View& view() const { return is_a_ ? pair_->ab : pair_->ba; }
    [[nodiscard]] bool& asked() const { return is_a_ ? pair_->ab_asked : pair_->ba_asked; }

    Pair* pair_;
    bool is_a_;
  };

  explicit Ledger(Node devices, std::pmr::memory_resource* memory = base::heap())
      : presence_(devices, memory), pages_(memory), pairs_(memory), asked_(memory) {}

  [[nodiscard]] Node devices() const { return static_cast<Node>(presence_.size()); }
  [[nodiscard]] const Presence& presence(Node device) const { return presence_[device]; }
  [[nodiscard]] const View& view(Node of, Node about) const;  // all false if nothing was ever written
  // Those ever written, in order of first touch.
  [[nodiscard]] std::size_t pairs() const { return pairs_.size(); }
  [[nodiscard]] const Pair& pair(std::size_t i) const { return *pairs_[i]; }
  [[nodiscard]] const Pair* find(Node a, Node b) const;  // null if nothing was ever written
  // Everybody who has a pair with this device, by number; more may be written meanwhile.
  template <class F>
  void visit_others(Node device, F&& visit) const {
    for (Node other = 0; other < devices(); ++other)
      if (find(device, other) != nullptr) visit(other);
  }
  [[nodiscard]] bool reachable(Node from, Node to) const { return reachable_(context_, from, to); }

  void prefetch(Node of, Node about, kernel::Approach how) const;  // the pair, as far as one step goes

  void watch(Watcher& watcher) { watchers_.push_back(&watcher); }
  [[nodiscard]] bool is_watched() const { return !watchers_.empty(); }  // else no view is written

  // --- for the world
  [[nodiscard]] Half half(Node of, Node about) { return {pair(of, about), of}; }
  void set(base::Instant now, Half half, View view);
  void set_told(base::Instant now, Node of, Node about, protocol::Standing told);  // unless nobody watches
  void set_but_told(base::Instant now, Half half, View view);  // what the application was told stays
  void set(base::Instant now, Half half, const Truth& truth);  // of its whole pair
  void set(base::Instant now, Node device, const Presence& presence);
  void reachability_changed(base::Instant now);
  // How `of` looks at `about` has changed, perhaps.  Several things of one instant say so; who writes the
  // views looks once, when it is over: look(half) for each, in the order in which they were first asked for.
  void ask_for_view(Half half) {
    if (!std::exchange(half.asked(), true)) add_asked(half);
  }
  template <class F>
  void take_asked(F&& look) {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const Half half = asked_[i];  // a copy: more may be asked for meanwhile
      half.asked() = false;
      look(half);
    }
    asked_.clear();
  }
  void ask_reachability(bool (*reachable)(const void*, Node, Node), const void* context) {
    reachable_ = reachable;
    context_ = context;
  }

 private:
  [[nodiscard]] Pair& pair(Node a, Node b) {
    if (a > b) std::swap(a, b);
    Pair& pair = pages_.at(a, b);
    if (pair.a == pair.b) begin(pair, a, b);
    return pair;
  }
  void begin(Pair& pair, Node a, Node b);
  void add_asked(Half half);
  void tell(base::Instant now, const Pair& pair);

  std::pmr::vector<Presence> presence_;
  net::PairPages<Pair> pages_;
  base::Blocks<Pair*> pairs_;
  std::pmr::vector<Half> asked_;
  std::vector<Watcher*> watchers_;
  bool (*reachable_)(const void*, Node, Node) = [](const void*, Node, Node) { return true; };
  const void* context_ = nullptr;
};

}  // namespace nearsim::run
