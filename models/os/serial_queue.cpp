#include "models/os/serial_queue.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::os {

kernel::Callback& SerialQueue::place(kernel::Label label) {
  tasks_.emplace_back(scheduler_.now() + settings_.hop, label);
  if (watcher_ != nullptr) watcher_->queued(waiting());
  wake();
  return tasks_.back().run;
}

void SerialQueue::dispatch_after(base::Duration delay, kernel::Label label, kernel::Callback run) {
  // The task waits in its own list, because a closure that holds a closure would not fit into an event.
  if (delayed_ == nullptr) delayed_ = std::make_unique<Delayed>();
  auto& [tasks, free] = *delayed_;
  std::uint32_t slot;
  if (free.empty()) {
    slot = static_cast<std::uint32_t>(tasks.size());
    tasks.emplace_back();
  } else {
    slot = free.back();
    free.pop_back();
  }
  tasks[slot] = std::move(run);
  scheduler_.post(base::later(scheduler_.now(), delay), label, [this, generation = generation_, slot, label] {
    if (generation != generation_) return;
    kernel::Callback due = std::move(delayed_->tasks[slot]);
    delayed_->free.push_back(slot);
    dispatch(label, std::move(due));
  });
}

void SerialQueue::block_for(base::Duration d) {
  const base::Instant from = std::max(busy_until_, scheduler_.now());
  busy_until_ = base::later(from, d);
  if (watcher_ != nullptr) watcher_->kept(from, busy_until_);
}

// --- waiting for another

Waits SerialQueue::wait_for(SerialQueue& other, kernel::Label label, base::Duration takes,
                            kernel::Callback task, kernel::Callback over) {
  NEARSIM_CHECK(awaited_ == nullptr && &other != this, "a queue waits for itself, or for two");
  awaited_ = &other;
  handed_ = std::make_unique<Handed>(Handed{std::move(task), std::move(over), scheduler_.now(), takes});
  other.dispatch(label, [this, &other, turn = ++turn_] { other.serve(*this, turn); });
  for (const SerialQueue* next = other.awaited_; next != nullptr; next = next->awaited_)
    if (next == this) return Waits::for_ever;
  return Waits::in_turn;
}

// The task that `asker` waits for has its turn here.
void SerialQueue::serve(SerialQueue& asker, std::uint32_t turn) {
  if (asker.turn_ != turn || asker.awaited_ != this) return;  // who asked was killed meanwhile
  kernel::Callback task = std::move(asker.handed_->task);
  if (task) task();
  if (asker.turn_ != turn) return;  // by what it asked for
  const base::Duration takes = asker.handed_->takes;
  if (takes == base::Duration{0}) return asker.go_on();
  block_for(takes);
  scheduler_.post(busy_until_, {"awaited task"}, [&asker, turn] {
    if (asker.turn_ == turn && asker.awaited_ != nullptr) asker.go_on();
  });
}

void SerialQueue::go_on() {
  awaited_ = nullptr;
  const std::unique_ptr<Handed> done = std::move(handed_);
  if (watcher_ != nullptr) watcher_->kept(done->since, scheduler_.now());
  if (done->over) done->over();
  wake();
}

void SerialQueue::tell_rest() const {
  if (watcher_ == nullptr) return;
  const base::Instant now = scheduler_.now();
  if (awaited_ != nullptr) watcher_->kept(handed_->since, now);
  if (waiting() > 0 && tasks_.front().ready < now) watcher_->ran(now - tasks_.front().ready);
}

void SerialQueue::pause() { paused_ = true; }

void SerialQueue::resume() {
  paused_ = false;
  wake();
}

void SerialQueue::clear() {
  tasks_.clear();
  if (delayed_ != nullptr) *delayed_ = {};
  ++generation_;
  wake_at_ = base::never;
  busy_until_ = {};
  awaited_ = nullptr;
  handed_.reset();
  ++turn_;
  paused_ = false;
}

void SerialQueue::look_at_head() {
  const base::Instant at = std::max(std::max(tasks_.front().ready, busy_until_), scheduler_.now());
  if (at == base::never || wake_at_ <= at) return;  // the event under way looks again by itself
  wake_at_ = at;
  scheduler_.post(at, tasks_.front().label, [this, generation = generation_, at] {
    if (generation == generation_ && wake_at_ == at) drain();
  });
}

void SerialQueue::drain() {
  wake_at_ = base::never;
  const std::uint32_t generation = generation_;
  const base::Instant now = scheduler_.now();
  for (int left = settings_.batch; left > 0; --left) {
    if (paused_ || awaited_ != nullptr || waiting() == 0 || busy_until_ > now || tasks_.front().ready > now)
      break;
    if (watcher_ != nullptr) watcher_->ran(now - tasks_.front().ready);
    std::pmr::list<Task> first(tasks_.get_allocator());
    first.splice(first.begin(), tasks_, tasks_.begin());
    running_ = true;
    first.front().run();
    running_ = false;
    if (generation != generation_) break;  // the task killed its own process
  }
  wake();
}

}  // namespace nearsim::os
