// Virtual time moves from event to event.  Events run in the total order (time, tie); the tie is the number
// of the call that posted them, or a seeded permutation of it (ties.hpp).  Nothing here knows what an event
// means.
//
// Two kinds of waiting:
//   post, at    once; `at` can be cancelled.
//   Deadline    a timer that lives as long as the scheduler and is mostly pushed back before it fires (a
//   keep-alive
//               timeout).  arm() moves it either way; pushing it back is one store.
// Both kinds share one numbering, and a deadline fires exactly where cancel-and-post-again would have put it.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/instant_end.hpp"
#include "sim/kernel/label.hpp"
#include "sim/kernel/ladder_queue.hpp"
#include "sim/kernel/outlook.hpp"
#include "sim/kernel/pool.hpp"
#include "sim/kernel/ties.hpp"
#include "sim/kernel/wheel.hpp"

namespace nearsim::kernel {

struct SchedulerOptions {
  Ties ties = Ties::by_sequence;
  base::Seed tie_seed{};
  std::uint64_t zeno_limit = 100'000;  // ours: events at one instant; beyond them time is said to stand still
  std::uint64_t event_budget = 0;      // 0: none
  std::pmr::memory_resource* memory = base::heap();  // of this run; models ask the scheduler for it
};

// A value that names one posting; after it ran or was cancelled, the name is stale and cancel() says false.
struct Timer {
  std::uint32_t slot = ~0u;
  std::uint32_t generation = 0;
  bool operator==(const Timer&) const = default;
};

struct Deadline {
  std::uint32_t index = ~0u;
  bool operator==(const Deadline&) const = default;
};

// More events at one instant than the limit: somebody answers every event with another one now.
class Zeno : public std::exception {
 public:
  Zeno(base::Instant instant, std::vector<Label> labels);
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

  base::Instant instant;
  std::vector<Label> labels;  // of the last few events, oldest first

 private:
  std::string what_;
};

class BudgetExhausted : public std::exception {
 public:
  BudgetExhausted(base::Instant instant, std::uint64_t budget) : instant(instant), budget(budget) {}
  [[nodiscard]] const char* what() const noexcept override { return "event budget exhausted"; }

  base::Instant instant;
  std::uint64_t budget;
};

class Scheduler {
 public:
  explicit Scheduler(const SchedulerOptions& options = {});
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();

  [[nodiscard]] base::Instant now() const { return now_; }
  [[nodiscard]] std::pmr::memory_resource* memory() const { return memory_; }

  // Once, at `when` (not before now).
  template <class F>
  requires std::constructible_from<Callback, F>
  void post(base::Instant when, Label label, F&& callback) {
    enqueue(when, new_event(when, label, std::forward<F>(callback)));
  }
  template <class F>
  requires std::constructible_from<Callback, F>
  [[nodiscard]] Timer at(base::Instant when, Label label, F&& callback) {
    const std::uint32_t slot = new_event(when, label, std::forward<F>(callback));
    enqueue(when, slot);
    return {slot, events_[slot].generation};
  }
  bool cancel(Timer timer);          // false: it ran, is running, or was cancelled before
  void prefetch(Timer timer) const;  // a hint: cancel() comes soon

  // The callback is called each time the deadline fires; the deadline is then disarmed, and the callback may
  // arm it.  Deadlines are numbered from 0 as they are added, so a host with dense ids needs no table of
  // them.
  [[nodiscard]] Deadline add_deadline(Label label, Callback callback);
  void arm(Deadline deadline, base::Instant when) {  // `never` disarms
    if (when >= now_ && deadline.index < armings_.size() && sequence_ < plain_ties_) [[likely]] {
      const Entry next{base::nanoseconds(when), sequence_ << tie_shift | deadline_bit | deadline.index};
      Entry& arming = armings_[deadline.index];
      if (before(arming, next) && when != base::never) [[likely]] {  // pushed back
        arming = next;
        ++sequence_;
        return;
      }
    }
    arm_otherwise(deadline, when);
  }
  void disarm(Deadline deadline);
  // Whom its label names as the peer from now on: about whom it will fire.
  void concern(Deadline deadline, std::uint32_t peer) { alarms_[deadline.index].label.peer = peer; }
  [[nodiscard]] base::Instant due(Deadline deadline) const;  // `never` when disarmed

  // Runs the events up to and including `until`, then now() == until.  After stop(), or when something
  // throws, now() is the time of the last event, the rest still waits, and run_until may be called again.
  void run_until(base::Instant until);
  void stop() { stopping_ = true; }

  // Calls it when the present instant is over, or run_until returns; once, however often it was asked for.
  // Not when an event throws, or after stop(), which may both be in the middle of an instant.
  void call_at_end_of_instant(InstantEnd& end) { instant_end_ = &end; }

  // Told of what comes, when there is more of it than the caches hold.  It outlives the last run_until.
  void look_out(const Outlook& outlook) { outlook_ = &outlook; }

  [[nodiscard]] std::uint64_t executed() const { return executed_; }
  [[nodiscard]] std::size_t pending() const { return pending_; }
  [[nodiscard]] std::size_t slots() const {
    return events_.size();
  }  // payloads ever held at once: 128 bytes each
  [[nodiscard]] const Label& running() const { return *running_; }  // the last event begun: for error reports

  // f(Instant, Label) for everything that waits, in the order in which it would run.
  template <class F>
  void visit_pending(F&& f) const {
    for (const Waiting& waiting : waiting_in_order()) f(waiting.at, waiting.label);
  }

 private:
  // word = tie << 24 | is_deadline << 23 | index
  static constexpr int tie_shift = 24;
  static constexpr std::uint64_t deadline_bit = std::uint64_t{1} << 23;
  static constexpr std::uint64_t index_mask = deadline_bit - 1;
  static constexpr std::int64_t nowhere = base::nanoseconds(base::never);

  // An event's generation is the tie under which it waits: the low half in `generation`, the rest beside
  // `live` in `next`, which otherwise is the next one on the free list.  So a cancelled event's place serves
  // another one at once, still cached, and what is left of it in the queue finds that the tie is not its own.
  static constexpr std::uint32_t live = 0x8000'0000, begun = ~0u - 1;

  struct Event {
    Label label;
    std::uint32_t generation = 0;
    std::uint32_t next = 0;
    Callback callback;

    void wait_as(std::uint64_t word) {
      generation = static_cast<std::uint32_t>(word >> tie_shift);
      next = live | static_cast<std::uint32_t>(word >> (tie_shift + 32));
    }
    [[nodiscard]] bool waits_as(std::uint64_t word) const {
      return generation == static_cast<std::uint32_t>(word >> tie_shift) &&
             next == (live | static_cast<std::uint32_t>(word >> (tie_shift + 32)));
    }
    [[nodiscard]] bool waits() const { return next - live < 1u << (64 - tie_shift - 32); }
  };
  static_assert(sizeof(Event) == 128);  // two cache lines, and only the first for small captures

  static constexpr Entry disarmed{nowhere, ~std::uint64_t{0}};  // after everything, and nobody's word

  struct Alarm {
    Label label;
    std::uint32_t next = 0;
    Callback callback;
  };
  struct Waiting {
    base::Instant at;
    Label label;
    std::uint64_t word;
  };

  template <class F>
  [[nodiscard]] std::uint32_t new_event(base::Instant when, Label label, F&& callback) {
    NEARSIM_CHECK(when >= now_, "an event posted in the past");
    const std::uint32_t slot = events_.take();
    NEARSIM_CHECK(slot <= index_mask, "more than 2^23 events are waiting");
    Event& event = events_[slot];
    event.label = label;
    event.callback.emplace(std::forward<F>(callback));
    return slot;
  }
  void enqueue(base::Instant when, std::uint32_t slot);
  void enqueue_shuffled(base::Instant when, std::uint32_t slot);
  void enqueue_as(base::Instant when, std::uint64_t word);
  [[nodiscard]] std::uint64_t next_tie();
  void arm_otherwise(Deadline deadline, base::Instant when);
  void file(std::uint32_t index);
  [[nodiscard]] bool file_on_wheel(std::uint32_t index);
  void file_again(std::uint32_t index);
  void sweep();
  void open_wheel_slot();
  void prefetch_payloads(std::span<const Entry> sorted);
  void look_ahead();
  void prefetch(const Entry& entry) const;
  void tell_outlook(std::span<const Entry> sorted);
  void watch_for_zeno();
  void end_instant() {
    const std::uint64_t scheduled = sequence_;
    std::exchange(instant_end_, nullptr)->instant_over();
    NEARSIM_CHECK(sequence_ == scheduled, "something was scheduled when the instant was over");
  }
  void begin(std::uint64_t time);
  void run_event(std::uint64_t time, std::uint64_t word);
  void run_deadline(std::uint64_t time, std::uint64_t word);
  [[nodiscard]] std::vector<Waiting> waiting_in_order() const;

  // Counters of one event stand apart: side by side, gcc 12 counts two in one vector register, which then
  // waits for the scalar stores before it (12 ns an event).
  base::Instant now_{};
  std::uint64_t sequence_ = 0;
  const Label* running_ = nullptr;
  std::size_t pending_ = 0;
  bool stopping_ = false;
  bool inside_ = false;
  std::uint64_t executed_ = 0;
  std::uint64_t plain_ties_ = std::uint64_t{1} << TieShuffle::bits;  // below it, a tie is its sequence number
  std::optional<TieShuffle> shuffle_;
  std::uint64_t at_this_instant_ = 0;
  std::uint64_t zeno_limit_;
  std::uint64_t zeno_watch_;
  std::uint64_t budget_;
  std::vector<Label> last_labels_;
  LadderQueue queue_;
  std::size_t leftovers_ = 0;  // in the queue still
  Pool<Event> events_;
  Pool<Alarm, 32> alarms_;  // a device has a few
  // When each deadline is due, which is all that arm() touches to push one back; and the key under which it
  // is looked at next, in the wheel or the queue, which is never behind: an entry with another word is a
  // leftover.
  std::pmr::vector<Entry> armings_, filings_;
  std::unique_ptr<Wheel> wheel_;  // made when there are deadlines enough to deserve one
  std::uint64_t wheel_next_ = Wheel::never;
  std::size_t refills_seen_ = 0;
  const Outlook* outlook_ = nullptr;
  InstantEnd* instant_end_ = nullptr;
  std::array<std::uint64_t, approaches> told_{};  // the last word for each step
  std::pmr::memory_resource* memory_;
};

}  // namespace nearsim::kernel
