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
  PairPages table;
  CHECK(table.find(0, 0) == PairPages::absent);
  CHECK(table.find(5, 1'000'000) == PairPages::absent);
  table.at(5, 63) = 1;
  CHECK(table.find(5, 64) == PairPages::absent);
  CHECK(table.find(6, 63) == PairPages::absent);
  CHECK(table.find(63, 5) == PairPages::absent);
  CHECK(table.find(5, 63) == 1);
}

TEST_CASE("pair pages: finds what was put in, across pages and rows") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& moves) {
    PairPages table;
    std::map<std::pair<Node, Node>, std::uint32_t> naive;
    std::uint32_t value = 0;
    for (const auto& [a, b] : moves) {
      const std::pair<Node, Node> key{a, b % 300};
      const auto known = naive.find(key);
      RC_ASSERT(table.at(key.first, key.second) ==
                (known == naive.end() ? PairPages::absent : known->second));
      table.at(key.first, key.second) = naive[key] = ++value;
    }
    for (const auto& [key, wanted] : naive) RC_ASSERT(table.find(key.first, key.second) == wanted);
  }));
}
