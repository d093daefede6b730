// TIMERS in ns-3: a timeout is pushed back by cancelling its event, which stays in the queue until its time (the way
// ns-3's own Timer and Watchdog work, and faster than Simulator::Remove), and scheduling another.
#include <vector>

#include "tests/bench/peers/ns3_main.h"

class TimersJob {
 public:
  TimersJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed), timeout_(n) {}
  void start() { schedule_drive(); }
  bench::Timers spec;

 private:
  void schedule_drive() {
    ns3::Simulator::Schedule(ns3::NanoSeconds(bench::Timers::step_ns), &TimersJob::drive, this);
  }
  void drive() {
    const std::uint32_t id = spec.pick();
    timeout_[id].Cancel();
    timeout_[id] = ns3::Simulator::Schedule(ns3::NanoSeconds(spec.timeout_ns()), &TimersJob::fire, this, id);
    schedule_drive();
    if (spec.region.step()) ns3::Simulator::Stop();
  }
  void fire(std::uint32_t id) { spec.fired(now_ns(), id); }

  std::vector<ns3::EventId> timeout_;
};

int main(int argc, char** argv) { return run_job<TimersJob>(argc, argv); }
