#include "sim/run/sweep.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace nearsim::run {

namespace {

struct Failure {
  std::mutex mutex;
  std::size_t job = 0;
  std::exception_ptr what;

  void note(std::size_t number, std::exception_ptr thrown) {
    const std::lock_guard lock{mutex};
    if (what && job < number) return;
    job = number;
    what = std::move(thrown);
  }
};

}  // namespace

void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  Failure failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < count && !failed; i = next++) try {
        job(i);
      } catch (...) {
        failure.note(i, std::current_exception());
        failed = true;
      }
  };
  const std::size_t helpers = std::min<std::size_t>(std::max(threads, 1u), count);
  std::vector<std::thread> others;
  try {
    for (std::size_t i = 1; i < helpers; ++i) others.emplace_back(work);
  } catch (const std::system_error&) {  // no more threads to be had: those there are do all
  }
  work();
  for (std::thread& other : others) other.join();
  if (failure.what) std::rethrow_exception(failure.what);
}

unsigned processors() { return std::max(1u, std::thread::hardware_concurrency()); }

}  // namespace nearsim::run
