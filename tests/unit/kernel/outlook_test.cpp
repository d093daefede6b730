// What an outlook is told: hints, but these.
#include "sim/kernel/outlook.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sim/kernel/scheduler.hpp"

using namespace nearsim;
using namespace std::chrono_literals;
using base::at;
using kernel::Approach;
using kernel::Label;
using kernel::Scheduler;

namespace {

constexpr std::uint32_t crowd = 10'000;  // more than the caches hold, or nobody is told anything

struct Told final : kernel::Outlook {
  void coming(const Label& label, Approach how) const override {
    if (label.node < crowd) steps[label.node] += std::to_string(static_cast<int>(how));
  }
  mutable std::vector<std::string> steps = std::vector<std::string>(crowd);
};

}  // namespace

TEST_CASE("outlook: an event is told step by step, once each and all of them before it runs") {
  Scheduler scheduler;
  Told told;
  scheduler.look_out(told);
  std::vector<std::string> when_run(crowd);
  for (std::uint32_t i = 0; i < crowd; ++i)
    scheduler.post(at(1ms * ((i * 7) % crowd)), {"event", i}, [&, i] { when_run[i] = told.steps[i]; });
  scheduler.run_until(at(20s));
  std::uint32_t fully = 0;
  for (std::uint32_t i = 0; i < crowd; ++i) {
    CHECK(
        (when_run[i] == "01234" || when_run[i].empty()));  // empty: the first of a fresh bottom of the queue
    fully += when_run[i] == "01234" ? 1u : 0u;
  }
  CHECK(fully > crowd * 8 / 10);
}

TEST_CASE("outlook: deadlines are told as well, what is cancelled or put off is not") {
  Scheduler scheduler;
  Told told;
  scheduler.look_out(told);
  for (std::uint32_t i = 100; i < crowd; ++i) scheduler.post(at(1ms * i), {"event", i}, [] {});
  const kernel::Deadline fires = scheduler.add_deadline({"fires", 0}, [] {});
  const kernel::Deadline deferred = scheduler.add_deadline({"deferred", 1}, [] {});
  scheduler.arm(fires, at(500ms));
  scheduler.arm(deferred, at(500ms));
  scheduler.arm(deferred, at(30s));
  const kernel::Timer cancelled = scheduler.at(at(600ms), {"cancelled", 2}, [] {});
  CHECK(scheduler.cancel(cancelled));
  scheduler.run_until(at(20s));
  CHECK(told.steps[0] == "01234");
  CHECK(told.steps[1].empty());
  CHECK(told.steps[2].empty());
}

TEST_CASE("outlook: a closure that foresees hears of the same steps") {
  Scheduler scheduler;
  Told told;
  scheduler.look_out(told);
  struct Closure {
    std::vector<std::string>* steps;
    std::uint32_t number;
    void operator()() const {}
    void coming(Approach how) const { (*steps)[number] += std::to_string(static_cast<int>(how)); }
  };
  std::vector<std::string> steps(crowd);
  for (std::uint32_t i = 0; i < crowd; ++i)
    scheduler.post(at(1ms * ((i * 7) % crowd)), {"event", i}, Closure{&steps, i});
  scheduler.run_until(at(20s));
  CHECK(steps == told.steps);
  CHECK(steps[crowd / 2] == "01234");
}

TEST_CASE("outlook: without a crowd nobody is told anything") {
  Scheduler scheduler;
  Told told;
  scheduler.look_out(told);
  for (std::uint32_t i = 0; i < 100; ++i) scheduler.post(at(1ms * i), {"event", i}, [] {});
  scheduler.run_until(at(1s));
  for (const std::string& steps : told.steps) CHECK(steps.empty());
}
