#include "sim/kernel/ladder_queue.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/kernel/small_sort.hpp"

namespace nearsim::kernel {
namespace {

std::uint64_t time_of(const Entry& entry) { return static_cast<std::uint64_t>(entry.time); }

void move_entry(const Entry& from, Entry& to) {
  to.time = from.time;
  to.word = from.word;
}

}  // namespace

// Into the sorted bottom, from the end that is nearer.  Entry by entry: a memmove would read pairs of fresh
// 8-byte stores as wider words, and wait for each of them.
void LadderQueue::insert(Entry entry) {
  if (head_ == tail_) head_ = tail_ = bottom_.empty() ? 0 : lead;
  if (tail_ == bottom_.size()) make_room();
  if (tail_ - head_ > crowd) return insert_into_crowd(entry);
  Entry* const first = &bottom_[head_];
  Entry* const last = &bottom_[tail_];
  if (last - first > 16 && head_ > 0 && before(entry, first[(last - first) / 2])) {
    Entry* place = first - 1;
    for (; before(place[1], entry); ++place) move_entry(place[1], place[0]);
    *place = entry;
    --head_;
  } else {
    Entry* place = last;
    for (; place > first && before(entry, place[-1]); --place) move_entry(place[-1], place[0]);
    *place = entry;
    ++tail_;
  }
  if (tail_ - head_ > split_at_) split_bottom();
}

// A long bottom is mostly one instant, with words in any order if ties are shuffled; or one far instant that
// is all there was when the bottom was filled, and near events come in front of it.
void LadderQueue::insert_into_crowd(Entry entry) {
  const auto live = [this](std::size_t at) { return bottom_.begin() + static_cast<std::ptrdiff_t>(at); };
  const auto place = std::upper_bound(live(head_), live(tail_), entry, before);
  if (place - live(head_) >= live(tail_) - place) {
    std::move_backward(place, live(tail_), live(tail_ + 1));
    *place = entry;
    ++tail_;
  } else if (head_ > 0) {
    std::move(live(head_), place, live(head_ - 1));
    *(place - 1) = entry;
    --head_;
  } else {  // as much room in front as there are entries, so that it is seldom made
    const std::size_t room = tail_;
    bottom_.insert(bottom_.begin(), room, Entry{});
    head_ += room;
    tail_ += room;
    return insert_into_crowd(entry);
  }
  if (tail_ - head_ > split_at_) split_bottom();
}

// The bottom's live part reached the end of its storage: move it to the front, or grow.
void LadderQueue::make_room() {
  const std::size_t count = tail_ - head_;
  if (head_ > lead && head_ >= bottom_.size() / 2) {
    std::memmove(&bottom_[lead], &bottom_[head_], count * sizeof(Entry));
  } else {
    std::pmr::vector<Entry> larger(std::max<std::size_t>(64, 2 * bottom_.size()), bottom_.get_allocator());
    if (count > 0) std::memcpy(&larger[lead], &bottom_[head_], count * sizeof(Entry));
    bottom_.swap(larger);
  }
  head_ = lead;
  tail_ = lead + count;
}

void LadderQueue::place(Entry entry) {
  const std::uint64_t time = time_of(entry);
  if (time >= top_start_) {
    top_min_ = std::min(top_min_, time);
    top_max_ = std::max(top_max_, time);
    top_.push_back(entry);
    return;
  }
  std::size_t r = 0;
  while (time < rung_[r]->current) ++r;
  put(*rung_[r], entry);
}

void LadderQueue::put(Rung& rung, const Entry& entry) {
  const std::uint64_t index = (time_of(entry) - rung.start) >> rung.shift;
  Bucket& bucket = rung.bucket[index];
  if (bucket.used == Chunk::capacity) [[unlikely]] {
    Chunk* const chunk = take_chunk();
    (bucket.head == nullptr ? bucket.head : bucket.tail->next) = chunk;
    bucket.tail = chunk;
    bucket.used = 0;
    rung.occupied[index / 64] |= std::uint64_t{1} << index % 64;
  }
  bucket.tail->entries[bucket.used++] = entry;
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
  const std::size_t count = tail_ - head_;
  const std::uint64_t first = time_of(bottom_[head_]);
  const std::uint64_t last = time_of(bottom_[tail_ - 1]);
  split_at_ = 2 * count;  // for the case that splitting is of no use
  if (first == last || rungs_ == rungs_max) return;
  if (top_start_ == unbounded) top_start_ = bottom_end_ = last + 1;
  Rung& rung = new_rung(first, bottom_end_, count);
  for (std::size_t i = head_; i < tail_; ++i) put(rung, bottom_[i]);
  head_ = tail_ = 0;
  refill();
}

void LadderQueue::refill() {
  while (rungs_ > 0)
    if (open_next_bucket()) return update_bottom_end();
  fill_from_top();
  update_bottom_end();
}

// The top becomes the bottom if it is small, else the first rung.
void LadderQueue::fill_from_top() {
  const std::size_t count = top_.size();
  const std::uint64_t start = top_min_;
  const std::uint64_t end = top_max_ + 1;
  top_min_ = unbounded;
  top_max_ = 0;
  top_start_ = end;
  if (count <= sort_at_once) {
    SmallSort sort{start, end - start};
    for (const Entry& entry : top_) sort.add(entry);
    sort.write(fresh_bottom(count));
    if (count <= bottom_back) {
      top_start_ = unbounded;
      split_at_ = bottom_small;
    }
  } else if (end - start == 1) {
    Entry* const bottom = fresh_bottom(count);
    std::copy(top_.begin(), top_.end(), bottom);
    std::sort(bottom, bottom + count, before);
  } else {
    Rung& rung = new_rung(start, end, count);
    for (const Entry& entry : top_) put(rung, entry);
  }
  top_.clear();
  while (rungs_ > 0 && !open_next_bucket()) {
  }
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
    prefetch_bucket_after(rung, index);
    if (count <= sort_at_once || rung.shift == 0 || rungs_ == rungs_max || all_at_once(bucket)) {
      sort_into_bottom(bucket, count, start, end - start);
      return true;
    }
    Rung& finer = new_rung(start, end, count);
    each_chunk(bucket, [&](Chunk* chunk, const Entry* last) {
      __builtin_prefetch(chunk->next);
      for (const Entry* entry = chunk->entries; entry != last; ++entry) put(finer, *entry);
      give_back(chunk);
    });
  }
}

// The bucket that will be opened next was written long ago.
void LadderQueue::prefetch_bucket_after(const Rung& rung, std::size_t index) {
  if (index + 1 >= rung.buckets) return;
  const Bucket& bucket = rung.bucket[index + 1];
  const Chunk* const chunk = bucket.head;
  if (chunk == nullptr) return;
  const auto* line = reinterpret_cast<const std::byte*>(chunk);
  for (std::size_t at = 0; at < sizeof(Chunk); at += 64) __builtin_prefetch(line + at);
  __builtin_prefetch(bucket.tail);
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

Entry* LadderQueue::fresh_bottom(std::size_t count) {
  ++refills_;
  if (bottom_.size() < lead + count + 1) bottom_.resize(std::bit_ceil(lead + count + 1));
  head_ = lead;
  tail_ = lead + count;
  split_at_ = std::max(2 * bottom_small, 2 * count);
  return &bottom_[head_];
}

void LadderQueue::sort_into_bottom(const Bucket& bucket, std::size_t count, std::uint64_t start,
                                   std::uint64_t width) {
  Entry* const bottom = fresh_bottom(count);
  if (count <= sort_at_once) {
    SmallSort sort{start, width};
    each_chunk(bucket, [&](Chunk* chunk, const Entry* end) {
      for (const Entry* entry = chunk->entries; entry != end; ++entry) sort.add(*entry);
      give_back(chunk);
    });
    return sort.write(bottom);
  }
  Entry* out = bottom;
  each_chunk(bucket, [&](Chunk* chunk, const Entry* end) {
    out = std::copy(static_cast<const Entry*>(chunk->entries), end, out);
    give_back(chunk);
  });
  if (!std::is_sorted(bottom, out, before)) std::sort(bottom, out, before);
}

}  // namespace nearsim::kernel
