// What the ns-3 programs share: the choice of ns-3's queue, and how a job is run, by its events (with the command line
// --scheduler, --n, --events) or for so many simulated seconds.
#ifndef NEARSIM_TESTS_BENCH_PEERS_NS3_MAIN_H
#define NEARSIM_TESTS_BENCH_PEERS_NS3_MAIN_H

#include <ns3/core-module.h>

#include <cstdint>
#include <string>

#include "tests/bench/spec.hpp"

inline std::uint64_t now_ns() { return static_cast<std::uint64_t>(ns3::Simulator::Now().GetNanoSeconds()); }

inline void choose_queue(const std::string& scheduler) {
  ns3::ObjectFactory queue;
  queue.SetTypeId("ns3::" + scheduler + "Scheduler");
  ns3::Simulator::SetScheduler(queue);
}

template <class Spec>
int run_for_its_time(Spec& spec, const std::string& scheduler) {
  ns3::Simulator::Stop(ns3::NanoSeconds(static_cast<std::int64_t>(spec.seconds * 1e9)));
  spec.begin();
  ns3::Simulator::Run();
  spec.end();
  spec.print("ns3_" + scheduler);
  ns3::Simulator::Destroy();
  return 0;
}

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
  choose_queue(scheduler);
  Job job(n, events);
  job.start();
  ns3::Simulator::Run();
  job.spec.print("ns3_" + scheduler);
  ns3::Simulator::Destroy();
  return 0;
}

#endif
