// The scheduler's contract, one sentence a case.
#include "sim/kernel/scheduler.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace nearsim;
using namespace std::chrono_literals;
using base::at;
using kernel::Label;
using kernel::Scheduler;

namespace {

std::vector<std::string> waiting(const Scheduler& scheduler) {
  std::vector<std::string> out;
  scheduler.visit_pending([&](base::Instant when, const Label& label) {
    out.push_back(std::to_string(base::nanoseconds(when) / 1'000'000) + " " + label.what + " " +
                  (label.node == kernel::no_node ? "-" : std::to_string(label.node)));
  });
  return out;
}

}  // namespace

TEST_CASE("scheduler: events run in the order of time, then of posting") {
  Scheduler scheduler;
  std::string order;
  scheduler.post(at(2ms), {"c"}, [&] { order += 'c'; });
  scheduler.post(at(1ms), {"a"}, [&] { order += 'a'; });
  scheduler.post(at(1ms), {"b"}, [&] {
    order += 'b';
    CHECK(scheduler.now() == at(1ms));
    scheduler.post(at(1ms), {"b2"}, [&] { order += '2'; });
  });
  scheduler.run_until(at(10ms));
  CHECK(order == "ab2c");
  CHECK(scheduler.now() == at(10ms));
  CHECK(scheduler.executed() == 4);
  CHECK(scheduler.pending() == 0);
}

TEST_CASE("scheduler: run_until includes its instant and can go on") {
  Scheduler scheduler;
  int ran = 0;
  for (const auto ms : {1ms, 5ms, 6ms}) scheduler.post(at(ms), {"tick"}, [&] { ++ran; });
  scheduler.run_until(at(5ms));
  CHECK(ran == 2);
  scheduler.run_until(at(5ms));
  CHECK(ran == 2);
  scheduler.run_until(base::never);
  CHECK(ran == 3);
  CHECK(scheduler.now() == base::never);
}

TEST_CASE("scheduler: nothing can be posted, armed or run in the past") {
  Scheduler scheduler;
  const kernel::Deadline deadline = scheduler.add_deadline({"d"}, [] {});
  scheduler.run_until(at(5ms));
  CHECK_THROWS_AS(scheduler.post(at(4ms), {"late"}, [] {}), base::CheckFailed);
  CHECK_THROWS_AS(scheduler.arm(deadline, at(4ms)), base::CheckFailed);
  CHECK_THROWS_AS(scheduler.run_until(at(4ms)), base::CheckFailed);
  CHECK_THROWS_AS(scheduler.arm(kernel::Deadline{}, at(6ms)), base::CheckFailed);
  CHECK(scheduler.pending() == 0);
}

TEST_CASE("scheduler: a timer is cancelled once, and its captures go at once") {
  Scheduler scheduler;
  auto captured = std::make_shared<int>(0);
  const kernel::Timer timer = scheduler.at(at(1ms), {"timer"}, [captured] { ++*captured; });
  CHECK(scheduler.pending() == 1);
  CHECK(scheduler.cancel(timer));
  CHECK(captured.use_count() == 1);
  CHECK_FALSE(scheduler.cancel(timer));
  CHECK(scheduler.pending() == 0);
  scheduler.run_until(at(2ms));
  const kernel::Timer reused = scheduler.at(at(3ms), {"again"}, [captured] { ++*captured; });
  CHECK(reused.slot == timer.slot);
  CHECK_FALSE(scheduler.cancel(timer));  // the old name does not reach the new event
  scheduler.run_until(at(4ms));
  CHECK(*captured == 1);
  CHECK_FALSE(scheduler.cancel(reused));
  CHECK_FALSE(scheduler.cancel(kernel::Timer{}));
  CHECK(scheduler.executed() == 1);
}

TEST_CASE("scheduler: a running event cannot cancel itself") {
  Scheduler scheduler;
  kernel::Timer self;
  bool cancelled = true;
  self = scheduler.at(at(1ms), {"self"}, [&] { cancelled = scheduler.cancel(self); });
  scheduler.run_until(at(1ms));
  CHECK_FALSE(cancelled);
}

TEST_CASE("scheduler: cancelled timers do not pile up") {
  Scheduler scheduler;
  std::size_t most = 0;
  for (int i = 0; i < 200'000;
       ++i) {  // a retransmission timer set for an hour and cancelled, again and again
    (void)scheduler.cancel(scheduler.at(scheduler.now() + 1h, {"retransmit"}, [] {}));
    most = std::max(most, scheduler.slots());
  }
  CHECK(most < 10'000);
  CHECK(scheduler.pending() == 0);
}

TEST_CASE(
    "scheduler: the place of a cancelled timer serves the next one, and neither is taken for the other") {
  Scheduler scheduler;
  int first = 0, second = 0;
  const kernel::Timer cancelled = scheduler.at(at(5ms), {"first"}, [&] { ++first; });
  CHECK(scheduler.cancel(cancelled));
  const kernel::Timer stands = scheduler.at(at(10ms), {"second"}, [&] { ++second; });
  CHECK(stands.slot == cancelled.slot);
  CHECK_FALSE(scheduler.cancel(cancelled));  // it is over, whoever is there now
  CHECK(scheduler.slots() == 1);
  scheduler.run_until(at(7ms));  // past what is left of the first
  CHECK(scheduler.pending() == 1);
  scheduler.run_until(at(20ms));
  CHECK(first == 0);
  CHECK(second == 1);
  CHECK_FALSE(scheduler.cancel(stands));
}

TEST_CASE("scheduler: a deadline's label says whom it is about") {
  Scheduler scheduler;
  std::uint32_t peer = 0;
  const kernel::Deadline deadline =
      scheduler.add_deadline({"looks", 1}, [&] { peer = scheduler.running().peer; });
  scheduler.concern(deadline, 7);
  scheduler.arm(deadline, at(1ms));
  scheduler.run_until(at(2ms));
  CHECK(peer == 7);
}

TEST_CASE("scheduler: stop returns after the current event and keeps the time") {
  Scheduler scheduler;
  int ran = 0;
  for (int i = 1; i <= 3; ++i)
    scheduler.post(at(1ms * i), {"tick"}, [&] {
      if (++ran == 2) scheduler.stop();
    });
  scheduler.run_until(at(10ms));
  CHECK(ran == 2);
  CHECK(scheduler.now() == at(2ms));
  scheduler.run_until(at(10ms));
  CHECK(ran == 3);
}

TEST_CASE("scheduler: an event that throws leaves the rest as it was") {
  Scheduler scheduler;
  auto captured = std::make_shared<int>(0);
  scheduler.post(at(1ms), {"broken", 3}, [captured] { throw std::runtime_error("broken"); });
  scheduler.post(at(2ms), {"next"}, [captured] { ++*captured; });
  CHECK_THROWS_AS(scheduler.run_until(at(5ms)), std::runtime_error);
  CHECK(scheduler.now() == at(1ms));
  CHECK(std::string(scheduler.running().what) == "broken");
  CHECK(scheduler.running().node == 3);
  CHECK(captured.use_count() == 2);
  CHECK(scheduler.pending() == 1);
  scheduler.run_until(at(5ms));
  CHECK(*captured == 1);
}

TEST_CASE("scheduler: an event may not run the scheduler") {
  Scheduler scheduler;
  scheduler.post(at(1ms), {"nested"}, [&] { scheduler.run_until(at(2ms)); });
  CHECK_THROWS_AS(scheduler.run_until(at(5ms)), base::CheckFailed);
  scheduler.run_until(at(5ms));
}

TEST_CASE("scheduler: everything that waits can be listed in its order, with its label") {
  Scheduler scheduler;
  scheduler.post(at(3ms), {"beacon", 1}, [] {});
  const kernel::Timer cancelled = scheduler.at(at(1ms), {"gone"}, [] {});
  const kernel::Deadline deadline = scheduler.add_deadline({"timeout", 2, 1}, [] {});
  scheduler.arm(deadline, at(1ms));
  scheduler.arm(deadline, at(2ms));
  scheduler.post(at(2ms), {"after"}, [] {});
  scheduler.cancel(cancelled);
  CHECK(waiting(scheduler) == std::vector<std::string>{"2 timeout 2", "2 after -", "3 beacon 1"});
  CHECK(scheduler.pending() == 3);
}

TEST_CASE("scheduler: events that answer each other at one instant are Zeno's") {
  Scheduler scheduler{{.zeno_limit = 50}};
  struct Loop {
    Scheduler& scheduler;
    bool ping = true;
    void post() {
      ping = !ping;
      scheduler.post(scheduler.now(), {ping ? "ping" : "pong"}, [this] { post(); });
    }
  } loop{scheduler};
  scheduler.post(at(7ms), {"first"}, [&] { loop.post(); });
  try {
    scheduler.run_until(at(1s));
    FAIL("the loop was not noticed");
  } catch (const kernel::Zeno& zeno) {
    CHECK(zeno.instant == at(7ms));
    CHECK(scheduler.executed() == 50);
    REQUIRE(zeno.labels.size() == 8);
    CHECK(std::string(zeno.labels[7].what) != zeno.labels[6].what);
    CHECK(std::string(zeno.what()).find("were: p") != std::string::npos);
    CHECK(std::string(zeno.what()).find("ping, pong, ping") != std::string::npos);
  }
}

TEST_CASE("scheduler: as many events at one instant as the limit are none of Zeno's") {
  Scheduler scheduler{{.zeno_limit = 50}};
  for (int instant = 1; instant <= 3; ++instant)
    for (int i = 0; i < 50; ++i) scheduler.post(at(1ms * instant), {"busy"}, [] {});
  scheduler.run_until(at(1s));
  CHECK(scheduler.executed() == 150);
  for (int i = 0; i < 51; ++i) scheduler.post(at(2s), {"busy"}, [] {});
  CHECK_THROWS_AS(scheduler.run_until(at(3s)), kernel::Zeno);
}

TEST_CASE("scheduler: the event budget is exact") {
  Scheduler scheduler{{.event_budget = 10}};
  for (int i = 0; i < 10; ++i) scheduler.post(at(1ms * i), {"tick"}, [] {});
  scheduler.run_until(at(1s));
  scheduler.post(at(2s), {"one too many"}, [] {});
  CHECK_THROWS_AS(scheduler.run_until(at(3s)), kernel::BudgetExhausted);
  CHECK(scheduler.executed() == 10);
  CHECK(scheduler.pending() == 1);
}

TEST_CASE("scheduler: shuffled ties permute one instant, by seed, and nothing else") {
  const auto order = [](kernel::Ties ties, std::uint64_t seed) {
    Scheduler scheduler{{.ties = ties, .tie_seed = base::Seed{seed}}};
    std::string ran;
    for (char c = 'a'; c <= 'j'; ++c) scheduler.post(at(2ms), {"tie"}, [&ran, c] { ran += c; });
    scheduler.post(at(1ms), {"first"}, [&ran] { ran += '1'; });
    scheduler.post(at(3ms), {"last"}, [&ran] { ran += '3'; });
    scheduler.run_until(at(1s));
    return ran;
  };
  CHECK(order(kernel::Ties::by_sequence, 0) == "1abcdefghij3");
  const std::string one = order(kernel::Ties::shuffled, 1);
  CHECK(one == order(kernel::Ties::shuffled, 1));
  CHECK(one != order(kernel::Ties::by_sequence, 1));
  CHECK(one != order(kernel::Ties::shuffled, 2));
  CHECK(one.front() == '1');
  CHECK(one.back() == '3');
  CHECK(one.size() == 12);
}

TEST_CASE("scheduler: captures still waiting at the end are destroyed with it") {
  auto captured = std::make_shared<int>(0);
  {
    Scheduler scheduler;
    scheduler.post(at(1h), {"never runs"}, [captured] {});
    (void)scheduler.add_deadline({"never armed"}, [captured] {});
    CHECK(captured.use_count() == 3);
  }
  CHECK(captured.use_count() == 1);
}
