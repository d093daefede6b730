// Finds elements of somebody else's array by key: the array keeps the elements, this keeps 4 bytes for each.
//
//   array   | Ana | Bob | Cyd |          slots  | . | 2 | . | . | 0 | 1 | . |     hash(key) -> where to look
//   first
//
// Open addressing.  It is never iterated, so its layout can reach nothing.  Up to eight elements are simply
// tried one after the other and cost no memory: most sessions and most devices have no more.
//
// A table of 2^k slots needs k bits for a place.  The others keep the hash, so that neither who is not looked
// for, nor all others when the table grows, need be looked at, whom in a crowd no cache has: its upper bits
// as they are, its lower ones by how far from its home an element had to go.
//
//   slot   [ tag, 28 - k bits | moved, 4 bits | place, k bits ]
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
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
    for (std::size_t slot = home_of(hash);; slot = after(slot)) {
      const std::uint32_t entry = slots_[slot];
      if (entry == none) return none;
      if (((entry ^ tag_of(hash)) & ~below_tag()) == 0 && same(entry & mask())) return entry & mask();
    }
  }

  // Two steps towards find(): the slot where the key is looked for first, and who it is, if anybody.
  [[gnu::always_inline]] void prefetch(std::uint64_t key) const {
    if (!slots_.empty()) base::prefetch(&slots_[home_of(hash_of(key))]);
  }
  [[nodiscard]] std::uint32_t guess(std::uint64_t key) const {
    return slots_.empty() ? none : find(key, [](std::uint32_t) { return true; });
  }

  // The array has got one more element, at its end.  key_of(place) is seldom asked about others.
  template <class KeyOf>
  void added(KeyOf&& key_of) {
    const std::uint32_t place = count_++;
    if (slots_.empty() && count_ <= tried) return;  // a table that was made stays, also when few are left
    if (slots_.empty()) {
      slots_.assign(2 * std::size_t{tried}, none);
      for (std::uint32_t i = 0; i < place; ++i) put(hash_of(key_of(i)), i);
    } else if (8 * std::size_t{count_} > 5 * slots_.size()) {
      grow(key_of);
    }
    put(hash_of(key_of(place)), place);
  }
  // Before the array moves its last element to `place` and drops the end.
  template <class KeyOf>
  void remove(std::uint32_t place, KeyOf&& key_of) {
    const std::uint32_t last = --count_;
    if (slots_.empty()) return;
    close(slot_of(hash_of(key_of(place)), place), key_of);
    if (place == last) return;
    std::uint32_t& moved = slots_[slot_of(hash_of(key_of(last)), last)];
    moved = (moved & ~mask()) | place;
  }
  // Before the element at `place` gets another key.
  template <class KeyOf>
  void rename(std::uint32_t place, std::uint64_t key, KeyOf&& key_of) {
    if (slots_.empty()) return;
    close(slot_of(hash_of(key_of(place)), place), key_of);
    put(hash_of(key), place);
  }
  void clear() {
    slots_.clear();
    count_ = 0;
  }

 private:
  static constexpr std::uint32_t tried = 8;  // ours: about as long as one look into a table beyond the caches
  static constexpr std::uint32_t far_away =
      15;  // moved so far or farther: who asks for the hash asks for the key

  // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio; the fold lets all of the key
  // count.  28 bits.
  [[nodiscard]] static std::uint32_t hash_of(std::uint64_t key) {
    return static_cast<std::uint32_t>((key ^ key >> 29) * 0x9E3779B97F4A7C15u >> 36);
  }
  [[nodiscard]] std::uint32_t mask() const { return static_cast<std::uint32_t>(slots_.size() - 1); }
  [[nodiscard]] std::uint32_t below_tag() const { return mask() << 4 | 15; }
  [[nodiscard]] static std::uint32_t tag_of(std::uint32_t hash) { return hash << 4; }  // above below_tag()
  [[nodiscard]] std::size_t home_of(std::uint32_t hash) const { return hash & mask(); }
  [[nodiscard]] std::size_t after(std::size_t slot) const { return (slot + 1) & mask(); }
  [[nodiscard]] std::size_t slot_of(std::uint32_t hash, std::uint32_t place) const {
    std::size_t slot = home_of(hash);
    while ((slots_[slot] & mask()) != place) slot = after(slot);
    return slot;
  }
  // The hash of who stands there.
  template <class KeyOf>
  [[nodiscard]] std::uint32_t hash_at(std::size_t slot, KeyOf& key_of) const {
    const std::uint32_t entry = slots_[slot], moved = (entry & below_tag()) / (mask() + 1);
    if (moved == far_away) return hash_of(key_of(entry & mask()));
    return (entry & ~below_tag()) >> 4 | ((static_cast<std::uint32_t>(slot) - moved) & mask());
  }
  // No entry equals `none`: five slots of eight at most are taken, so no place has all bits set.
  void write(std::size_t slot, std::uint32_t hash, std::uint32_t place) {
    const std::uint32_t moved = (static_cast<std::uint32_t>(slot) - hash) & mask();
    slots_[slot] = (tag_of(hash) & ~below_tag()) | std::min(moved, far_away) * (mask() + 1) | place;
  }
  void put(std::uint32_t hash, std::uint32_t place) {
    std::size_t slot = home_of(hash);
    while (slots_[slot] != none) slot = after(slot);
    write(slot, hash, place);
  }
  template <class KeyOf>
  void grow(KeyOf& key_of) {
    PlaceTable larger(slots_.get_allocator().resource());
    larger.slots_.assign(2 * slots_.size(), none);
    for (std::size_t slot = 0; slot < slots_.size(); ++slot)
      if (slots_[slot] != none) larger.put(hash_at(slot, key_of), slots_[slot] & mask());
    slots_.swap(larger.slots_);
  }
  // Those behind the hole that would not be found across it move up, so that no tombstones are left.
  template <class KeyOf>
  void close(std::size_t hole, KeyOf& key_of) {
    for (std::size_t next = after(hole); slots_[next] != none; next = after(next)) {
      const std::uint32_t hash = hash_at(next, key_of);
      if (((next - home_of(hash)) & mask()) < ((next - hole) & mask())) continue;
      write(hole, hash, slots_[next] & mask());
      hole = next;
    }
    slots_[hole] = none;
  }

  std::pmr::vector<std::uint32_t> slots_;  // empty: few elements
  std::uint32_t count_ = 0;
};

}  // namespace nearsim::base
