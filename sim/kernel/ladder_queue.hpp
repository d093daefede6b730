// A ladder queue (after Tang, Goh, Thng, "Ladder queue: an O(1) priority queue structure for large-scale
// discrete event simulation", 2005), which sorts as late as it can:
//
//     far future                                                    now
//     top (unsorted)  |  rung 0: buckets  |  rung 1: buckets  | ... |  bottom (sorted, popped from the front)
//
// A rung splits one bucket of the rung before it (rung 0: the top) into as many buckets as its population
// asks for; a bucket small enough is sorted into the bottom.  An entry is moved a few times whatever the
// number of entries, so the cost per event is flat from a hundred to a million.  A queue of few entries is
// the sorted bottom and nothing else.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/kernel/queue.hpp"
#include "sim/kernel/slabs.hpp"

namespace nearsim::kernel {

class LadderQueue {
 public:
  explicit LadderQueue(std::pmr::memory_resource* memory = base::heap()) : bottom_(memory), slabs_(memory) {}
  LadderQueue(const LadderQueue&) = delete;
  LadderQueue& operator=(const LadderQueue&) = delete;

  void push(Entry entry) {
    ++size_;
    if (static_cast<std::uint64_t>(entry.time) < bottom_end_) insert(entry);
    else place(entry);
  }
  [[nodiscard]] const Entry& peek() {
    if (head_ == tail_) refill();
    return *head_;
  }
  Entry pop() {
    const Entry first = peek();
    drop();
    return first;
  }
  void drop() {  // the entry that peek() showed
    --size_;
    ++head_;
  }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // Hints for prefetching: the sorted entries that come first, afresh at every refill; and those of the
  // bucket after them, so many at most, which are not sorted yet but come as soon as these are gone.
  [[nodiscard]] std::span<const Entry> sorted() const { return {head_, tail_}; }
  // For who looks at the next few entries always: sorts the next bucket, if there is one, behind those that
  // are left, of which there are `early` at most.
  static constexpr std::size_t early = 8;
  void refill_early();
  [[nodiscard]] std::size_t refills() const { return refills_; }  // changes when a fresh bottom was sorted
  template <class F>
  void visit_coming(std::size_t most, F&& f) const {
    const Chunk* chunk = coming_ == nullptr ? nullptr : coming_->head;
    for (; chunk != nullptr && most > 0; chunk = chunk->next)
      for (const Entry* entry = chunk->entries; entry != coming_->end_of(chunk) && most > 0; ++entry, --most)
        f(*entry);
  }

  // Drops what is not wanted, wherever it stands: sift(entries) puts those that it keeps in front, in the
  // order they have, and returns how many.  It sees a few entries at a time.
  template <class F>
  void sift(F&& sift) {
    size_ -= live();
    tail_ = head_ + sift(std::span<Entry>(head_, tail_));
    size_ += live();
    sift_bucket(top_, sift);
    for (std::size_t r = 0; r < rungs_; ++r)
      for (std::uint32_t b = 0; b < rung_[r]->buckets; ++b)
        if (rung_[r]->bucket[b].head != nullptr && sift_bucket(rung_[r]->bucket[b], sift) == 0)
          rung_[r]->vacate(b);
  }

  template <class F>
  void visit(F&& f) const {
    for (const Entry& entry : sorted()) f(entry);
    const auto visit_bucket = [&](const Bucket& bucket) {
      each_chunk(bucket, [&](const Chunk* chunk, const Entry* end) {
        for (const Entry* entry = chunk->entries; entry != end; ++entry) f(*entry);
      });
    };
    visit_bucket(top_);
    for (std::size_t r = 0; r < rungs_; ++r)
      for (std::uint32_t b = 0; b < rung_[r]->buckets; ++b) visit_bucket(rung_[r]->bucket[b]);
  }

 private:
  // Tuned by tests/bench on one machine; every value gives the same order.
  static constexpr std::size_t bottom_small = 64;    // up to here the sorted bottom is the whole queue
  static constexpr std::size_t bottom_back = 32;     // and it becomes so again when so few are left
  static constexpr std::size_t crowd = 256;          // a longer bottom is searched before it is moved
  static constexpr std::size_t sort_at_once = 64;    // the largest bucket sorted without splitting it
  static constexpr std::size_t entries_wanted = 32;  // in a bucket of a new rung: half of it to all of it
  static constexpr std::uint64_t buckets_max = 512;
  static constexpr std::uint64_t buckets_min = 8;
  static constexpr std::size_t rungs_max = 8;
  static constexpr std::size_t lead = 2 * early;  // free places kept in front of a fresh bottom
  static constexpr std::uint64_t unbounded = ~std::uint64_t{0};

  struct Chunk {
    static constexpr std::uint32_t capacity = 31;
    Chunk* next;
    std::size_t unused;
    Entry entries[capacity];
  };
  static_assert(sizeof(Chunk) == 512);

  struct Bucket {  // first in, first out: sorting is cheapest when ties are in order already
    Chunk* head = nullptr;
    Chunk* tail = nullptr;
    std::uint32_t used =
        Chunk::capacity;  // of the tail; here, so that an append touches no chunk's first line
    std::uint32_t count = 0;

    [[nodiscard]] const Entry* end_of(const Chunk* chunk) const {
      return chunk->entries + (chunk == tail ? used : Chunk::capacity);
    }
  };
  // f(chunk, end of its entries) for each chunk, which f may give back.
  template <class F>
  static void each_chunk(const Bucket& bucket, F&& f) {
    for (Chunk* chunk = bucket.head; chunk != nullptr;) {
      Chunk* const next = chunk->next;
      f(chunk, bucket.end_of(chunk));
      chunk = next;
    }
  }

  // How many are left.
  template <class F>
  std::size_t sift_bucket(Bucket& bucket, F&& sift) {
    const Bucket before = std::exchange(bucket, Bucket{});
    each_chunk(before, [&](Chunk* chunk, const Entry* end) {
      const std::span<Entry> all(chunk->entries, static_cast<std::size_t>(end - chunk->entries));
      std::array<Entry, Chunk::capacity> kept;
      const std::size_t count = sift(all);
      std::copy_n(all.begin(), count, kept.begin());
      give_back(chunk);
      for (std::size_t i = 0; i < count; ++i) append(bucket, kept[i]);
    });
    size_ -= before.count - bucket.count;
    return bucket.count;
  }

  struct Rung {
    std::uint64_t start = 0, current = 0, end = 0;  // buckets before `current` are open or done
    int shift = 0;                                  // a bucket is 2^shift nanoseconds wide
    std::uint32_t buckets = 0;
    std::array<std::uint64_t, 2 * buckets_max / 64 + 1> occupied{};
    std::array<Bucket, 2 * buckets_max + 1> bucket{};

    void occupy(std::size_t index) { occupied[index / 64] |= std::uint64_t{1} << index % 64; }
    void vacate(std::size_t index) { occupied[index / 64] &= ~(std::uint64_t{1} << index % 64); }
  };

  void insert(Entry entry) {
    if (head_ == tail_) head_ = tail_ = front_;
    if (tail_ == end_ || (tail_ != head_ && before(entry, tail_[-1]))) return insert_before_last(entry);
    *tail_++ = entry;
    if (live() > split_at_) split_bottom();
  }
  [[nodiscard]] std::size_t live() const { return static_cast<std::size_t>(tail_ - head_); }
  void insert_before_last(Entry entry);
  void insert_into_crowd(Entry entry);
  void place(Entry entry);
  void refill();
  void hold_bottom();
  void make_room();
  void split_bottom();
  void fill_from_top();
  bool open_next_bucket();
  Rung& new_rung(std::uint64_t start, std::uint64_t end, std::size_t population);
  void put(Rung& rung, Entry entry);
  void append(Bucket& bucket, Entry entry);
  [[gnu::always_inline]] inline static void append_to_tail(Bucket& bucket, Entry entry);
  void split(const Bucket& bucket, Rung& rung);
  void expect(const Rung& rung, std::size_t index);
  [[nodiscard]] static bool all_at_once(const Bucket& bucket);
  Entry* fresh_bottom(std::size_t count);
  void sort_into_bottom(const Bucket& bucket, std::size_t count, std::uint64_t start, std::uint64_t width);
  [[nodiscard]] Chunk* take_chunk();
  void give_back(Chunk* chunk) {
    chunk->next = free_;
    free_ = chunk;
  }
  void update_bottom_end();

  std::size_t size_ = 0;
  std::size_t refills_ = 0;
  std::uint64_t bottom_end_ = unbounded;  // entries before this time belong into the bottom
  Entry* head_ = nullptr;                 // the live part of the bottom
  Entry* tail_ = nullptr;
  Entry* front_ = nullptr;  // where an empty bottom begins: `lead` places behind the storage's begin
  Entry* end_ = nullptr;    // of the storage
  std::size_t split_at_ = bottom_small;
  std::pmr::vector<Entry> bottom_;  // the storage
  const Bucket* coming_ = nullptr;  // will be opened next
  std::uint64_t top_start_ = unbounded;
  std::uint64_t top_min_ = unbounded, top_max_ = 0;
  Bucket top_;
  std::size_t rungs_ = 0;
  std::array<std::unique_ptr<Rung>, rungs_max> rung_;  // made when first needed
  Chunk* free_ = nullptr;
  Slabs<Chunk> slabs_;
};
static_assert(EventQueue<LadderQueue>);

}  // namespace nearsim::kernel
