#include "sim/kernel/ladder_queue.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/kernel/small_sort.hpp"

namespace nearsim::kernel {
namespace {

std::uint64_t time_of(const Entry& entry) { return static_cast<std::uint64_t>(entry.time); }

}  // namespace

// Top or first rung is anybody's guess, a processor's too: so that the choice is made by arithmetic, not by a
// branch.
void LadderQueue::place(Entry entry) {
  const std::uint64_t time = time_of(entry);
  if (rungs_ == 0) {
    top_min_ = std::min(top_min_, time);
    top_max_ = std::max(top_max_, time);
    return append(top_, entry);
  }
  Rung& first = *rung_[0];
  if (time < first.current) [[unlikely]] {
    std::size_t r = 1;
    while (time < rung_[r]->current) ++r;
    return put(*rung_[r], entry);
  }
  const std::uint64_t far = -static_cast<std::uint64_t>(time >= top_start_);  // all bits, or none
  top_min_ = std::min(top_min_, time | ~far);
  top_max_ = std::max(top_max_, time & far);
  const std::uint64_t index = (time - first.start) >> first.shift & ~far;
  Bucket* const either[] = {&first.bucket[index], &top_};
  Bucket& bucket = *either[far & 1];
  if (bucket.used == Chunk::capacity) [[unlikely]]
    return far != 0 ? append(top_, entry) : put(first, entry);
  append_to_tail(bucket, entry);
}

void LadderQueue::put(Rung& rung, Entry entry) {
  const std::uint64_t index = (time_of(entry) - rung.start) >> rung.shift;
  if (rung.bucket[index].used == Chunk::capacity) [[unlikely]]
    rung.occupy(index);
  append(rung.bucket[index], entry);
}

void LadderQueue::append(Bucket& bucket, Entry entry) {
  if (bucket.used == Chunk::capacity) [[unlikely]] {
    Chunk* const chunk = take_chunk();
    (bucket.head == nullptr ? bucket.head : bucket.tail->next) = chunk;
    bucket.tail = chunk;
    bucket.used = 0;
  }
  append_to_tail(bucket, entry);
}

void LadderQueue::append_to_tail(Bucket& bucket, Entry entry) {
  Entry* const free = bucket.tail->entries + bucket.used++;
  free->time = entry.time;  // one by one: as a pair they would go through memory
  free->word = entry.word;
  __builtin_prefetch(free + 4, 1);  // the next line: among many buckets no processor guesses it
  ++bucket.count;
}

LadderQueue::Chunk* LadderQueue::take_chunk() {
  if (free_ == nullptr) {
    const std::span<Chunk> more = slabs_.more();
    for (std::size_t i = more.size(); i-- > 0;) give_back(&more[i]);
  }
  Chunk* const chunk = free_;
  free_ = chunk->next;
  chunk->next = nullptr;
  return chunk;
}

LadderQueue::Rung& LadderQueue::new_rung(std::uint64_t start, std::uint64_t end, std::size_t population) {
  if (!rung_[rungs_]) rung_[rungs_] = std::make_unique<Rung>();
  Rung& rung = *rung_[rungs_++];
  const std::uint64_t wanted =
      std::clamp<std::uint64_t>(population / entries_wanted, buckets_min, buckets_max);
  const std::uint64_t width = std::max<std::uint64_t>(1, (end - start) / wanted);
  rung.shift = static_cast<int>(std::bit_width(width)) - 1;
  rung.start = rung.current = start;
  rung.end = end;
  rung.buckets = static_cast<std::uint32_t>(((end - start - 1) >> rung.shift) + 1);
  return rung;
}

void LadderQueue::update_bottom_end() { bottom_end_ = rungs_ == 0 ? top_start_ : rung_[rungs_ - 1]->current; }

// The bottom grew too long for insertion: make a rung of it.  Rungs that have nothing left are let go of
// first, or a bottom that reaches far (near events and a few timers) would pile one on the other at each
// split until there may be no more, and be searched and moved as a whole from then on.
void LadderQueue::split_bottom() {
  const auto is_empty = [](const Rung& rung) {
    const auto words = static_cast<std::ptrdiff_t>(rung.buckets / 64 + 1);
    return std::all_of(rung.occupied.begin(), rung.occupied.begin() + words,
                       [](std::uint64_t word) { return word == 0; });
  };
  if (rungs_ > 0 && is_empty(*rung_[rungs_ - 1])) {
    while (rungs_ > 0 && is_empty(*rung_[rungs_ - 1])) --rungs_;
    update_bottom_end();
  }
  const std::size_t count = live();
  const std::uint64_t first = time_of(head_[0]);
  const std::uint64_t last = time_of(tail_[-1]);
  split_at_ = 2 * count;  // for the case that splitting is of no use
  if (first == last || rungs_ == rungs_max) return;
  if (top_start_ == unbounded) top_start_ = bottom_end_ = last + 1;
  Rung& rung = new_rung(first, bottom_end_, count);
  for (const Entry& entry : sorted()) put(rung, entry);
  head_ = tail_ = front_;
  refill();
}

void LadderQueue::refill() {
  while (rungs_ > 0)
    if (open_next_bucket()) return update_bottom_end();
  fill_from_top();
  update_bottom_end();
}

void LadderQueue::refill_early() {
  const std::size_t left = live();
  NEARSIM_CHECK(left <= early, "a bottom refilled early with too many entries left");
  std::array<Entry, early> few;
  std::copy(head_, tail_, few.begin());
  bool is_fresh = false;
  while (rungs_ > 0 && !is_fresh) is_fresh = open_next_bucket();
  update_bottom_end();
  if (!is_fresh) return;
  head_ -= left;
  std::copy_n(few.begin(), left, head_);
}

// The top becomes the bottom if it is small, else the first rung.
void LadderQueue::fill_from_top() {
  const Bucket top = std::exchange(top_, Bucket{});
  const std::uint64_t start = std::exchange(top_min_, unbounded);
  const std::uint64_t end = std::exchange(top_max_, 0) + 1;
  top_start_ = end;
  if (top.count <= sort_at_once || end - start == 1) {
    sort_into_bottom(top, top.count, start, end - start);
    if (top.count <= bottom_back) {
      top_start_ = unbounded;
      split_at_ = bottom_small;
    }
    return;
  }
  split(top, new_rung(start, end, top.count));
  while (rungs_ > 0 && !open_next_bucket()) {
  }
}

void LadderQueue::split(const Bucket& bucket, Rung& rung) {
  each_chunk(bucket, [&](Chunk* chunk, const Entry* end) {
    if (chunk->next != nullptr) base::prefetch(chunk->next->next, sizeof(Chunk));
    for (const Entry* entry = chunk->entries; entry != end; ++entry) put(rung, *entry);
    give_back(chunk);
  });
}

// Moves the next bucket of the innermost rung to the bottom, or to further rungs; false if the rung had none
// left.
bool LadderQueue::open_next_bucket() {
  while (true) {
    Rung& rung = *rung_[rungs_ - 1];
    const auto from = static_cast<std::size_t>((rung.current - rung.start) >> rung.shift) / 64;
    const std::size_t words = rung.buckets / 64 + 1;
    std::size_t word = from;
    while (word < words && rung.occupied[word] == 0) ++word;
    if (word == words) {
      --rungs_;
      return false;
    }
    const auto index = word * 64 + static_cast<std::size_t>(std::countr_zero(rung.occupied[word]));
    rung.occupied[word] &= rung.occupied[word] - 1;
    const Bucket bucket = std::exchange(rung.bucket[index], Bucket{});
    const std::uint64_t start = rung.start + (std::uint64_t{index} << rung.shift);
    const std::uint64_t end = std::min(rung.end, start + (std::uint64_t{1} << rung.shift));
    rung.current = end;
    const std::size_t count = bucket.count;
    expect(rung, index + 1);
    if (count <= sort_at_once || rung.shift == 0 || rungs_ == rungs_max || all_at_once(bucket)) {
      sort_into_bottom(bucket, count, start, end - start);
      return true;
    }
    split(bucket, new_rung(start, end, count));
  }
}

// The bucket that will be opened next was written long ago.
void LadderQueue::expect(const Rung& rung, std::size_t index) {
  coming_ = index < rung.buckets ? &rung.bucket[index] : nullptr;
  if (coming_ == nullptr) return;
  base::prefetch(coming_->head, sizeof(Chunk));
  base::prefetch(coming_->tail);
}

// Whether all entries have the same time, so that no rung could part them.
bool LadderQueue::all_at_once(const Bucket& bucket) {
  const std::uint64_t time = time_of(bucket.head->entries[0]);
  for (const Chunk* chunk = bucket.head; chunk != nullptr; chunk = chunk->next) {
    const Entry* const end = bucket.end_of(chunk);
    for (const Entry* entry = chunk->entries; entry != end; ++entry)
      if (time_of(*entry) != time) return false;
  }
  return true;
}

}  // namespace nearsim::kernel
