// Our side of the jobs that run whole scenarios: how many runs a second, where their time goes, and what a
// room of many devices costs.  One line of `key=value` to stdout for each job; scripts/bench reads it.
//
//   run_jobs runs FILE COUNT          COUNT whole runs of a scenario on this thread
//   run_jobs room DEVICES SECONDS [PROFILE]   devices that all see each other, and find, invite, refuse and
//   retry
//
// Times are the process's own processor time (clock=cpu in the output), because other people's processes are
// no property of ours.  A short room is run again until 1 s has gone, each time with a seed of its own,
// because a processor learns one run of two thousand events by heart; what counts is the mean.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <string>

#include "sim/run/device.hpp"
#include "sim/run/report.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"
#include "sim/scenario/load.hpp"

namespace {

// Every allocation of the process, counted: a run's own are the difference before and after.
struct Memory {
  std::uint64_t allocations = 0, bytes = 0, live = 0, peak = 0;
} memory;

constexpr std::size_t header = alignof(std::max_align_t);

// `before`: how much lies in front of the piece; its size stands at the end of that.
void* counted(std::size_t size, std::size_t before) {
  const std::size_t whole = (size + 2 * before - 1) / before * before;
  auto* block =
      static_cast<unsigned char*>(before == header ? std::malloc(whole) : std::aligned_alloc(before, whole));
  if (block == nullptr) throw std::bad_alloc{};
  block += before;
  std::memcpy(block - sizeof size, &size, sizeof size);
  ++memory.allocations;
  memory.bytes += size;
  memory.live += size;
  if (memory.live > memory.peak) memory.peak = memory.live;
  return block;
}

void release(void* pointer, std::size_t before) {
  if (pointer == nullptr) return;
  auto* const piece = static_cast<unsigned char*>(pointer);
  std::size_t size;
  std::memcpy(&size, piece - sizeof size, sizeof size);
  memory.live -= size;
  std::free(piece - before);
}

std::size_t before(std::align_val_t alignment) {
  return std::max(header, static_cast<std::size_t>(alignment));
}

}  // namespace

void* operator new(std::size_t size) { return counted(size, header); }
void operator delete(void* pointer) noexcept { release(pointer, header); }
void operator delete(void* pointer, std::size_t) noexcept { release(pointer, header); }
void* operator new(std::size_t size, std::align_val_t alignment) { return counted(size, before(alignment)); }
void operator delete(void* pointer, std::align_val_t alignment) noexcept {
  release(pointer, before(alignment));
}
void operator delete(void* pointer, std::size_t, std::align_val_t alignment) noexcept {
  release(pointer, before(alignment));
}

namespace {

using namespace nearsim;

double now() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

scenario::Scenario must(scenario::Loaded loaded) {
  if (loaded.scenario) return std::move(*loaded.scenario);
  std::fputs(scenario::render(loaded.diagnostics).c_str(), stderr);
  std::exit(2);
}

template <class F>
double mean_us(std::uint64_t count, F&& once) {  // of the fastest of five parts
  const std::uint64_t part = count / 5 + 1;
  double least = 1e300;
  for (std::uint64_t seed = 0, n = 0; n < 5; ++n) {
    const double start = now();
    for (std::uint64_t i = 0; i < part; ++i) once(seed++);
    least = std::min(least, (now() - start) / static_cast<double>(part));
  }
  return least * 1e6;
}

int runs(const char* file, std::uint64_t count) {
  const scenario::Scenario s = must(scenario::load_file(file));
  std::uint64_t events = 0;
  const double whole =
      mean_us(count, [&](std::uint64_t seed) { events = run::run(s, base::Seed{seed}).events; });
  const double built = mean_us(count, [&](std::uint64_t seed) { run::World(s, base::Seed{seed}, {}); });
  const double unjudged = mean_us(count, [&](std::uint64_t seed) {
    run::World world(s, base::Seed{seed}, {});
    world.run();
  });
  const Memory before = memory;
  memory.peak = memory.live;
  (void)run::run(s, base::Seed{1});
  std::printf(
      "runs clock=cpu us_per_run=%.3f us_construction=%.3f us_events=%.3f us_judges_and_report=%.3f "
      "events=%llu allocations=%llu bytes=%llu peak_bytes=%llu\n",
      whole, built, unjudged - built, whole - unjudged, static_cast<unsigned long long>(events),
      static_cast<unsigned long long>(memory.allocations - before.allocations),
      static_cast<unsigned long long>(memory.bytes - before.bytes),
      static_cast<unsigned long long>(memory.peak - before.live));
  return 0;
}

int room(int devices, int seconds, const char* profile) {
  const std::string yaml = "nearsim: 1\nrun_for: " + std::to_string(seconds) +
                           "s\nlinks: {default: {delay: 10ms, jitter: 20ms}}\ndiscovery: {default: {delay: "
                           "100ms, jitter: 2s}}\ndevices:\n"
                           "  - {name: p, count: " +
                           std::to_string(devices) + ", profile: " + profile + "}\n";
  const scenario::Scenario s = must(scenario::load_text(yaml, "room"));
  const std::uint64_t live = memory.live;
  memory.peak = live;
  double spent = 0, events = 0;
  std::uint64_t runs = 0;
  std::string fingerprint;  // of the first
  while (spent < 1) {       // ours: a small room takes milliseconds
    const double start = now();
    run::World world(s, base::Seed{++runs}, {});
    world.run();
    spent += now() - start;
    events += static_cast<double>(world.scheduler().executed());
    if (runs == 1) fingerprint = world.tracer().fingerprint();
  }
  std::printf(
      "room clock=cpu devices=%d sim_s=%d cpu_s=%.3f events=%.0f ns_per_event=%.1f events_per_s=%.4g "
      "sim_per_cpu=%.4g bytes_per_device=%.0f fingerprint=%s\n",
      devices, seconds, spent, events, spent / events * 1e9, events / spent,
      seconds * static_cast<double>(runs) / spent, static_cast<double>(memory.peak - live) / devices,
      fingerprint.c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string job = argc > 1 ? argv[1] : "";
  if (job == "runs" && argc == 4) return runs(argv[2], std::strtoull(argv[3], nullptr, 10));
  if (job == "room" && argc >= 4)
    return room(std::atoi(argv[2]), std::atoi(argv[3]), argc > 4 ? argv[4] : "meshred");
  std::fputs("usage: run_jobs runs FILE COUNT | room DEVICES SECONDS [PROFILE]\n", stderr);
  return 2;
}
