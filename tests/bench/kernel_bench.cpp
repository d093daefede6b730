// The kernel's costs, for Google Benchmark: the comparison jobs without their comparators, and what else is
// paid once a record, a draw or a run.
#include <benchmark/benchmark.h>

#include <string_view>

#include "sim/base/fmath.hpp"
#include "sim/kernel/trace.hpp"
#include "tests/bench/jobs.hpp"

namespace {

using namespace std::chrono_literals;

template <class Job>
void job(benchmark::State& state) {
  constexpr std::int64_t events = 1'000'000;
  for (auto _ : state) {
    auto work =
        std::make_unique<Job>(static_cast<std::uint32_t>(state.range(0)), static_cast<std::uint64_t>(events));
    work->run();
    state.SetIterationTime(work->spec.region.seconds());
    benchmark::DoNotOptimize(work->spec.sum);
  }
  state.counters["ns_per_event"] =
      benchmark::Counter(static_cast<double>(events * state.iterations()) * 1e-9,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(job<bench::HoldJob>)->Name("hold")->RangeMultiplier(10)->Range(10, 1'000'000)->UseManualTime();
BENCHMARK(job<bench::PholdJob>)->Name("phold")->Arg(1000)->Arg(100'000)->UseManualTime();
BENCHMARK(job<bench::TimersJob>)->Name("timers")->Arg(1000)->Arg(100'000)->Arg(1'000'000)->UseManualTime();

void construct_scheduler(benchmark::State& state) {
  for (auto _ : state) {
    bench::kernel::Scheduler scheduler;
    benchmark::DoNotOptimize(&scheduler);
  }
}
BENCHMARK(construct_scheduler);

// What a run of two devices asks of the kernel: some twenty things waiting.
void construct_and_run_twenty(benchmark::State& state) {
  for (auto _ : state) {
    bench::kernel::Scheduler scheduler;
    int ran = 0;
    for (int i = 0; i < 20; ++i)
      scheduler.post(bench::base::at(1ms * (i * 7 % 20)), {"event"}, [&ran] { ++ran; });
    scheduler.run_until(bench::base::at(1s));
    benchmark::DoNotOptimize(ran);
  }
}
BENCHMARK(construct_and_run_twenty);

void record_of_three_fields(benchmark::State& state) {
  bench::kernel::Tracer tracer;
  const bench::kernel::Field fields[] = {
      {"why", std::string_view{"arbitration"}}, {"outbound_age", 160ms}, {"tries", 3}};
  for (auto _ : state) tracer.record({bench::base::at(160ms), "Ana", "engine", "accept", "Bob", fields});
  benchmark::DoNotOptimize(tracer.fingerprint());
}
BENCHMARK(record_of_three_fields);

void construct_tracer(benchmark::State& state) {
  for (auto _ : state) {
    bench::kernel::Tracer tracer;
    benchmark::DoNotOptimize(&tracer);
  }
}
BENCHMARK(construct_tracer);

void random_bits(benchmark::State& state) {
  bench::base::Rng rng = bench::base::Streams{bench::base::Seed{1}}.stream("bench");
  for (auto _ : state) benchmark::DoNotOptimize(rng.bits());
}
BENCHMARK(random_bits);

void random_exponential(benchmark::State& state) {
  bench::base::Rng rng = bench::base::Streams{bench::base::Seed{1}}.stream("bench");
  for (auto _ : state) benchmark::DoNotOptimize(rng.exponential(1s));
}
BENCHMARK(random_exponential);

void random_normal(benchmark::State& state) {
  bench::base::Rng rng = bench::base::Streams{bench::base::Seed{1}}.stream("bench");
  for (auto _ : state) benchmark::DoNotOptimize(rng.normal());
}
BENCHMARK(random_normal);

}  // namespace

BENCHMARK_MAIN();
