#include "models/os/serial_queue.hpp"

#include <algorithm>
#include <utility>

namespace nearsim::os {

void SerialQueue::dispatch(kernel::Label label, kernel::Callback run) {
  tasks_.push_back({scheduler_.now() + settings_.hop, label, std::move(run)});
  wake();
}

void SerialQueue::dispatch_after(base::Duration delay, kernel::Label label, kernel::Callback run) {
  // The task waits in its own list, because a closure that holds a closure would not fit into an event.
  std::uint32_t slot;
  if (free_delayed_.empty()) {
    slot = static_cast<std::uint32_t>(delayed_.size());
    delayed_.emplace_back();
  } else {
    slot = free_delayed_.back();
    free_delayed_.pop_back();
  }
  delayed_[slot] = std::move(run);
  scheduler_.post(base::later(scheduler_.now(), delay), label, [this, generation = generation_, slot, label] {
    if (generation != generation_) return;
    kernel::Callback due = std::move(delayed_[slot]);
    free_delayed_.push_back(slot);
    dispatch(label, std::move(due));
  });
}

void SerialQueue::block_for(base::Duration d) {
  busy_until_ = base::later(std::max(busy_until_, scheduler_.now()), d);
}

void SerialQueue::pause() { paused_ = true; }

void SerialQueue::resume() {
  paused_ = false;
  wake();
}

void SerialQueue::clear() {
  tasks_.clear();
  delayed_.clear();
  free_delayed_.clear();
  ++generation_;
  wake_at_ = base::never;
  busy_until_ = {};
  paused_ = false;
}

void SerialQueue::wake() {
  if (paused_ || running_ || waiting() == 0) return;
  const base::Instant at = std::max({tasks_.front().ready, busy_until_, scheduler_.now()});
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
    if (paused_ || waiting() == 0 || busy_until_ > now || tasks_.front().ready > now) break;
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
