#include "models/os/serial_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

using namespace nearsim;
using namespace std::chrono_literals;
using base::at;
using os::SerialQueue;

namespace {

// A queue and the log of what ran in it: "a@1000 " is task a at one second.
struct Bench {
  explicit Bench(os::QueueSettings settings = {}, kernel::SchedulerOptions options = {})
      : scheduler(options), queue(scheduler, settings) {}

  void log(char task) {
    text += task;
    text += '@' + std::to_string((scheduler.now().time_since_epoch() / 1ms)) + ' ';
  }
  void dispatch(char task) {
    queue.dispatch({"task"}, [this, task] { log(task); });
  }
  void at_time(base::Duration when, auto what) { scheduler.post(at(when), {"test"}, what); }

  kernel::Scheduler scheduler;
  SerialQueue queue;
  std::string text;
};

}  // namespace

TEST_CASE("queue: tasks do not run inside dispatch, and run in order whatever the order of ties") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Bench b({}, {.ties = kernel::Ties::shuffled, .tie_seed = {seed}});
    for (char c = 'a'; c <= 'e'; ++c) b.dispatch(c);
    CHECK(b.text.empty());
    b.scheduler.run_until(at(1s));
    CHECK(b.text == "a@0 b@0 c@0 d@0 e@0 ");
  }
}

TEST_CASE("queue: a task that dispatches goes to the end of the line") {
  Bench b;
  b.queue.dispatch({"task"}, [&b] {
    b.log('a');
    b.dispatch('c');
  });
  b.dispatch('b');
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@0 b@0 c@0 ");
}

TEST_CASE("queue: the hop delays every task") {
  Bench b({.hop = 3ms});
  b.dispatch('a');
  b.at_time(2ms, [&b] { b.dispatch('b'); });
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@3 b@5 ");
}

TEST_CASE("queue: a busy queue runs its backlog in order when it is free again") {
  Bench b;
  b.queue.block_for(100ms);
  b.dispatch('a');
  b.at_time(50ms, [&b] { b.dispatch('b'); });
  b.at_time(60ms, [&b] { b.queue.block_for(10ms); });  // from the end of the first block
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@110 b@110 ");
}

TEST_CASE("queue: a task that blocks delays those behind it") {
  Bench b({.batch = 10});
  b.queue.dispatch({"task"}, [&b] {
    b.log('a');
    b.queue.block_for(1s);
  });
  b.dispatch('b');
  b.scheduler.run_until(at(5s));
  CHECK(b.text == "a@0 b@1000 ");
}

TEST_CASE("queue: a paused queue holds everything and drains late and in order") {
  Bench b;
  b.queue.pause();
  b.dispatch('a');
  b.at_time(1s, [&b] { b.dispatch('b'); });
  b.at_time(6s, [&b] { b.queue.resume(); });
  b.at_time(7s, [&b] { b.dispatch('c'); });
  b.scheduler.run_until(at(5s));
  CHECK(b.text.empty());
  CHECK(b.queue.waiting() == 2);
  b.scheduler.run_until(at(9s));
  CHECK(b.text == "a@6000 b@6000 c@7000 ");
}

TEST_CASE("queue: pausing in the middle of a batch stops after the running task") {
  Bench b({.batch = 10});
  b.queue.dispatch({"task"}, [&b] {
    b.log('a');
    b.queue.pause();
  });
  b.dispatch('b');
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@0 ");
  b.queue.resume();
  b.scheduler.run_until(at(2s));
  CHECK(b.text == "a@0 b@1000 ");
}

TEST_CASE("queue: clearing forgets tasks, delayed tasks, block and pause; new ones run") {
  Bench b;
  b.dispatch('a');
  b.queue.dispatch_after(50ms, {"later"}, [&b] { b.log('b'); });
  b.queue.block_for(10s);
  b.queue.pause();
  b.queue.clear();
  b.dispatch('c');
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "c@0 ");
}

TEST_CASE("queue: a task may clear its own queue") {
  Bench b({.batch = 10});
  b.queue.dispatch({"task"}, [&b] {
    b.log('a');
    b.queue.clear();
    b.dispatch('c');
  });
  b.dispatch('b');
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@0 c@0 ");
}

TEST_CASE("queue: a delayed task enters the queue after its delay and waits its turn") {
  Bench b;
  b.queue.dispatch_after(20ms, {"later"}, [&b] { b.log('b'); });
  b.queue.dispatch_after(10ms, {"later"}, [&b] { b.log('a'); });
  b.at_time(15ms, [&b] { b.queue.block_for(100ms); });
  b.scheduler.run_until(at(1s));
  CHECK(b.text == "a@10 b@115 ");
}

TEST_CASE("queue: a batch lets more tasks run per event") {
  Bench one;
  Bench many({.batch = 100});
  for (int i = 0; i < 100; ++i) {
    one.dispatch('a');
    many.dispatch('a');
  }
  one.scheduler.run_until(at(1s));
  many.scheduler.run_until(at(1s));
  CHECK(one.text == many.text);
  CHECK(one.scheduler.executed() == 100);
  CHECK(many.scheduler.executed() == 1);
}

TEST_CASE("queue: what a task holds is released when the queue is cleared") {
  Bench b;
  auto held = std::make_shared<int>(1);
  b.queue.dispatch({"task"}, [held] { static_cast<void>(held); });
  b.queue.dispatch_after(1s, {"task"}, [held] { static_cast<void>(held); });
  CHECK(held.use_count() == 3);
  b.queue.clear();
  CHECK(held.use_count() == 1);
}

TEST_CASE("queue: who waits for another queue runs nothing until that one has done its task") {
  Bench b;
  SerialQueue other(b.scheduler);
  other.block_for(2s);  // busy with something else
  b.queue.dispatch({"task"}, [&] {
    b.log('a');
    const os::Waits waits = b.queue.wait_for(
        other, {"awaited"}, 1s, [&] { b.log('t'); }, [&] { b.log('o'); });
    CHECK(waits == os::Waits::in_turn);
  });
  b.dispatch('b');
  other.dispatch({"behind"}, [&] { b.log('z'); });  // stands before the awaited task: that comes last
  b.scheduler.run_until(at(10s));
  CHECK(b.text == "a@0 z@2000 t@2000 o@3000 b@3000 ");
}

TEST_CASE("queue: two that wait for each other wait for ever, and killing their process ends it") {
  Bench b;
  SerialQueue other(b.scheduler);
  os::Waits second = os::Waits::in_turn;
  b.queue.dispatch({"task"},
                   [&] { (void)b.queue.wait_for(other, {"awaited"}, {}, [&] { b.log('t'); }, {}); });
  other.dispatch({"task"},
                 [&] { second = other.wait_for(b.queue, {"awaited"}, {}, [&] { b.log('u'); }, {}); });
  b.dispatch('b');
  b.scheduler.run_until(at(100s));
  CHECK(second == os::Waits::for_ever);
  CHECK(b.text.empty());
  CHECK((b.queue.waits() && other.waits()));
  b.queue.clear();
  other.clear();
  b.dispatch('c');
  b.scheduler.run_until(at(200s));
  CHECK(b.text == "c@100000 ");  // what was handed over before is void
}

TEST_CASE("queue: who counts hears of depth, of waiting and of what kept it") {
  struct Watcher final : os::QueueWatcher {
    std::size_t deepest = 0;
    base::Duration longest{}, busy{};
    void queued(std::size_t waiting) override { deepest = std::max(deepest, waiting); }
    void ran(base::Duration waited) override { longest = std::max(longest, waited); }
    void kept(base::Instant from, base::Instant to) override { busy += to - from; }
  } watcher;
  Bench b;
  SerialQueue other(b.scheduler);
  b.queue.watch(&watcher);
  b.queue.block_for(2s);
  b.dispatch('a');
  b.queue.dispatch({"task"}, [&] { (void)b.queue.wait_for(other, {"awaited"}, 3s, {}, {}); });
  b.dispatch('b');
  b.scheduler.run_until(at(10s));
  CHECK(b.text == "a@2000 b@5000 ");
  CHECK(watcher.deepest == 3);
  CHECK(watcher.longest == 5s);
  CHECK(watcher.busy == 5s);  // two of something else, and three of waiting
}
