#include "sim/kernel/scheduler.hpp"

#include <algorithm>

namespace nearsim::kernel {
namespace {

constexpr Label nothing_ran{"(nothing ran yet)"};
constexpr std::size_t labels_kept = 8;  // ours: enough to see a cycle of a few events

}  // namespace

Zeno::Zeno(base::Instant at_instant, std::vector<Label> last)
    : instant(at_instant), labels(std::move(last)), what_("too many events at one instant; the last were:") {
  for (const Label& label : labels) what_.append(" ").append(label.what);
}

Scheduler::Scheduler(const SchedulerOptions& options)
    : running_(&nothing_ran),
      zeno_limit_(options.zeno_limit),
      budget_(options.event_budget == 0 ? ~std::uint64_t{0} : options.event_budget) {
  if (options.ties == Ties::shuffled) shuffle_.emplace(options.tie_seed);
}

Scheduler::~Scheduler() = default;

std::uint64_t Scheduler::next_tie() {
  const std::uint64_t sequence = sequence_++;
  NEARSIM_CHECK(sequence >> TieShuffle::bits == 0, "more than 2^40 events");
  return shuffle_ ? (*shuffle_)(sequence) : sequence;
}

void Scheduler::enqueue(base::Instant when, std::uint32_t slot) {
  NEARSIM_CHECK(slot <= index_mask, "more than 2^23 events are waiting");
  queue_.push(Entry{base::nanoseconds(when), next_tie() << tie_shift | slot});
  ++pending_;
}

bool Scheduler::cancel(Timer timer) {
  if (timer.slot >= events_.size()) return false;
  Event& event = events_[timer.slot];
  if (event.next != live || event.generation != timer.generation) return false;
  event.callback.reset();
  event.next = cancelled;
  ++event.generation;
  --pending_;
  return true;
}

Deadline Scheduler::add_deadline(Label label, Callback callback) {
  const std::uint32_t index = alarms_.take();
  NEARSIM_CHECK(index <= index_mask, "more than 2^23 deadlines");
  alarms_[index].label = label;
  alarms_[index].callback = std::move(callback);
  armings_.emplace_back();
  return Deadline{index};
}

void Scheduler::arm(Deadline deadline, base::Instant when) {
  if (when == base::never) return disarm(deadline);
  NEARSIM_CHECK(when >= now_, "a deadline armed in the past");
  Arming& arming = armings_[deadline.index];
  if (arming.due == nowhere) ++pending_;
  arming.due = base::nanoseconds(when);
  arming.word = next_tie() << tie_shift | deadline_bit | deadline.index;
  const bool deferred = before(Entry{arming.filed_time, arming.filed_word}, Entry{arming.due, arming.word});
  if (!deferred) file(deadline.index, arming);
}

void Scheduler::disarm(Deadline deadline) {
  Arming& arming = armings_[deadline.index];
  if (arming.due == nowhere) return;
  arming.due = nowhere;
  --pending_;
}

base::Instant Scheduler::due(Deadline deadline) const {
  return base::at(base::Duration{armings_[deadline.index].due});
}

void Scheduler::file(std::uint32_t, Arming& arming) {
  arming.filed_time = arming.due;
  arming.filed_word = arming.word;
  queue_.push(Entry{arming.due, arming.word});
}

// Whether the first entry is an event to run; leftovers are dropped and pushed-back deadlines filed again.
bool Scheduler::surfaces(const Entry& entry) {
  const auto index = static_cast<std::uint32_t>(entry.word & index_mask);
  if ((entry.word & deadline_bit) == 0) {
    if (events_[index].next == live) return true;
    queue_.pop();
    events_.give_back(index);
    return false;
  }
  Arming& arming = armings_[index];
  if (arming.filed_word == entry.word) {
    if (arming.word == entry.word && arming.due != nowhere) return true;
    queue_.pop();
    arming.filed_time = nowhere;
    arming.filed_word = ~std::uint64_t{0};
    if (arming.due != nowhere) file(index, arming);
    return false;
  }
  queue_.pop();
  return false;
}

void Scheduler::begin(std::int64_t time) {
  if (executed_ == budget_) throw BudgetExhausted(now_, budget_);
  const base::Instant instant = base::at(base::Duration{time});
  if (instant != now_) {
    now_ = instant;
    at_this_instant_ = 0;
    last_labels_.clear();
  } else if (at_this_instant_ + labels_kept >= zeno_limit_) {
    last_labels_.push_back(*running_);
    if (last_labels_.size() > labels_kept) last_labels_.erase(last_labels_.begin());
    if (at_this_instant_ >= zeno_limit_) throw Zeno(now_, last_labels_);
  }
  ++at_this_instant_;
}

void Scheduler::run_until(base::Instant until) {
  NEARSIM_CHECK(!inside_, "run_until called from an event");
  NEARSIM_CHECK(until >= now_, "run_until asked to go back in time");
  struct Inside {
    bool& flag;
    ~Inside() { flag = false; }
  } inside{inside_};
  inside_ = true;
  stopping_ = false;
  while (!queue_.empty()) {
    const Entry first = queue_.peek();
    if (first.time > base::nanoseconds(until)) break;
    if (!surfaces(first)) continue;
    begin(first.time);
    queue_.pop();
    ++executed_;
    --pending_;
    const auto index = static_cast<std::uint32_t>(first.word & index_mask);
    if ((first.word & deadline_bit) == 0) run_event(index);
    else run_deadline(index);
    if (stopping_) return;
  }
  if (until != now_) at_this_instant_ = 0;
  now_ = until;
}

void Scheduler::run_event(std::uint32_t slot) {
  Event& event = events_[slot];
  ++event.generation;
  event.next = cancelled;  // neither live nor free while it runs
  running_ = &event.label;
  struct Return {
    Scheduler& scheduler;
    std::uint32_t slot;
    ~Return() {
      scheduler.events_[slot].callback.reset();
      scheduler.events_.give_back(slot);
    }
  } give_back{*this, slot};
  event.callback();
}

void Scheduler::run_deadline(std::uint32_t index) {
  Arming& arming = armings_[index];
  arming = Arming{};
  running_ = &alarms_[index].label;
  alarms_[index].callback();
}

std::vector<Scheduler::Waiting> Scheduler::waiting_in_order() const {
  std::vector<Waiting> all;
  queue_.visit([&](const Entry& entry) {
    if ((entry.word & deadline_bit) != 0) return;
    const Event& event = events_[static_cast<std::uint32_t>(entry.word & index_mask)];
    if (event.next != live) return;
    all.push_back({base::at(base::Duration{entry.time}), event.label, entry.word});
  });
  for (std::uint32_t i = 0; i < armings_.size(); ++i)
    if (armings_[i].due != nowhere)
      all.push_back({base::at(base::Duration{armings_[i].due}), alarms_[i].label, armings_[i].word});
  std::sort(all.begin(), all.end(),
            [](const Waiting& a, const Waiting& b) { return a.at != b.at ? a.at < b.at : a.word < b.word; });
  return all;
}

}  // namespace nearsim::kernel
