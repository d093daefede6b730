#include "sim/kernel/scheduler.hpp"

#include <algorithm>

namespace nearsim::kernel {

using base::Duration;
using base::Instant;

namespace {

constexpr Label nothing_ran{"(nothing ran yet)"};
constexpr std::size_t leftovers_kept = 1024;  // ours: fewer are not worth a sweep
constexpr std::size_t labels_kept = 8;        // ours: enough to see a cycle of a few events

// Fewer deadlines than this are cheaper in the queue itself.  Ours, by tests/bench.
constexpr std::size_t deadlines_for_a_wheel = 512;

// More events than a processor's own caches hold, with what they look at: fetch payloads before their turn,
// and many at a time, because each is a look into the page tables, and a processor can do several of those at
// once but not run on meanwhile.  And tell the outlook, if there is one.  Ours, by tests/bench.
constexpr std::uint32_t events_in_cache = 1024;
constexpr std::size_t events_ahead = 64;

}  // namespace

Zeno::Zeno(Instant at_instant, std::vector<Label> last)
    : instant(at_instant), labels(std::move(last)), what_("too many events at one instant; the last were: ") {
  for (const Label& label : labels) what_.append(&label == labels.data() ? "" : ", ").append(label.what);
}

Scheduler::Scheduler(const SchedulerOptions& options)
    : running_(&nothing_ran),
      zeno_limit_(options.zeno_limit),
      zeno_watch_(options.zeno_limit - std::min<std::uint64_t>(options.zeno_limit, labels_kept - 1)),
      budget_(options.event_budget == 0 ? ~std::uint64_t{0} : options.event_budget),
      queue_(options.memory),
      events_(options.memory),
      alarms_(options.memory),
      armings_(options.memory),
      filings_(options.memory),
      memory_(options.memory) {
  if (options.ties != Ties::shuffled) return;
  shuffle_.emplace(options.tie_seed);
  plain_ties_ = 0;
}

Scheduler::~Scheduler() = default;

std::uint64_t Scheduler::next_tie() {
  const std::uint64_t sequence = sequence_++;
  NEARSIM_CHECK(sequence >> TieShuffle::bits == 0, "more than 2^40 events");
  return shuffle_ ? (*shuffle_)(sequence) : sequence;
}

// Of the two ways the usual one calls nothing that comes back: gcc saves registers for such a call at every
// entry.
void Scheduler::enqueue(Instant when, std::uint32_t slot) {
  if (sequence_ >= plain_ties_) [[unlikely]]
    return enqueue_shuffled(when, slot);
  enqueue_as(when, sequence_++ << tie_shift | slot);
}

void Scheduler::enqueue_shuffled(Instant when, std::uint32_t slot) {
  enqueue_as(when, next_tie() << tie_shift | slot);
}

void Scheduler::enqueue_as(Instant when, std::uint64_t word) {
  ++pending_;
  events_[static_cast<std::uint32_t>(word & index_mask)].wait_as(word);
  queue_.push(Entry{base::nanoseconds(when), word});
}

bool Scheduler::cancel(Timer timer) {
  if (timer.slot >= events_.size()) return false;
  Event& event = events_[timer.slot];
  if (!event.waits() || event.generation != timer.generation) return false;
  event.callback.reset();
  events_.give_back(event, timer.slot);
  --pending_;
  if (++leftovers_ > leftovers_kept && 2 * leftovers_ > queue_.size()) sweep();
  return true;
}

// Inlined by force: gcc 12 takes a function that only prefetches for one without effects, and drops its
// calls.
[[gnu::always_inline]] inline void Scheduler::prefetch(const Entry& entry) const {
  const auto index = static_cast<std::uint32_t>(entry.word & index_mask);
  if ((entry.word & deadline_bit) == 0) __builtin_prefetch(events_.address(index), 1);
  else __builtin_prefetch(&armings_[index], 1), __builtin_prefetch(&filings_[index], 1);
}

[[gnu::always_inline]] inline void Scheduler::prefetch_payloads(std::span<const Entry> sorted) {
  if (refills_seen_ != queue_.refills()) {
    refills_seen_ = queue_.refills();
    for (const Entry& entry : sorted.first(std::min(sorted.size(), events_ahead))) prefetch(entry);
    queue_.visit_coming(events_ahead, [this](const Entry& entry) { prefetch(entry); });
  }
  if (sorted.size() > events_ahead) prefetch(sorted[events_ahead]);
}

[[gnu::always_inline]] inline void Scheduler::look_ahead() {
  prefetch_payloads(queue_.sorted());
  if (outlook_ == nullptr) return;
  if (queue_.sorted().size() <= approaches) queue_.refill_early();
  tell_outlook(queue_.sorted());
}

// Takes what is left of cancelled events out of the queue, where it would wait for their time.
void Scheduler::sweep() {
  queue_.sift([this](std::span<Entry> entries) {
    for (const Entry& entry : entries) prefetch(entry);
    const auto end = std::remove_if(entries.begin(), entries.end(), [this](const Entry& entry) {
      const auto slot = static_cast<std::uint32_t>(entry.word & index_mask);
      return (entry.word & deadline_bit) == 0 && !events_[slot].waits_as(entry.word);
    });
    return static_cast<std::size_t>(end - entries.begin());
  });
  leftovers_ = 0;
}

Deadline Scheduler::add_deadline(Label label, Callback callback) {
  const std::uint32_t index = alarms_.take();
  NEARSIM_CHECK(index <= index_mask, "more than 2^23 deadlines");
  alarms_[index].label = label;
  alarms_[index].callback = std::move(callback);
  armings_.push_back(disarmed);
  filings_.push_back(disarmed);
  return Deadline{index};
}

void Scheduler::arm_otherwise(Deadline deadline, Instant when) {
  if (when == base::never) return disarm(deadline);
  NEARSIM_CHECK(when >= now_, "a deadline armed in the past");
  NEARSIM_CHECK(deadline.index < armings_.size(), "a deadline that was never added");
  Entry& arming = armings_[deadline.index];
  if (arming.time == nowhere) ++pending_;
  arming = {base::nanoseconds(when), next_tie() << tie_shift | deadline_bit | deadline.index};
  if (!before(filings_[deadline.index], arming)) file(deadline.index);
}

void Scheduler::disarm(Deadline deadline) {
  NEARSIM_CHECK(deadline.index < armings_.size(), "a deadline that was never added");
  Entry& arming = armings_[deadline.index];
  if (arming.time == nowhere) return;
  arming = disarmed;
  --pending_;
}

Instant Scheduler::due(Deadline deadline) const { return base::at(Duration{armings_[deadline.index].time}); }

// Puts a reference to the deadline where it will be looked at in time.
void Scheduler::file(std::uint32_t index) {
  const Entry arming = armings_[index];
  filings_[index] = arming;
  if (armings_.size() <= deadlines_for_a_wheel || !file_on_wheel(index)) queue_.push(arming);
}

bool Scheduler::file_on_wheel(std::uint32_t index) {
  if (!wheel_) wheel_ = std::make_unique<Wheel>(memory_);
  const Entry& arming = armings_[index];
  const std::uint64_t start = wheel_->file(static_cast<std::uint64_t>(base::nanoseconds(now_)),
                                           static_cast<std::uint64_t>(arming.time), arming.word);
  wheel_next_ = wheel_->next();
  if (start == Wheel::never) return false;
  filings_[index].time = static_cast<std::int64_t>(start);
  return true;
}

// What was filed has surfaced.
void Scheduler::file_again(std::uint32_t index) {
  if (armings_[index].time != nowhere) file(index);
  else filings_[index] = disarmed;
}

void Scheduler::open_wheel_slot() {
  wheel_->open([this](const std::uint64_t* words, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      __builtin_prefetch(&armings_[words[i] & index_mask]);
      __builtin_prefetch(&filings_[words[i] & index_mask], 1);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto index = static_cast<std::uint32_t>(words[i] & index_mask);
      if (filings_[index].word == words[i]) file_again(index);
    }
  });
  wheel_next_ = wheel_->next();
}

// Called when at_this_instant_ is near the limit: remembers labels, and gives up beyond the limit.
void Scheduler::watch_for_zeno() {
  if (at_this_instant_ == zeno_watch_ + 1) last_labels_.clear();
  if (last_labels_.size() == labels_kept) last_labels_.erase(last_labels_.begin());
  last_labels_.push_back(*running_);
  if (at_this_instant_ > zeno_limit_) throw Zeno(now_, last_labels_);
}

inline void Scheduler::begin(std::uint64_t time) {
  if (executed_ == budget_) [[unlikely]]
    throw BudgetExhausted(now_, budget_);
  if (time != static_cast<std::uint64_t>(base::nanoseconds(now_))) {
    if (instant_end_ != nullptr) end_instant();
    now_ = base::at(Duration{static_cast<std::int64_t>(time)});
    at_this_instant_ = 1;
  } else if (++at_this_instant_ > zeno_watch_) [[unlikely]] {
    watch_for_zeno();
  }
  ++executed_;
  --pending_;
  queue_.drop();
}

inline void Scheduler::run_event(std::uint64_t time, std::uint64_t word) {
  const auto slot = static_cast<std::uint32_t>(word & index_mask);
  Event& event = events_[slot];
  if (!event.waits_as(word)) [[unlikely]] {  // cancelled
    queue_.drop();
    --leftovers_;
    return;
  }
  begin(time);
  event.next = begun;
  running_ = &event.label;
  struct Return {  // also when the event throws
    Scheduler& scheduler;
    Event& event;
    std::uint32_t slot;
    ~Return() {
      event.callback.reset();
      scheduler.events_.give_back(event, slot);
    }
  } give_back{*this, event, slot};
  event.callback();
}

// The first entry refers to a deadline: fire it, or file it again if it was pushed back, or forget a
// leftover.
void Scheduler::run_deadline(std::uint64_t time, std::uint64_t word) {
  const auto index = static_cast<std::uint32_t>(word & index_mask);
  if (filings_[index].word != word) return queue_.drop();
  if (armings_[index].word != word) {
    queue_.drop();
    return file_again(index);
  }
  begin(time);
  filings_[index] = disarmed;
  armings_[index] = disarmed;  // not copied from there: what was just written in parts is slow to read whole
  Alarm& alarm = alarms_[index];
  running_ = &alarm.label;
  alarm.callback();
}

void Scheduler::run_until(Instant until) {
  NEARSIM_CHECK(!inside_, "run_until called from an event");
  NEARSIM_CHECK(until >= now_, "run_until asked to go back in time");
  struct Inside {
    bool& flag;
    ~Inside() { flag = false; }
  } inside{inside_};
  inside_ = true;
  stopping_ = false;
  const auto last = static_cast<std::uint64_t>(base::nanoseconds(until));
  while (true) {
    const Entry first = queue_.empty() ? disarmed : queue_.peek();
    const auto time = static_cast<std::uint64_t>(first.time);
    if (wheel_next_ <= std::min(time, last)) [[unlikely]] {
      open_wheel_slot();
      continue;
    }
    if (time > last || first == disarmed) break;
    if (events_.size() > events_in_cache) look_ahead();
    const std::uint64_t word = first.word;
    if ((word & deadline_bit) == 0) run_event(time, word);
    else run_deadline(time, word);
    if (stopping_) return;
  }
  if (instant_end_ != nullptr) end_instant();
  if (until != now_) at_this_instant_ = 0;
  now_ = until;
}

std::vector<Scheduler::Waiting> Scheduler::waiting_in_order() const {
  std::vector<Waiting> all;
  queue_.visit([&](const Entry& entry) {
    if ((entry.word & deadline_bit) != 0) return;
    const Event& event = events_[static_cast<std::uint32_t>(entry.word & index_mask)];
    if (!event.waits_as(entry.word)) return;
    all.push_back({base::at(Duration{entry.time}), event.label, entry.word});
  });
  for (std::uint32_t i = 0; i < armings_.size(); ++i)
    if (armings_[i].time != nowhere)
      all.push_back({base::at(Duration{armings_[i].time}), alarms_[i].label, armings_[i].word});
  std::sort(all.begin(), all.end(),
            [](const Waiting& a, const Waiting& b) { return a.at != b.at ? a.at < b.at : a.word < b.word; });
  return all;
}

}  // namespace nearsim::kernel
