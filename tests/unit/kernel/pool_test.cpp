// The pool: numbers keep their objects, across chunks, and the last one given back is the next one taken.
#include "sim/kernel/pool.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

struct Object {
  std::uint32_t next = 0;
  std::uint32_t value = 7;
};

}  // namespace

TEST_CASE("pool: every number has an object of its own, and it stays where it is") {
  nearsim::kernel::Pool<Object> pool;
  std::vector<Object*> addresses;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    REQUIRE(pool.take() == i);
    CHECK(pool[i].value == 7);
    pool[i].value = i;
    addresses.push_back(&pool[i]);
  }
  CHECK(pool.size() == 10'000);
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    CHECK(pool[i].value == i);
    CHECK(&pool[i] == addresses[i]);
  }
}

TEST_CASE("pool: what was given back last is taken first, as it was left") {
  nearsim::kernel::Pool<Object> pool;
  for (int i = 0; i < 100; ++i) (void)pool.take();
  pool[31].value = 31;
  pool[32].value = 32;
  pool.give_back(pool[31], 31);
  pool.give_back(pool[32], 32);
  CHECK(pool.take() == 32);
  CHECK(pool.take() == 31);
  CHECK(pool.take() == 100);
  CHECK(pool[31].value == 31);
}
