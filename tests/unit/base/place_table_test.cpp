// The table of places against looking at every element.
#include "sim/base/place_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

using nearsim::base::PlaceTable;

TEST_CASE("place table: finds what the array has and nothing else, through additions and removals") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& moves) {
    std::vector<std::uint64_t> array;
    PlaceTable table;
    const auto key_of = [&](std::uint32_t place) { return array[place]; };
    for (const std::uint8_t move : moves) {
      const std::uint64_t key = (move % 64) * std::uint64_t{0x100000000};  // the low half says nothing
      const auto there = std::find(array.begin(), array.end(), key);
      if (there == array.end()) {
        array.push_back(key);
        table.added(key_of);
      } else if (move >= 128) {
        const auto place = static_cast<std::uint32_t>(there - array.begin());
        table.remove(place, key_of);
        array[place] = array.back();
        array.pop_back();
      }
      for (std::uint64_t k = 0; k < 64; ++k) {
        const std::uint64_t wanted = k * 0x100000000;
        const std::uint32_t found = table.find(wanted, [&](std::uint32_t p) { return array[p] == wanted; });
        const auto naive = std::find(array.begin(), array.end(), wanted);
        if (naive == array.end()) RC_ASSERT(found == PlaceTable::none);
        else RC_ASSERT(found == static_cast<std::uint32_t>(naive - array.begin()));
      }
    }
  }));
}

TEST_CASE("place table: an element that gets another key is found under it alone") {
  std::vector<std::uint64_t> array;
  PlaceTable table;
  const auto key_of = [&](std::uint32_t place) { return array[place]; };
  for (std::uint64_t i = 0; i < 100; ++i) {
    array.push_back(i);
    table.added(key_of);
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    table.rename(i, 1000 + i, key_of);
    array[i] = 1000 + i;
    CHECK(table.find(i, [&](std::uint32_t p) { return array[p] == i; }) == PlaceTable::none);
    CHECK(table.find(1000 + i, [&](std::uint32_t p) { return array[p] == 1000 + i; }) == i);
    CHECK((i == 99 || table.find(99, [&](std::uint32_t p) { return array[p] == 99; }) == 99));
  }
}

TEST_CASE(
    "place table: elements of few hashes, many of them far from home, found after growing and removals") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& moves) {
    struct Element {
      std::uint64_t key;
      std::size_t number;
    };
    std::vector<Element> array;
    PlaceTable table;
    const auto key_of = [&](std::uint32_t place) { return array[place].key; };
    const auto add = [&](std::uint64_t key, std::size_t number) {
      array.push_back({key, number});
      table.added(key_of);
    };
    for (std::size_t n = 0; n < 60; ++n) add(n % 2, n);
    for (std::size_t n = 0; n < moves.size(); ++n) {
      if (moves[n] < 160 || array.empty()) {
        add(moves[n] % 3, 60 + n);
        continue;
      }
      const auto place = static_cast<std::uint32_t>(moves[n] % array.size());
      table.remove(place, key_of);
      array[place] = array.back();
      array.pop_back();
    }
    for (std::uint32_t i = 0; i < array.size(); ++i)
      RC_ASSERT(
          table.find(array[i].key, [&](std::uint32_t p) { return array[p].number == array[i].number; }) == i);
    RC_ASSERT(table.find(1, [](std::uint32_t) { return false; }) == PlaceTable::none);
  }));
}

TEST_CASE("place table: more elements than are tried, then cleared") {
  std::vector<std::uint64_t> array;
  PlaceTable table;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    array.push_back(i * i);
    table.added([&](std::uint32_t place) { return array[place]; });
  }
  for (std::uint32_t i = 0; i < 1000; ++i)
    CHECK(table.find(std::uint64_t{i} * i,
                     [&](std::uint32_t p) { return array[p] == std::uint64_t{i} * i; }) == i);
  CHECK(table.find(7, [&](std::uint32_t p) { return array[p] == 7; }) == PlaceTable::none);
  table.clear();
  CHECK(table.find(4, [](std::uint32_t) { return true; }) == PlaceTable::none);
}

TEST_CASE("place table: a guess is an element of the array or none, and right for whoever lies at home") {
  std::vector<std::uint64_t> array;
  PlaceTable table;
  CHECK(table.guess(1) == PlaceTable::none);
  std::uint32_t right = 0;
  for (std::uint64_t key = 1; key <= 1000; ++key) {
    array.push_back(key << 32);
    table.added([&](std::uint32_t place) { return array[place]; });
  }
  for (std::uint32_t place = 0; place < 1000; ++place) {
    const std::uint32_t guess = table.guess(array[place]);
    CHECK((guess < array.size() || guess == PlaceTable::none));
    right += guess == place ? 1u : 0u;
    table.prefetch(array[place]);
  }
  CHECK(right > 500);  // at most five of eight places are taken
}
