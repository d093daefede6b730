// Who is called when an instant is over, one sentence a case.
#include "sim/kernel/instant_end.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/kernel/scheduler.hpp"

using namespace nearsim;
using namespace std::chrono_literals;
using base::at;
using kernel::Scheduler;

namespace {

struct Diary final : kernel::InstantEnd {
  explicit Diary(Scheduler& of) : scheduler(of) {}
  void instant_over() override { over.push_back(base::nanoseconds(scheduler.now()) / 1'000'000); }
  void ask() { scheduler.call_at_end_of_instant(*this); }

  Scheduler& scheduler;
  std::vector<std::int64_t> over;  // ms
};

struct Meddler final : kernel::InstantEnd {
  explicit Meddler(Scheduler& of) : scheduler(of) {}
  void instant_over() override {
    scheduler.post(scheduler.now(), {"too late"}, [] {});
  }
  Scheduler& scheduler;
};

}  // namespace

TEST_CASE("instant end: called once, after the last event of the instant, at its time") {
  Scheduler scheduler;
  Diary diary(scheduler);
  std::vector<std::size_t> seen;
  scheduler.post(at(1ms), {"asks"}, [&] {
    diary.ask();
    diary.ask();
    scheduler.post(at(1ms), {"asks again"}, [&] { diary.ask(), seen.push_back(diary.over.size()); });
  });
  scheduler.post(at(2ms), {"asks not"}, [&] { seen.push_back(diary.over.size()); });
  scheduler.post(at(3ms), {"asks"}, [&] { diary.ask(); });
  scheduler.run_until(at(3ms));
  CHECK(seen == std::vector<std::size_t>{0, 1});
  CHECK(diary.over == std::vector<std::int64_t>{1, 3});
  scheduler.run_until(at(9ms));
  CHECK(diary.over.size() == 2);
}

TEST_CASE("instant end: a deadline ends the instant before it like any event") {
  Scheduler scheduler;
  Diary diary(scheduler);
  const kernel::Deadline deadline = scheduler.add_deadline({"due"}, [&] { CHECK(diary.over.size() == 1); });
  scheduler.arm(deadline, at(2ms));
  scheduler.post(at(1ms), {"asks"}, [&] { diary.ask(); });
  scheduler.run_until(at(5ms));
  CHECK(diary.over == std::vector<std::int64_t>{1});
}

TEST_CASE("instant end: stop and an exception leave the instant open") {
  Scheduler scheduler;
  Diary diary(scheduler);
  scheduler.post(at(1ms), {"stops"}, [&] { diary.ask(), scheduler.stop(); });
  scheduler.post(at(1ms), {"throws"}, [] { throw std::runtime_error("broken"); });
  scheduler.post(at(1ms), {"ends well"}, [] {});
  scheduler.run_until(at(5ms));
  CHECK(diary.over.empty());
  CHECK_THROWS_AS(scheduler.run_until(at(5ms)), std::runtime_error);
  CHECK(diary.over.empty());
  scheduler.run_until(at(5ms));
  CHECK(diary.over == std::vector<std::int64_t>{1});
}

TEST_CASE("instant end: nothing may be scheduled then") {
  Scheduler scheduler;
  Meddler meddler(scheduler);
  scheduler.post(at(1ms), {"asks"}, [&] { scheduler.call_at_end_of_instant(meddler); });
  CHECK_THROWS_AS(scheduler.run_until(at(5ms)), base::CheckFailed);
}
