// A thread that does one thing whenever it is asked to, and is asked to do what does little but wait: for the
// disk. It is beside the threads that run, and takes next to nothing of a core.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace nearsim::sweep {

class Errand {
 public:
  explicit Errand(std::function<void()> work) : work_(std::move(work)) {  // which throws nothing
    try {
      thread_ = std::thread([this] {
        while (is_asked()) work_();
      });
    } catch (const std::system_error&) {  // no more threads to be had: ask() says so
    }
  }
  ~Errand() {  // what was asked for is done
    if (!thread_.joinable()) return;
    tell(is_over_);
    thread_.join();
  }
  Errand(const Errand&) = delete;
  Errand& operator=(const Errand&) = delete;

  // Done at once, or when the present one is; two that wait are one.  False: there is nobody to do it.
  [[nodiscard]] bool ask() {
    if (thread_.joinable()) tell(asked_);
    return thread_.joinable();
  }

 private:
  void tell(bool& what) {
    const std::lock_guard lock{mutex_};
    what = true;
    told_.notify_one();
  }
  bool is_asked() {
    std::unique_lock lock{mutex_};
    told_.wait(lock, [this] { return asked_ || is_over_; });
    return std::exchange(asked_, false);
  }

  std::function<void()> work_;
  std::mutex mutex_;
  std::condition_variable told_;
  bool asked_ = false, is_over_ = false;
  std::thread thread_;
};

}  // namespace nearsim::sweep
