// Our side of the comparisons, through the public Scheduler and nothing else: labels on, no trace.
#pragma once

#include "sim/kernel/scheduler.hpp"
#include "tests/bench/spec.hpp"

namespace bench {

namespace kernel = nearsim::kernel;
namespace base = nearsim::base;

inline base::Duration ns(std::uint64_t count) { return base::Duration{static_cast<std::int64_t>(count)}; }
inline std::uint64_t now_ns(const kernel::Scheduler& scheduler) {
  return static_cast<std::uint64_t>(base::nanoseconds(scheduler.now()));
}

class HoldJob {
 public:
  HoldJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed) {}
  void run() {
    for (std::uint32_t id = 0; id < spec.n; ++id) post(id);
    scheduler_.run_until(base::never);
  }
  Hold spec;

 private:
  void post(std::uint32_t id) {
    scheduler_.post(scheduler_.now() + ns(spec.delay()), {"hold", id}, [this, id] { event(id); });
  }
  void event(std::uint32_t id) {
    spec.ran(now_ns(scheduler_), id);
    post(id);
    if (spec.region.step()) scheduler_.stop();
  }
  kernel::Scheduler scheduler_;
};

class PholdJob {
 public:
  PholdJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed) {}
  void run() {
    for (std::uint32_t i = 0; i < spec.n; ++i) send();
    scheduler_.run_until(base::never);
  }
  Phold spec;

 private:
  void send() {
    const std::uint32_t to = spec.destination();
    scheduler_.post(scheduler_.now() + ns(spec.delay()), {"phold", to}, [this, to] { event(to); });
  }
  void event(std::uint32_t id) {
    spec.ran(now_ns(scheduler_), id);
    send();
    if (spec.region.step()) scheduler_.stop();
  }
  kernel::Scheduler scheduler_;
};

class TimersJob {
 public:
  TimersJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed) {}
  void run() {
    for (std::uint32_t id = 0; id < spec.n; ++id)
      (void)scheduler_.add_deadline({"timeout", id}, [this, id] { spec.fired(now_ns(scheduler_), id); });
    drive_after_step();
    scheduler_.run_until(base::never);
  }
  Timers spec;

 private:
  void drive_after_step() {
    scheduler_.post(scheduler_.now() + ns(Timers::step_ns), {"drive"}, [this] { drive(); });
  }
  void drive() {
    scheduler_.arm(kernel::Deadline{spec.pick()}, scheduler_.now() + ns(spec.timeout_ns()));
    drive_after_step();
    if (spec.region.step()) scheduler_.stop();
  }
  kernel::Scheduler scheduler_;
};

}  // namespace bench
