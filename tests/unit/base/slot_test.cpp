#include "sim/base/slot.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace nearsim;

namespace {

struct Guest {
  Guest(int& guests, int given) : here(guests), number(given) {
    if (given < 0) throw std::invalid_argument("a negative number");
    ++here;
  }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  ~Guest() { --here; }

  int& here;
  int number;
};

}  // namespace

TEST_CASE("a slot holds one object at most, and destroys each of them once") {
  int here = 0;
  {
    base::Slot<Guest> slot;
    CHECK(!slot);
    slot.reset();
    CHECK(slot.emplace(here, 1).number == 1);
    CHECK(slot);
    CHECK(here == 1);
    slot.emplace(here, 2);
    CHECK(slot->number == 2);
    CHECK(here == 1);
    slot.reset();
    CHECK(!slot);
    CHECK(here == 0);
    slot.emplace(here, 3);
    CHECK((*slot).number == 3);
  }
  CHECK(here == 0);
}

TEST_CASE("a slot whose object could not be made holds none") {
  int here = 0;
  base::Slot<Guest> slot;
  slot.emplace(here, 1);
  CHECK_THROWS_AS(slot.emplace(here, -1), std::invalid_argument);
  CHECK(!slot);
  CHECK(here == 0);
}
