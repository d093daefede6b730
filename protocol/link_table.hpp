// The links of one engine, by the profile's key, and the order of their deadlines.
//
// A deadline is a function of a link's state, so nothing is registered and nothing can leak; to find the
// first without asking every link after every event, the table keeps the links in a heap and moves only the
// one that was touched.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/link.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/place_table.hpp"
#include "sim/base/prefetch.hpp"

namespace nearsim::protocol {

using Index = std::uint32_t;
inline constexpr Index no_index = ~Index{0};

class Timetable {  // an indexed heap of four children: entry i's instant can move both ways in O(log n)
 public:
  explicit Timetable(std::pmr::memory_resource* memory) : heap_(memory), place_(memory) {}
  void set(Index entry, Instant at);
  [[nodiscard]] Instant first_instant() const { return heap_.empty() ? base::never : heap_[0].at; }
  [[nodiscard]] Index first() const { return heap_[0].entry; }
  [[gnu::always_inline]] void prefetch() const {  // the first three rows of the heap
    if (!heap_.empty()) base::prefetch(heap_.data(), 21 * sizeof(Slot));
  }
  [[gnu::always_inline]] void prefetch(Index entry) const {
    if (entry < place_.size()) base::prefetch(&place_[entry]);
  }
  bool operator==(const Timetable& other) const;  // the same instants; how the heap came to lie is history

 private:
  struct Slot {
    Instant at;
    Index entry;
    bool operator<(const Slot& o) const { return at != o.at ? at < o.at : entry < o.entry; }
  };
  void put(std::size_t place, Slot slot);
  void rise(std::size_t place, Slot slot);
  void sink(std::size_t place, Slot slot);

  std::pmr::vector<Slot> heap_;
  std::pmr::vector<std::uint32_t> place_;  // of entry i in the heap
};

class LinkTable {
 public:
  explicit LinkTable(Key key, std::pmr::memory_resource* memory = base::heap())
      : key_(key),
        links_(memory),
        by_handle_(memory),
        handles_(memory),
        names_(memory),
        by_name_(memory),
        timetable_(memory) {}

  // The link of this peer, made if it is new.  Peers with equal keys share one: the latest record stands.
  Index meet(const PeerRecord& peer);
  [[nodiscard]] Index find(Handle handle) const;  // no_index: never met
  [[nodiscard]] Index find(std::string_view key) const;
  // The record, with what its peer object said of itself before where it says nothing itself.
  [[nodiscard]] PeerRecord completed(PeerRecord seen) const;
  // The link that meet() would return, but nothing is changed.
  [[nodiscard]] Index find_like(const PeerRecord& peer) const;
  [[nodiscard]] std::string key_of(const PeerRecord& peer) const { return key_text(key_, peer); }

  // Who was met under the handles first..last, in their order: visit(handle, link).  A host that numbers one
  // device's objects in a row need not ask for each of them.
  template <class Visit>
  void between(Handle first, Handle last, Visit&& visit) const {
    if (first == last) {
      if (const Index i = find(first); i != no_index) visit(first, links_[i]);
      return;
    }
    for (auto it = place_of(first); it != handles_.end() && it->handle <= last; ++it)
      visit(it->handle, links_[it->index]);
  }

  // Hints: the two steps of find(handle), and the first of the timetable.
  void prefetch_place(Handle handle) const;
  void prefetch_link(Handle handle) const;
  void prefetch_first() const;
  void prefetch_first_link() const;

  [[nodiscard]] Link& operator[](Index i) { return links_[i]; }
  [[nodiscard]] const Link& operator[](Index i) const { return links_[i]; }
  [[nodiscard]] Index size() const { return static_cast<Index>(links_.size()); }
  [[nodiscard]] std::vector<std::pair<Handle, Index>> handles() const;  // sorted; for people and tests
  void clear();

  [[nodiscard]] Timetable& timetable() { return timetable_; }
  [[nodiscard]] const Timetable& timetable() const { return timetable_; }
  bool operator==(const LinkTable&) const;

 private:
  struct Known {  // a handle under which a peer was met; one that shares its link with a later one is older
    Handle handle;
    Index index;
    std::uint64_t instance;  // of an older one: what its peer's was
    bool operator==(const Known&) const = default;
  };
  using Handles = std::pmr::vector<Known>;
  [[nodiscard]] Handles::const_iterator place_of(Handle handle) const {  // where it is, or would be
    return std::lower_bound(handles_.begin(), handles_.end(), handle,
                            [](const Known& known, Handle h) { return known.handle < h; });
  }
  [[nodiscard]] const Known* known(Handle handle) const;
  void know(const Known& known);
  void add(const PeerRecord& peer);
  void replace(Index index, const PeerRecord& peer);

  Key key_;
  std::pmr::vector<Link> links_;
  base::PlaceTable by_handle_;           // of links_, by the present handle of their peers
  Handles handles_;                      // sorted
  std::pmr::vector<std::string> names_;  // the key of each link; unused when it is the handle
  base::PlaceTable by_name_;
  Timetable timetable_;
};

}  // namespace nearsim::protocol
