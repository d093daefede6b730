// HOLD in ns-3: each event schedules itself again.
#include "tests/bench/peers/ns3_main.h"

class HoldJob {
 public:
  HoldJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed) {}
  void start() {
    for (std::uint32_t id = 0; id < spec.n; ++id) schedule(id);
  }
  bench::Hold spec;

 private:
  void schedule(std::uint32_t id) {
    ns3::Simulator::Schedule(ns3::NanoSeconds(spec.delay()), &HoldJob::event, this, id);
  }
  void event(std::uint32_t id) {
    spec.ran(now_ns(), id);
    schedule(id);
    if (spec.region.step()) ns3::Simulator::Stop();
  }
};

int main(int argc, char** argv) { return run_job<HoldJob>(argc, argv); }
