// The ledger, one instant at a time.  Several things happen to a pair at one instant, in an order that means
// nothing
// (`shuffle_ties` permutes it); what a checker may judge is how the pair stood when the instant was over.
//
//   ledger:   |x.....y|........|z.......      x, y: two changes at one instant
//   settled:          y         z             a checker sees y and z, never x
#pragma once

#include <cstdint>
#include <memory_resource>
#include <utility>
#include <vector>

#include "models/net/pair_pages.hpp"
#include "sim/run/ledger.hpp"

namespace nearsim::run {

struct PairState {  // an unordered pair, a < b
  Node a = 0, b = 0;
  View ab, ba;
  Ledger::Truth truth;
  bool a_runs : 1 = false, b_runs : 1 = false;
  bool a_there : 1 = false, b_there : 1 = false;  // started: running, or only suspended
  bool a_reaches_b : 1 = false, b_reaches_a : 1 = false;
  bool a_full : 1 = false, b_full : 1 = false;  // connected to as many as it can be
  bool operator==(const PairState&) const = default;

  [[nodiscard]] bool both_run() const { return a_runs && b_runs; }
  [[nodiscard]] bool both_there() const { return a_there && b_there; }
  [[nodiscard]] bool reachable() const { return a_reaches_b && b_reaches_a; }
  [[nodiscard]] const View& view_of(Node of) const { return of == a ? ab : ba; }
  // There is no room for one more connection at one of the two ends.
  [[nodiscard]] bool crowded() const { return (a_full && !ab.connected) || (b_full && !ba.connected); }
};

// What of a pair can stand differently than before, as bits of a set.
using Parts = std::uint32_t;
namespace parts {
inline constexpr Parts seen = 1 << 0;     // visible, and who would invite
inline constexpr Parts present = 1 << 1;  // the same for the present object alone, and trying an old one
inline constexpr Parts trying = 1 << 2;
inline constexpr Parts connected = 1 << 3;
inline constexpr Parts usable = 1 << 4;
inline constexpr Parts told = 1 << 5;
inline constexpr Parts invites = 1 << 6;
inline constexpr Parts truth = 1 << 7;
inline constexpr Parts presence = 1 << 8;  // running, or there
inline constexpr Parts reach = 1 << 9;
inline constexpr Parts room = 1 << 10;  // crowded, or not
inline constexpr Parts all = (1 << 11) - 1;
}  // namespace parts
[[nodiscard]] Parts difference(const PairState& before, const PairState& now);

class PairBook {
 public:
  using Index = std::uint32_t;

  // `capacities`: by device, to how many it can be connected at once; 0, or no entry: to all.
  explicit PairBook(const Ledger& ledger, std::vector<std::uint32_t> capacities = {},
                    std::pmr::memory_resource* memory = base::heap());

  [[nodiscard]] Index touch(Node a, Node b) {  // the pair's number here; new ones are read from the ledger
    if (a > b) std::swap(a, b);
    const Place* const place = places_.find(a, b);
    return place != nullptr && place->index != Place::none ? place->index : open(a, b);
  }
  void pair_changed(const Ledger::Pair& pair) { read(touch(pair.a, pair.b), pair); }
  void device_changed(Node device);
  void reachability_changed();

  // Ends an instant: f(index) for each pair that stands differently now; before() and after() tell how.
  [[nodiscard]] bool is_settled() const {
    return dirty_.empty() && turned_.empty() && there_ == there_written_;
  }
  template <class F>
  void settle(F&& f) {
    there_ = there_written_;
    if (!turned_.empty()) mark_crowded();
    for (std::size_t i = 0; i < dirty_.size(); ++i) {
      Entry& e = entries_[dirty_[i]];
      e.dirty = false;
      changed_ = difference(e.settled, e.written);
      before_ = e.settled;
      e.settled = e.written;  // also what concerns nobody now: a full device and one that it is connected to
      if (changed_ != 0) f(dirty_[i]);
    }
    dirty_.clear();
  }
  [[nodiscard]] const PairState& before() const { return before_; }  // during settle()
  [[nodiscard]] Parts changed() const { return changed_; }           // likewise
  [[nodiscard]] const PairState& operator[](Index i) const { return entries_[i].settled; }
  [[nodiscard]] Index size() const { return static_cast<Index>(entries_.size()); }
  [[nodiscard]] Node devices() const { return static_cast<Node>(presence_.size()); }
  [[nodiscard]] std::uint64_t there() const {
    return there_;
  }  // how many devices have been started and not ended
  [[nodiscard]] bool there(Node device) const { return presence_[device].there(); }

 private:
  struct Entry {
    PairState settled, written;
    bool dirty = false;
  };
  struct Place {
    static constexpr Index none = ~Index{0};
    Index index = none;
  };
  [[nodiscard]] Index open(Node a, Node b);
  void read(Index index, const Ledger::Pair& pair);
  void mark(Index index) {
    if (!entries_[index].dirty) add_dirty(index);
  }
  void add_dirty(Index index);
  void copy_presence(PairState& state) const;
  void copy_reachability(PairState& state) const;
  void count_connected(Node device, int change);  // 1 more, or 1 fewer
  void mark_crowded();
  [[nodiscard]] bool full(Node device) const {
    return device < capacities_.size() && capacities_[device] != 0 &&
           connected_[device] >= capacities_[device];
  }

  const Ledger& ledger_;
  std::pmr::vector<Entry> entries_;
  std::pmr::vector<Index> dirty_;
  std::pmr::vector<Presence> presence_;
  std::pmr::vector<std::pmr::vector<Index>> of_device_;
  net::PairPages<Place> places_;
  PairState before_;
  Parts changed_ = 0;
  std::uint64_t there_ = 0, there_written_ = 0;
  std::vector<std::uint32_t> capacities_;  // by device
  std::pmr::vector<std::uint32_t> connected_;
  std::pmr::vector<Node> turned_;  // full or not in this instant, other than in the last
};

}  // namespace nearsim::run
