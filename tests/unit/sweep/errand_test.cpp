#include "sim/sweep/errand.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "sim/sweep/turn.hpp"

using nearsim::sweep::Errand;
using nearsim::sweep::Turn;

TEST_CASE("errand: what was asked for is done before it is gone, and asking does not wait") {
  std::atomic<int> done{0};
  std::mutex held;
  {
    Errand errand([&] {
      const std::lock_guard lock{held};
      ++done;
    });
    const std::unique_lock lock{held};
    REQUIRE(errand.ask());
    for (int i = 0; i < 100; ++i) CHECK(errand.ask());  // would never return if it waited for the work
    CHECK(done == 0);
  }
  CHECK(done >= 1);
  CHECK(done <= 2);  // those that waited were one
}

TEST_CASE("errand: nobody asks, nothing is done") {
  int done = 0;
  {
    const Errand errand([&] { ++done; });
  }
  CHECK(done == 0);
}

TEST_CASE("turn: what is brought while somebody has it for something else is left for the next") {
  Turn<int> turn;
  int worked = 0;
  const auto work = [&](int piece) { worked += piece; };
  turn.have([&] {
    std::thread other([&] { turn.bring(1, work); });
    other.join();  // it would never end if it waited
    CHECK(worked == 0);
  });
  turn.bring(2, work);
  CHECK(worked == 3);
}
