// What the three ns-3 programs share: the command line (--scheduler, --n, --events) and the choice of ns-3's queue.
#ifndef NEARSIM_TESTS_BENCH_PEERS_NS3_MAIN_H
#define NEARSIM_TESTS_BENCH_PEERS_NS3_MAIN_H

#include <ns3/core-module.h>

#include <cstdint>
#include <string>

#include "tests/bench/spec.hpp"

inline std::uint64_t now_ns() { return static_cast<std::uint64_t>(ns3::Simulator::Now().GetNanoSeconds()); }

template <class Job>
int run_job(int argc, char** argv) {
  std::string scheduler = "Map";
  std::uint32_t n = 1000;
  std::uint64_t events = 1000000;
  ns3::CommandLine line;
  line.AddValue("scheduler", "Map, Heap, Calendar, PriorityQueue or List", scheduler);
  line.AddValue("n", "events, processes or timers", n);
  line.AddValue("events", "events timed", events);
  line.Parse(argc, argv);
  ns3::ObjectFactory queue;
  queue.SetTypeId("ns3::" + scheduler + "Scheduler");
  ns3::Simulator::SetScheduler(queue);
  Job job(n, events);
  job.start();
  ns3::Simulator::Run();
  job.spec.print("ns3_" + scheduler);
  ns3::Simulator::Destroy();
  return 0;
}

#endif
