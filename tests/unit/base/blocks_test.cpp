// A sequence whose elements stay where they are.
#include "sim/base/blocks.hpp"

#include <doctest/doctest.h>

#include <memory_resource>
#include <string>
#include <vector>

using nearsim::base::Blocks;

TEST_CASE("blocks: elements keep their addresses, however many come after them") {
  Blocks<std::string> names;
  std::vector<const std::string*> places;
  for (int i = 0; i < 1000; ++i) places.push_back(&names.emplace_back(std::to_string(i)));
  REQUIRE(names.size() == 1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    CHECK(&names[i] == places[i]);
    CHECK(names[i] == std::to_string(i));
  }
  CHECK(&names.back() == places.back());
}

TEST_CASE("blocks: what is dropped at the end makes room for what comes") {
  Blocks<std::string> names;
  for (int i = 0; i < 20; ++i) names.emplace_back("a name that is longer than a string holds in itself");
  const std::string* const place = &names[8];
  while (names.size() > 8) names.pop_back();
  CHECK(&names.emplace_back("new") == place);
  names.clear();
  CHECK(names.empty());
  CHECK(names.emplace_back("first") == "first");
}

TEST_CASE("blocks: copies are equal and apart, and all memory goes back") {
  struct Counting final : std::pmr::memory_resource {
    std::size_t held = 0;
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
      held += bytes;
      return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void* piece, std::size_t bytes, std::size_t alignment) override {
      held -= bytes;
      std::pmr::new_delete_resource()->deallocate(piece, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
      return this == &other;
    }
  } memory;
  {
    Blocks<int> one(&memory);
    for (int i = 0; i < 100; ++i) one.emplace_back(i);
    Blocks<int> other = one;
    CHECK(one == other);
    other[50] = -1;
    CHECK(!(one == other));
    CHECK(one[50] == 50);
    other = one;
    CHECK(one == other);
    other.pop_back();
    CHECK(!(one == other));
    const Blocks<int> moved = std::move(one);
    CHECK(moved.size() == 100);
    CHECK(memory.held >= 100 * sizeof(int));
  }
  CHECK(memory.held == 0);
}
