// Finds elements of somebody else's array by key: the array keeps the elements, this keeps 8 bytes for each.
//
//   array   | Ana | Bob | Cyd |          slots  | . | 2 | . | . | 0 | 1 | . |     hash(key) -> where to look
//   first
//
// Open addressing.  It is never iterated, so its layout can reach nothing.  Up to eight elements are simply
// tried one after the other and cost no memory: most sessions and most devices have no more.
//
// A slot keeps its element's hash too, so that neither who is not looked for, nor all others when the table
// grows, need be looked at: in a crowd nobody's cache has them.
//
//   slot   [ hash | place ]
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <utility>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"

namespace nearsim::base {

class PlaceTable {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  explicit PlaceTable(std::pmr::memory_resource* memory = heap()) : slots_(memory) {}

  // The place p for which same(p) says that it is the one looked for.  Equal elements have equal keys.
  template <class Same>
  [[nodiscard]] std::uint32_t find(std::uint64_t key, Same&& same) const {
    if (slots_.empty()) {
      for (std::uint32_t place = 0; place < count_; ++place)
        if (same(place)) return place;
      return none;
    }
    const std::uint32_t hash = hash_of(key);
    for (std::size_t at = home_of(hash);; at = after(at)) {
      const Slot slot = slots_[at];
      if (slot.place == none) return none;
      if (slot.hash == hash && same(slot.place)) return slot.place;
    }
  }

  // Two steps towards find(): the slot where the key is looked for first, and who it is, if anybody.
  [[gnu::always_inline]] void prefetch(std::uint64_t key) const {
    if (!slots_.empty()) base::prefetch(&slots_[home_of(hash_of(key))]);
  }
  [[nodiscard]] std::uint32_t guess(std::uint64_t key) const {
    return slots_.empty() ? none : find(key, [](std::uint32_t) { return true; });
  }

  // The array has got one more element, at its end.  key_of(place) is asked about others only when they are
  // too many to be tried, once.
  template <class KeyOf>
  void added(KeyOf&& key_of) {
    const std::uint32_t place = count_++;
    if (slots_.empty() && count_ <= tried) return;  // a table that was made stays, also when few are left
    if (slots_.empty()) {
      slots_.assign(2 * std::size_t{tried}, Slot{});
      for (std::uint32_t i = 0; i < place; ++i) put({hash_of(key_of(i)), i});
    } else if (8 * std::size_t{count_} > 5 * slots_.size()) {
      grow();
    }
    put({hash_of(key_of(place)), place});
  }
  // Before the array moves its last element to `place` and drops the end.
  template <class KeyOf>
  void remove(std::uint32_t place, KeyOf&& key_of) {
    const std::uint32_t last = --count_;
    if (slots_.empty()) return;
    close(slot_of({hash_of(key_of(place)), place}));
    if (place != last) slots_[slot_of({hash_of(key_of(last)), last})].place = place;
  }
  // Before the element at `place` gets another key.
  template <class KeyOf>
  void rename(std::uint32_t place, std::uint64_t key, KeyOf&& key_of) {
    if (slots_.empty()) return;
    close(slot_of({hash_of(key_of(place)), place}));
    put({hash_of(key), place});
  }
  void clear() {
    slots_.clear();
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t place = none;
  };
  static constexpr std::uint32_t tried = 8;  // ours: about as long as one look into a table beyond the caches

  // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio; the fold lets all of the key
  // count.
  [[nodiscard]] static std::uint32_t hash_of(std::uint64_t key) {
    return static_cast<std::uint32_t>((key ^ key >> 29) * 0x9E3779B97F4A7C15u >> 32);
  }
  [[nodiscard]] std::size_t home_of(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
  [[nodiscard]] std::size_t after(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
  [[nodiscard]] std::size_t slot_of(Slot slot) const {
    std::size_t at = home_of(slot.hash);
    while (slots_[at].place != slot.place) at = after(at);
    return at;
  }
  void put(Slot slot) {
    std::size_t at = home_of(slot.hash);
    while (slots_[at].place != none) at = after(at);
    slots_[at] = slot;
  }
  void grow() {
    std::pmr::vector<Slot> before(2 * slots_.size(), Slot{}, slots_.get_allocator());
    before.swap(slots_);
    for (const Slot slot : before)
      if (slot.place != none) put(slot);
  }
  // Those behind the hole that would not be found across it move up, so that no tombstones are left.
  void close(std::size_t hole) {
    for (std::size_t next = after(hole); slots_[next].place != none; next = after(next)) {
      const std::size_t home = home_of(slots_[next].hash), mask = slots_.size() - 1;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      slots_[hole] = slots_[next];
      hole = next;
    }
    slots_[hole] = Slot{};
  }

  std::pmr::vector<Slot> slots_;  // empty: few elements
  std::uint32_t count_ = 0;
};

}  // namespace nearsim::base
