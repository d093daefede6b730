// The order of deadlines, against asking everybody.
#include "protocol/timetable.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <utility>
#include <vector>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using namespace std::chrono_literals;
using nearsim::base::at;
using nearsim::base::heap;
using nearsim::base::Instant;
using nearsim::base::never;

TEST_CASE("timetable: always the first by (instant, entry), however entries are moved") {
  for (const Index spread : {1u, 29u})  // one level of the tree, and four
    CHECK(rc::check([spread](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& moves) {
      Timetable table{heap()};
      std::vector<Instant> naive;
      for (const auto& [entry, tick] : moves) {
        const Index i = entry % 24 * spread;
        const Instant when = tick % 8 == 0 ? never : at(std::chrono::milliseconds{tick / 4});
        table.set(i, when);
        if (naive.size() <= i) naive.resize(i + 1, never);
        naive[i] = when;
        const auto first = std::min_element(naive.begin(), naive.end());
        RC_ASSERT(table.first_instant() == *first);
        if (*first != never) RC_ASSERT(table.first() == static_cast<Index>(first - naive.begin()));
      }
    }));
}

TEST_CASE("timetable: emptied in order") {
  CHECK(rc::check([](const std::vector<std::uint16_t>& ticks) {
    Timetable table{heap()};
    for (std::size_t i = 0; i < ticks.size(); ++i)
      table.set(static_cast<Index>(i), at(std::chrono::milliseconds{ticks[i] % 50}));
    Instant last = at(0s);
    for (std::size_t n = 0; n < ticks.size(); ++n) {
      RC_ASSERT(table.first_instant() >= last);
      last = table.first_instant();
      table.set(table.first(), never);
    }
    RC_ASSERT(table.first_instant() == never);
  }));
}

TEST_CASE("timetable: equal when the instants are, however they came about") {
  Timetable a{heap()}, b{heap()};
  for (const Index i : {0u, 1u, 2u}) a.set(i, at(1s * (3 - i)));
  for (const Index i : {2u, 0u, 1u}) b.set(i, at(1s * (3 - i)));
  CHECK(a == b);
  b.set(1, never);
  CHECK(!(a == b));
  CHECK(!(a == Timetable{heap()}));
}

TEST_CASE("timetable: nothing in it, nothing due") { CHECK(Timetable{heap()}.first_instant() == never); }

TEST_CASE("timetable: cleared, it is as new") {
  Timetable table{heap()};
  for (Index i = 0; i < 100; ++i) table.set(i, at(1s * (i + 1)));
  table.clear();
  CHECK(table == Timetable{heap()});
  CHECK(table.first_instant() == never);
  table.set(3, at(5s));
  CHECK(table.first() == 3);
  CHECK(table.first_instant() == at(5s));
}
