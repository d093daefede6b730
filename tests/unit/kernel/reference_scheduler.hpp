// The scheduler as its contract says it, with none of its shortcuts: a plain heap, and a deadline that is
// moved by cancelling the old event and posting a new one.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sim/kernel/queue.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::kernel {

class ReferenceScheduler {
 public:
  explicit ReferenceScheduler(const SchedulerOptions& options) {
    if (options.ties == Ties::shuffled) shuffle_.emplace(options.tie_seed);
  }
  [[nodiscard]] base::Instant now() const { return now_; }
  void post(base::Instant when, Label label, std::function<void()> run) {
    (void)at(when, label, std::move(run));
  }
  [[nodiscard]] Timer at(base::Instant when, Label, std::function<void()> run) {
    const auto slot = static_cast<std::uint32_t>(items_.size());
    items_.push_back({std::move(run), true});
    const std::uint64_t tie = shuffle_ ? (*shuffle_)(sequence_) : sequence_;
    ++sequence_;
    queue_.push(Entry{base::nanoseconds(when), tie << 24 | slot});
    ++pending_;
    return Timer{slot, 0};
  }
  bool cancel(Timer timer) {
    if (timer.slot >= items_.size() || !items_[timer.slot].live) return false;
    items_[timer.slot].live = false;
    --pending_;
    return true;
  }
  [[nodiscard]] Deadline add_deadline(Label, std::function<void()> run) {
    deadlines_.push_back({std::move(run), std::nullopt});
    return Deadline{static_cast<std::uint32_t>(deadlines_.size() - 1)};
  }
  void arm(Deadline deadline, base::Instant when) {
    disarm(deadline);
    if (when == base::never) return;
    deadlines_[deadline.index].timer = at(when, {}, [this, deadline] {
      deadlines_[deadline.index].timer.reset();
      deadlines_[deadline.index].run();
    });
  }
  void disarm(Deadline deadline) {
    auto& timer = deadlines_[deadline.index].timer;
    if (timer) cancel(*timer);
    timer.reset();
  }
  void run_until(base::Instant until) {
    stopping_ = false;
    while (!queue_.empty() && queue_.peek().time <= base::nanoseconds(until)) {
      const Entry first = queue_.pop();
      Item& item = items_[first.word & 0xffffff];
      if (!item.live) continue;
      item.live = false;
      --pending_;
      ++executed_;
      now_ = base::at(base::Duration{first.time});
      const std::function<void()> run = std::move(item.run);
      run();
      if (stopping_) return;
    }
    now_ = until;
  }
  void stop() { stopping_ = true; }
  [[nodiscard]] std::uint64_t executed() const { return executed_; }
  [[nodiscard]] std::size_t pending() const { return pending_; }

 private:
  struct Item {
    std::function<void()> run;
    bool live;
  };
  struct Moved {
    std::function<void()> run;
    std::optional<Timer> timer;
  };
  base::Instant now_{};
  std::uint64_t sequence_ = 0, executed_ = 0;
  std::size_t pending_ = 0;
  bool stopping_ = false;
  std::optional<TieShuffle> shuffle_;
  ReferenceQueue queue_;
  std::vector<Item> items_;
  std::vector<Moved> deadlines_;
};

}  // namespace nearsim::kernel
