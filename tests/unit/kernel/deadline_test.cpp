// Deadlines (deferred re-arming, the lazy wheel) and timers against cancel-and-post-again on a plain heap:
// everything must run at the same instants in the same order.
#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/unit/kernel/reference_scheduler.hpp"

using namespace nearsim;
using namespace std::chrono_literals;
using base::Instant;

namespace {

struct Ran {
  Instant at;
  std::uint32_t who;
  bool operator==(const Ran&) const = default;
};

// A random program that arms both ways, disarms, posts, cancels and stops, from inside its own events.  It
// draws in the order of events, so one difference in order becomes a different log.
template <class S>
class Program {
 public:
  Program(std::uint64_t seed, const kernel::SchedulerOptions& options, std::uint32_t deadlines, int steps)
      : scheduler_(options), rng_(base::Streams{base::Seed{seed}}.stream("test/deadline")), steps_(steps) {
    for (std::uint32_t i = 0; i < deadlines; ++i)
      deadlines_.push_back(scheduler_.add_deadline({"deadline", i}, [this, i] { deadline(i); }));
    for (std::uint32_t i = 0; i < 3; ++i) post(i);
    for (Instant until{}; until < base::at(40s);) {
      until = std::min(base::at(40s), until + span());
      scheduler_.run_until(until);
      CHECK((scheduler_.now() == until || stopped_));
      until = scheduler_.now();
      stopped_ = false;
      log.push_back({until, static_cast<std::uint32_t>(scheduler_.pending())});
    }
    scheduler_.run_until(base::never - 1ns);
    log.push_back({scheduler_.now(), static_cast<std::uint32_t>(scheduler_.pending())});
    executed = scheduler_.executed();
  }

  std::vector<Ran> log;
  std::uint64_t executed = 0;

 private:
  // 0 to 17 s, log-uniform; a quarter of them whole milliseconds, for ties.
  base::Duration span() {
    const std::uint64_t bits = rng_.bits();
    const std::uint64_t ns = (bits >> 8) & ((std::uint64_t{1} << (bits & 63) % 35) - 1);
    return base::Duration{static_cast<std::int64_t>(bits >> 62 == 0 ? ns / 1'000'000 * 1'000'000 : ns)};
  }
  // An eighth of all instants are multiples of 2^20 or 2^28 ns, where the wheel's slots begin.
  Instant soon(base::Duration span) {
    const Instant when = scheduler_.now() + span;
    if (rng_.below(8) != 0) return when;
    const int bits = rng_.below(2) == 0 ? 20 : 28;
    return base::at(base::Duration{((base::nanoseconds(when) >> bits) + 1) << bits});
  }
  void post(std::uint32_t who) {
    timers_.push_back(scheduler_.at(soon(span() / 4096), {"step"}, [this, who] { step(who); }));
  }
  void step(std::uint32_t who) {
    log.push_back({scheduler_.now(), who});
    for (std::uint64_t k = rng_.below(4); k < 4; ++k) act();
    if (steps_-- > 0) post(who);
  }
  void deadline(std::uint32_t who) {
    log.push_back({scheduler_.now(), 1000 + who});
    if (steps_ > 0 && rng_.below(4) == 0) act();
  }
  void act() {
    const std::uint64_t kind = rng_.below(32);
    const kernel::Deadline deadline = deadlines_[rng_.below(deadlines_.size())];
    if (kind == 0) return scheduler_.disarm(deadline);
    if (kind == 1) return scheduler_.arm(deadline, base::never);
    if (kind == 2) return scheduler_.arm(deadline, scheduler_.now());
    if (kind == 3) return stop();
    if (kind == 4) return cancel_some_timer();
    if (kind == 5) return scheduler_.arm(deadline, base::never - 1h + span());
    scheduler_.arm(deadline, soon(span() / (kind < 16 ? 1 : 4096)));
  }
  void cancel_some_timer() {
    const bool cancelled = scheduler_.cancel(timers_[rng_.below(timers_.size())]);
    log.push_back({scheduler_.now(), cancelled ? 501u : 500u});
    post(77);
  }
  void stop() {
    stopped_ = true;
    scheduler_.stop();
  }

  S scheduler_;
  base::Rng rng_;
  int steps_;
  bool stopped_ = false;
  std::vector<kernel::Deadline> deadlines_;
  std::vector<kernel::Timer> timers_;
};

void compare(std::uint64_t seed, kernel::Ties ties, std::uint32_t deadlines) {
  CAPTURE(seed);
  CAPTURE(deadlines);
  const kernel::SchedulerOptions options{.ties = ties, .tie_seed = base::Seed{seed}};
  const Program<kernel::Scheduler> ours(seed, options, deadlines, 3000);
  const Program<kernel::ReferenceScheduler> reference(seed, options, deadlines, 3000);
  REQUIRE(ours.executed == reference.executed);
  REQUIRE(ours.log.size() == reference.log.size());
  for (std::size_t i = 0; i < ours.log.size(); ++i) {
    CAPTURE(i);
    REQUIRE(ours.log[i] == reference.log[i]);
  }
}

}  // namespace

// Fewer than 64 deadlines live in the queue, more in the wheel: both sides of the border.
TEST_CASE("deadlines fire where cancel and post again would have put them") {
  for (std::uint64_t seed = 1; seed <= 15; ++seed)
    for (const std::uint32_t deadlines : {1u, 10u, 64u, 65u, 300u})
      compare(seed, kernel::Ties::by_sequence, deadlines);
}

TEST_CASE("deadlines with shuffled ties fire where cancel and post again would have put them") {
  for (std::uint64_t seed = 101; seed <= 115; ++seed)
    for (const std::uint32_t deadlines : {1u, 10u, 65u, 300u})
      compare(seed, kernel::Ties::shuffled, deadlines);
}

TEST_CASE("a deadline: due, pushed back, pulled in, disarmed, fired again from its own callback") {
  kernel::Scheduler scheduler;
  std::vector<Instant> fired;
  kernel::Deadline deadline;
  deadline = scheduler.add_deadline({"keep-alive"}, [&] {
    fired.push_back(scheduler.now());
    if (fired.size() == 2) scheduler.arm(deadline, scheduler.now() + 5ms);
  });
  CHECK(scheduler.due(deadline) == base::never);
  scheduler.arm(deadline, base::at(10ms));
  scheduler.arm(deadline, base::at(30ms));
  CHECK(scheduler.due(deadline) == base::at(30ms));
  CHECK(scheduler.pending() == 1);
  scheduler.run_until(base::at(20ms));
  CHECK(fired.empty());
  scheduler.arm(deadline, base::at(25ms));
  scheduler.run_until(base::at(40ms));
  CHECK(fired == std::vector<Instant>{base::at(25ms)});
  scheduler.arm(deadline, base::at(50ms));
  scheduler.disarm(deadline);
  CHECK(scheduler.pending() == 0);
  scheduler.run_until(base::at(60ms));
  CHECK(fired.size() == 1);
  scheduler.arm(deadline, base::at(70ms));
  scheduler.run_until(base::at(100ms));
  CHECK(fired == std::vector<Instant>{base::at(25ms), base::at(70ms), base::at(75ms)});
}
