// One comparison job, one line: kernel_jobs hold|phold|timers N EVENTS.  The line has the comparators'
// format, so that scripts/bench reads ours and theirs alike and compares the sums.
#include <cstdlib>
#include <cstring>

#include "tests/bench/jobs.hpp"

namespace {

template <class Job>
int run(std::uint32_t n, std::uint64_t events) {
  Job job{n, events};
  job.run();
  job.spec.print("nearsim");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fprintf(stderr, "usage: kernel_jobs hold|phold|timers N EVENTS\n"), 2;
  const auto n = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const std::uint64_t events = std::strtoull(argv[3], nullptr, 10);
  if (std::strcmp(argv[1], "hold") == 0) return run<bench::HoldJob>(n, events);
  if (std::strcmp(argv[1], "phold") == 0) return run<bench::PholdJob>(n, events);
  if (std::strcmp(argv[1], "timers") == 0) return run<bench::TimersJob>(n, events);
  return std::fprintf(stderr, "unknown job %s\n", argv[1]), 2;
}
