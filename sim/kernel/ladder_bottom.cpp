// The ladder's sorted end: how entries come into it one by one, and a bucket at once.
#include <algorithm>
#include <bit>
#include <cstring>

#include "sim/kernel/ladder_queue.hpp"
#include "sim/kernel/small_sort.hpp"

namespace nearsim::kernel {
namespace {

void move_entry(const Entry& from, Entry& to) {
  to.time = from.time;
  to.word = from.word;
}

}  // namespace

// Into the sorted bottom, from the end that is nearer.  Entry by entry: a memmove would read pairs of fresh
// 8-byte stores as wider words, and wait for each of them.
void LadderQueue::insert_before_last(Entry entry) {
  // Mostly a hop from queue to queue at this instant, which nothing is before; the place is that of what
  // runs.
  if (tail_ != head_ && head_ != bottom_.data() && before(entry, *head_)) {
    move_entry(entry, *--head_);
    if (live() > split_at_) split_bottom();
    return;
  }
  if (tail_ == end_) make_room();
  if (live() > crowd) return insert_into_crowd(entry);
  Entry* place;
  if (live() > 16 && head_ != bottom_.data() && before(entry, head_[live() / 2])) {
    place = --head_;
    for (; before(place[1], entry); ++place) move_entry(place[1], place[0]);
  } else {
    place = tail_++;
    for (; place > head_ && before(entry, place[-1]); --place) move_entry(place[-1], place[0]);
  }
  *place = entry;
  if (live() > split_at_) split_bottom();
}

// A long bottom is mostly one instant, with words in any order if ties are shuffled; or one far instant that
// is all there was when the bottom was filled, and near events come in front of it.
void LadderQueue::insert_into_crowd(Entry entry) {
  Entry* const place = std::upper_bound(head_, tail_, entry, before);
  if (place - head_ >= tail_ - place) {
    std::move_backward(place, tail_, tail_ + 1);
    *place = entry;
    ++tail_;
  } else if (head_ != bottom_.data()) {
    std::move(head_, place, head_ - 1);
    place[-1] = entry;
    --head_;
  } else {  // as much room in front as there are entries, so that it is seldom made
    const std::size_t room = live();
    bottom_.insert(bottom_.begin(), room, Entry{});
    hold_bottom();
    head_ = bottom_.data() + room;
    tail_ = head_ + room;
    return insert_into_crowd(entry);
  }
  if (live() > split_at_) split_bottom();
}

// After a change of the storage.
void LadderQueue::hold_bottom() {
  front_ = bottom_.data() + lead;
  end_ = bottom_.data() + bottom_.size();
}

// The bottom's live part reached the end of its storage: move it to the front, or grow.
void LadderQueue::make_room() {
  const std::size_t count = live();
  if (head_ > front_ && head_ - bottom_.data() >= end_ - head_) {
    std::memmove(front_, head_, count * sizeof(Entry));
  } else {
    std::pmr::vector<Entry> larger(std::max<std::size_t>(64, 2 * bottom_.size()), bottom_.get_allocator());
    if (count > 0) std::memcpy(&larger[lead], head_, count * sizeof(Entry));
    bottom_.swap(larger);
    hold_bottom();
  }
  head_ = front_;
  tail_ = head_ + count;
}

Entry* LadderQueue::fresh_bottom(std::size_t count) {
  ++refills_;
  if (bottom_.size() < lead + count + 1) {
    bottom_.resize(std::bit_ceil(lead + count + 1));
    hold_bottom();
  }
  head_ = front_;
  tail_ = head_ + count;
  split_at_ = std::max(2 * bottom_small, 2 * count);
  return head_;
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
