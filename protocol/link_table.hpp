// The links of one engine, by the profile's key, and the order of their deadlines.
//
// A deadline is a function of a link's state, so nothing is registered and nothing can leak; to find the
// first without asking every link after every event, the table keeps a timetable and changes it for the link
// that was touched.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/link.hpp"
#include "protocol/timetable.hpp"
#include "sim/base/blocks.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/place_table.hpp"
#include "sim/base/prefetch.hpp"

namespace nearsim::protocol {

inline constexpr Index no_index = ~Index{0};

class LinkTable {
 public:
  explicit LinkTable(Key key, std::pmr::memory_resource* memory = base::heap())
      : key_(key),
        by_handle_(memory),
        timetable_(memory),
        handles_(memory),
        links_(memory),
        names_(memory),
        by_name_(memory) {}

  // The link of this peer, made if it is new.  Peers with equal keys share one: the latest record stands.
  Index meet(const PeerRecord& peer);
  [[nodiscard]] Index find(Handle handle) const {  // no_index: never met
    return found_ != no_index && found_handle_ == handle ? found_ : search(handle);
  }
  [[nodiscard]] const Link* seek(Handle handle) const {  // null: never met
    const Index i = find(handle);
    return i == no_index ? nullptr : &links_[i];
  }
  [[nodiscard]] Index find(std::string_view key) const;
  // The record, with what its peer object said of itself before where it says nothing itself.
  [[nodiscard]] PeerRecord completed(PeerRecord seen) const;
  // The link that meet() would return, but nothing is changed.
  [[nodiscard]] Index find_like(const PeerRecord& peer) const;
  [[nodiscard]] KeyText key_of(const PeerRecord& peer) const { return {key_, peer}; }

  // Who was met under the handles first..last, in their order: visit(handle, link).  A host that numbers one
  // device's objects in a row need not ask for each of them.
  template <class Visit>
  void between(Handle first, Handle last, Visit&& visit) const {
    if (first == last) {
      if (const Index i = find(first); i != no_index) visit(first, links_[i]);
      return;
    }
    number_handles();
    for (auto it = place_of(first); it != handles_.end() && it->handle <= last; ++it)
      visit(it->handle, links_[it->index]);
  }

  // Hints: the two steps of find(handle), what hangs at the link that they asked for, and the first of the
  // timetable.
  void prefetch_place(Handle handle) const;
  void prefetch_link(Handle handle) const;
  void prefetch_contact(Handle handle) const { prefetch_contact(by_handle_.guess(handle.value)); }
  void prefetch_contact(Index index) const;
  void prefetch_name(std::string_view key) const;  // the first step of find(key)
  void prefetch_first_link() const;

  [[nodiscard]] Link& operator[](Index i) { return links_[i]; }
  [[nodiscard]] const Link& operator[](Index i) const { return links_[i]; }
  [[nodiscard]] Index size() const { return static_cast<Index>(links_.size()); }
  [[nodiscard]] std::vector<std::pair<Handle, Index>> handles() const;  // sorted; for people and tests
  void clear();
  // Counts on with every record that is new, or another than before; operator[] may change more.
  [[nodiscard]] std::uint64_t renamed() const { return renamed_; }

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
  // Where it is, or would be.  Which half it lies in no processor can foresee, so that nothing branches on
  // it.
  [[nodiscard]] Handles::const_iterator place_of(Handle handle) const {
    auto from = handles_.begin();
    for (std::size_t left = handles_.size(); left > 0;) {
      const std::size_t half = (left + 1) / 2;
      from += static_cast<std::ptrdiff_t>(
          half * static_cast<std::size_t>(from[static_cast<std::ptrdiff_t>(half - 1)].handle < handle));
      left -= half;
    }
    return from;
  }
  [[nodiscard]] Index search(Handle handle) const;
  void number_handles() const;  // unless it is done
  [[nodiscard]] const Known* known(Handle handle) const;
  void know(const Known& known);
  void add(const PeerRecord& peer);
  void replace(Index index, const PeerRecord& peer);

  Key key_;
  std::uint64_t renamed_ = 0;
  base::PlaceTable by_handle_;  // of links_, by the present handle of their peers
  // What find() found last: one event asks for its peer several times.
  mutable Handle found_handle_;
  mutable Index found_ = no_index;
  Timetable timetable_;
  // Sorted, and made when first needed: in a crowd where nobody takes a second handle, never.
  mutable Handles handles_;
  base::Blocks<Link> links_;
  std::pmr::vector<std::string> names_;  // the key of each link; unused when it is the handle
  base::PlaceTable by_name_;
};

}  // namespace nearsim::protocol
