// PHOLD in ns-3: a process is a node, whose number is the context of its events.
#include "tests/bench/peers/ns3_main.h"

class PholdJob {
 public:
  PholdJob(std::uint32_t n, std::uint64_t timed) : spec(n, timed) {}
  void start() {
    for (std::uint32_t i = 0; i < spec.n; ++i) send();
  }
  bench::Phold spec;

 private:
  void send() {
    const std::uint32_t to = spec.destination();
    ns3::Simulator::ScheduleWithContext(to, ns3::NanoSeconds(spec.delay()), &PholdJob::event, this, to);
  }
  void event(std::uint32_t id) {
    spec.ran(now_ns(), id);
    send();
    if (spec.region.step()) ns3::Simulator::Stop();
  }
};

int main(int argc, char** argv) { return run_job<PholdJob>(argc, argv); }
