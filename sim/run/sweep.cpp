#include "sim/run/sweep.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
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

// Of the jobs, in order: who is given one begins it.
class Numbers {
 public:
  Numbers(std::size_t count, const std::function<bool()>& goes_on) : count_(count), goes_on_(goes_on) {}
  [[nodiscard]] std::optional<std::size_t> next() {
    const std::lock_guard lock{mutex_};
    ended_ = ended_ || next_ == count_ || !goes_on_();
    return ended_ ? std::nullopt : std::optional{next_++};
  }
  void end() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
  }
  [[nodiscard]] std::size_t given() const { return next_; }  // when nobody asks any more

 private:
  std::mutex mutex_;
  std::size_t count_, next_ = 0;
  const std::function<bool()>& goes_on_;
  bool ended_ = false;
};

}  // namespace

std::size_t in_parallel(std::size_t count, unsigned threads, const std::function<bool()>& goes_on,
                        const std::function<void(std::size_t)>& job) {
  Numbers numbers{count, goes_on};
  Failure failure;
  const auto work = [&] {
    for (auto i = numbers.next(); i; i = numbers.next()) try {
        job(*i);
      } catch (...) {
        failure.note(*i, std::current_exception());
        numbers.end();
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
  return numbers.given();
}

void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job) {
  in_parallel(
      count, threads, [] { return true; }, job);
}

unsigned processors() { return std::max(1u, std::thread::hardware_concurrency()); }

}  // namespace nearsim::run
