// A serial dispatch queue in the manner of GCD: tasks run one at a time in the order in which they were
// dispatched. It can be busy (a main thread that blocks), paused (a suspended process: everything waits and
// then runs late) and cleared (a killed process).  Order is the queue's own; scheduler events only say "look
// at the head".
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/label.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::os {

struct QueueSettings {
  base::Duration hop{};  // from dispatch until the task may run; ours: 0, a hop costs microseconds on a phone
  int batch = 1;  // tasks per scheduler event: 1 lets other queues in between, more is faster in large rooms

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("hop", s.hop, "from dispatch until the task may run");
    v("batch", s.batch, "tasks per scheduler event");
  }
  bool operator==(const QueueSettings&) const = default;
};

class SerialQueue;

// Told what a queue does, for whoever counts it.
class QueueWatcher {
 public:
  virtual void queued(std::size_t waiting) = 0;                 // one more, which makes so many
  virtual void ran(base::Duration waited) = 0;                  // a task, so long after it could have run
  virtual void kept(base::Instant from, base::Instant to) = 0;  // nothing else ran meanwhile

 protected:
  ~QueueWatcher() = default;
};

enum class Waits : std::uint8_t { in_turn, for_ever };  // for ever: the other waits for us

class SerialQueue {
 public:
  explicit SerialQueue(kernel::Scheduler& scheduler, QueueSettings settings = {})
      : scheduler_(scheduler), settings_(settings) {}
  SerialQueue(const SerialQueue&) = delete;
  SerialQueue& operator=(const SerialQueue&) = delete;

  template <class F>
  void dispatch(kernel::Label label, F&& task) {
    place(label).emplace(std::forward<F>(task));
  }
  // The last one, empty: a task is built where it waits.  It stays until it runs, which is after this call.
  [[nodiscard]] kernel::Callback& place(kernel::Label);
  // Like asyncAfter: enters the queue after the delay, and nothing but clear() can stop it.
  void dispatch_after(base::Duration, kernel::Label, kernel::Callback);

  // What runs here stops until `other` has come to this task, which takes so long; `over` runs here then.
  // From a task of this queue, or while nothing runs here.  clear() ends the waiting of either.
  [[nodiscard]] Waits wait_for(SerialQueue& other, kernel::Label, base::Duration takes, kernel::Callback task,
                               kernel::Callback over);
  [[nodiscard]] bool waits() const { return awaited_ != nullptr; }

  void watch(QueueWatcher* watcher) { watcher_ = watcher; }  // null: nobody
  void tell_rest() const;                                    // the watcher, at the end: of what still waits
  void block_for(base::Duration);  // nothing runs for this long, counted from the end of an earlier block
  void pause();
  void resume();
  void clear();  // forgets every task, also delayed ones and the pause

  [[nodiscard]] std::size_t waiting() const { return tasks_.size(); }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] base::Instant busy_until() const { return busy_until_; }

 private:
  struct Task {
    Task(base::Instant from, const kernel::Label& what) : ready(from), label(what) {}
    base::Instant ready;
    kernel::Label label;
    kernel::Callback run;
  };

  struct Delayed {                        // until they enter the queue
    std::vector<kernel::Callback> tasks;  // by slot
    std::vector<std::uint32_t> free;
  };

  struct Handed {  // to another queue, which has not come to it yet
    kernel::Callback task, over;
    base::Instant since{};
    base::Duration takes{};
  };

  void serve(SerialQueue& asker, std::uint32_t turn);
  void go_on();  // what was awaited is done
  void wake() {  // unless something else will
    if (!paused_ && !running_ && awaited_ == nullptr && !tasks_.empty()) look_at_head();
  }
  void look_at_head();
  void drain();

  // Two lines of cache, because a crowd's queues are in none.
  kernel::Scheduler& scheduler_;
  // A task has a place only while it waits, in the run's memory, which gives the last one returned: all
  // queues share a few places that are in the cache, where a buffer of each its own would be far away in a
  // crowd.
  std::pmr::list<Task> tasks_{scheduler_.memory()};
  base::Instant wake_at_ = base::never;
  base::Instant busy_until_{};
  std::uint32_t generation_ = 0;  // voids delayed dispatches and wake-ups from before clear()
  bool paused_ = false;
  bool running_ = false;
  SerialQueue* awaited_ = nullptr;
  QueueWatcher* watcher_ = nullptr;
  QueueSettings settings_;
  std::unique_ptr<Delayed> delayed_;  // made when first needed
  std::unique_ptr<Handed> handed_;    // few queues ever wait
  std::uint32_t turn_ = 0;            // of waiting: what was handed over in an earlier one is void
};

}  // namespace nearsim::os
