// The paged table against std::map.
#include "models/net/pair_pages.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <utility>
#include <vector>

using nearsim::net::Node;
using nearsim::net::PairPages;

TEST_CASE("pair pages: an empty table has nothing, also beyond what it ever saw") {
  PairPages<int> table;
  CHECK(table.find(0, 0) == nullptr);
  CHECK(table.find(5, 1'000'000) == nullptr);
  table.at(5, 63) = 1;
  CHECK(table.find(5, 64) == nullptr);
  CHECK(table.find(6, 63) == nullptr);
  CHECK(table.find(63, 5) == nullptr);
  REQUIRE(table.find(5, 62) != nullptr);  // on the same page
  CHECK(*table.find(5, 62) == 0);
  CHECK(*table.find(5, 63) == 1);
}

TEST_CASE("pair pages: finds what was put in where it was put, across pages and rows") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& moves) {
    PairPages<int> table;
    std::map<std::pair<Node, Node>, std::pair<int, const int*>> naive;
    int value = 0;
    for (const auto& [a, b] : moves) {
      const std::pair<Node, Node> key{a, b % 300};
      const auto known = naive.find(key);
      int& place = table.at(key.first, key.second);
      RC_ASSERT(place == (known == naive.end() ? 0 : known->second.first));
      place = ++value;
      naive[key] = {value, &place};
    }
    for (const auto& [key, wanted] : naive) {
      const int* const found = table.find(key.first, key.second);
      RC_ASSERT(found == wanted.second);
      RC_ASSERT(*found == wanted.first);
    }
  }));
}
