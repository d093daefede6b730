// The pair map against std::map.
#include "models/net/pair_map.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <vector>

using nearsim::net::PairMap;

TEST_CASE("pair map: finds what was put in and not taken out") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& moves) {
    PairMap map;
    std::map<std::uint64_t, std::uint32_t> naive;
    std::uint32_t value = 0;
    for (const auto& [a, b] : moves) {
      const std::uint64_t key = PairMap::key(a % 8, b % 8);
      if (b >= 160) {
        map.erase(key);
        naive.erase(key);
      } else {
        RC_ASSERT(map.at(key) == (naive.contains(key) ? naive[key] : PairMap::absent));
        map.at(key) = naive[key] = ++value;
      }
      RC_ASSERT(map.size() == naive.size());
      for (std::uint32_t x = 0; x < 8; ++x)
        for (std::uint32_t y = 0; y < 8; ++y) {
          const auto there = naive.find(PairMap::key(x, y));
          RC_ASSERT(map.find(PairMap::key(x, y)) == (there == naive.end() ? PairMap::absent : there->second));
        }
    }
  }));
}

TEST_CASE("pair map: erasing from an empty one changes nothing") {
  PairMap map;
  map.erase(PairMap::key(1, 2));
  CHECK(map.size() == 0);
  CHECK(map.find(PairMap::key(1, 2)) == PairMap::absent);
}
