#include "sim/kernel/callback.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <type_traits>
#include <vector>

using nearsim::kernel::Approach;
using nearsim::kernel::Callback;

namespace {

int calls = 0;
void count_call() { ++calls; }

}  // namespace

static_assert(!std::is_copy_constructible_v<Callback> && std::is_nothrow_move_constructible_v<Callback>);
static_assert(!std::is_constructible_v<Callback, int>);
static_assert(sizeof(Callback) == Callback::capacity + 2 * sizeof(void*));

TEST_CASE("callback: runs what it was given, functions and lambdas, again and again") {
  calls = 0;
  Callback function = count_call;
  function();
  Callback lambda = [n = 0]() mutable { calls += ++n; };
  lambda();
  lambda();
  CHECK(calls == 1 + 1 + 2);
  CHECK(static_cast<bool>(function));
  CHECK_FALSE(static_cast<bool>(Callback{}));
}

TEST_CASE("callback: owns its captures: moved once, destroyed once") {
  auto alive = std::make_shared<int>(0);
  {
    Callback first = [alive] { ++*alive; };
    CHECK(alive.use_count() == 2);
    Callback second = std::move(first);
    CHECK(alive.use_count() == 2);
    CHECK_FALSE(static_cast<bool>(first));
    second();
    CHECK(*alive == 1);
    Callback third;
    third = std::move(second);
    third();
    CHECK(*alive == 2);
    third = [] {};
    CHECK(alive.use_count() == 1);
    third.reset();
    third.emplace([alive] {});
    CHECK(alive.use_count() == 2);
    third.reset();
    CHECK(alive.use_count() == 1);
    third.emplace(Callback{[alive, keep = std::make_unique<int>(1)] {}});
    CHECK(alive.use_count() == 2);
  }
  CHECK(alive.use_count() == 1);
}

TEST_CASE("callback: 88 bytes fit") {
  std::array<int*, 11> eleven{};
  int sum = 0;
  eleven.fill(&sum);
  static_assert(sizeof(eleven) == Callback::capacity);
  Callback full = [eleven] {
    for (int* at : eleven) ++*at;
  };
  Callback moved = std::move(full);
  moved();
  CHECK(sum == 11);
}

namespace {

struct Foreseeing {
  std::vector<Approach>* told;
  std::shared_ptr<int> kept = nullptr;
  void operator()() const {}
  void coming(Approach how) const { told->push_back(how); }
};

}  // namespace

TEST_CASE("callback: a closure that foresees is told of its approach, and nobody else is") {
  std::vector<Approach> told;
  Callback plain = [&told] { told.clear(); };
  Callback owning = [&told, keep = std::make_unique<int>(1)] { told.clear(); };
  plain.coming(Approach::far);
  owning.coming(Approach::far);
  Callback{}.coming(Approach::far);
  CHECK(told.empty());

  const auto alive = std::make_shared<int>(0);
  {
    Callback first = Foreseeing{&told, alive};
    first.coming(Approach::far);
    Callback second = std::move(first);
    first.coming(Approach::near);  // NOLINT(bugprone-use-after-move): it is empty
    second.coming(Approach::next);
    CHECK(told == std::vector{Approach::far, Approach::next});
    CHECK(alive.use_count() == 2);
    second();
  }
  CHECK(alive.use_count() == 1);
}
