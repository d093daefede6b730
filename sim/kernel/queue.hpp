// What the scheduler asks of an event queue: push, pop, peek.  An entry is 16 bytes; what the event does
// lives elsewhere, under the slot in the low bits of its word, so that sorting moves no payload.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace nearsim::kernel {

__extension__ typedef unsigned __int128 EntryKey;

struct Entry {
  std::int64_t time;   // nanoseconds, never negative
  std::uint64_t word;  // tie << 24 | slot; ties are unique, so the order (time, word) is total

  [[nodiscard]] EntryKey key() const { return EntryKey{static_cast<std::uint64_t>(time)} << 64 | word; }
  bool operator==(const Entry&) const = default;
};
static_assert(sizeof(Entry) == 16 && std::is_trivial_v<Entry>);  // arrays of entries are not zeroed first

[[nodiscard]] inline bool before(const Entry& a, const Entry& b) { return a.key() < b.key(); }

template <class Q>
concept EventQueue = requires(Q queue, const Q& constant, Entry entry) {
  queue.push(entry);
  { queue.peek() } -> std::convertible_to<Entry>;  // the first entry; not when empty
  { queue.pop() } -> std::same_as<Entry>;
  { constant.empty() } -> std::same_as<bool>;
  { constant.size() } -> std::same_as<std::size_t>;
  constant.visit([](const Entry&) {});  // all entries, in no particular order: diagnostics only
};

// A plain binary heap: slow, obvious, and what every other queue is compared with.
class ReferenceQueue {
 public:
  void push(Entry entry) {
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  [[nodiscard]] Entry peek() const { return heap_.front(); }
  Entry pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Entry first = heap_.back();
    heap_.pop_back();
    return first;
  }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  template <class F>
  void visit(F&& f) const {
    for (const Entry& entry : heap_) f(entry);
  }

 private:
  static bool later(const Entry& a, const Entry& b) { return before(b, a); }
  std::vector<Entry> heap_;
};
static_assert(EventQueue<ReferenceQueue>);

}  // namespace nearsim::kernel
