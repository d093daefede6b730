#include "sim/sweep/turn.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

using nearsim::sweep::Turn;

TEST_CASE("turn: every piece is worked once, by one thread at a time, also beyond what may be left") {
  constexpr int threads = 4, pieces = 500;
  Turn<std::unique_ptr<int>> turn;
  std::vector<int> worked(threads * pieces, 0);  // guarded by the turn alone
  std::atomic<int> at_it{0}, most_at_it{0};
  const auto work = [&](std::unique_ptr<int>&& piece) {
    const int now = ++at_it;
    if (now > most_at_it) most_at_it = now;
    ++worked[static_cast<std::size_t>(*piece)];
    --at_it;
  };
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&, t] {
      for (int i = 0; i < pieces; ++i) turn.bring(std::make_unique<int>(t * pieces + i), work);
      turn.finish(work);
    });
  for (std::thread& one : all) one.join();
  CHECK(most_at_it == 1);
  for (const int times : worked) CHECK(times == 1);
}

TEST_CASE("turn: who brings a piece while another is at it does not wait, and the pieces keep their order") {
  Turn<int> turn;
  std::vector<int> worked;
  turn.bring(1, [&](int piece) {
    worked.push_back(piece);
    if (piece != 1) return;
    std::thread other([&] { turn.bring(2, [&](int) { worked.push_back(-1); }); });
    other.join();  // it would never end if it waited for its turn
    CHECK(worked == std::vector{1});
  });
  CHECK(worked == std::vector{1, 2});
}

TEST_CASE("turn: work that throws gives the turn back") {
  Turn<int> turn;
  CHECK_THROWS_AS(turn.bring(1, [](int) { throw std::runtime_error("disk full"); }), std::runtime_error);
  int worked = 0;
  turn.bring(2, [&](int piece) { worked = piece; });
  CHECK(worked == 2);
}
