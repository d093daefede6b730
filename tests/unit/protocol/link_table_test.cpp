// The table of links: who shares one.
#include "protocol/link_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;
using nearsim::base::heap;
using nearsim::base::never;

TEST_CASE("link table: equal keys share a link, and the latest record stands") {
  LinkTable table(Key::display_name);
  const Index bob = table.meet({{2}, "Bob", "", 0});
  const Index zoe = table.meet({{3}, "Zoe", "", 0});
  CHECK(bob != zoe);
  table[bob].failures = 7;
  CHECK(table.meet({{4}, "Bob", "", 5}) == bob);
  CHECK(table.size() == 2);
  CHECK(table[bob].peer.handle == Handle{4});
  CHECK(table[bob].peer.instance == 5);
  CHECK(table[bob].failures == 7);
  CHECK(table.find(Handle{2}) == bob);  // the older object still leads here
  CHECK(table.find(Handle{4}) == bob);
  CHECK(table.find("Bob") == bob);
  CHECK(table.find("Cleo") == no_index);
  CHECK(table.find(Handle{9}) == no_index);
}

TEST_CASE("link table: an older peer object that comes back leads to its link, and so do the others") {
  LinkTable table(Key::display_name);
  for (std::uint64_t i = 0; i < 40; ++i) {
    const std::string name = "p" + std::to_string(i);
    for (const std::uint64_t generation : {100u, 200u, 100u, 300u})
      table.meet({{generation + i}, name, "", 0});
  }
  CHECK(table.size() == 40);
  for (std::uint64_t i = 0; i < 40; ++i)
    for (const std::uint64_t generation : {100u, 200u, 300u}) CHECK(table.find(Handle{generation + i}) == i);
  CHECK(table[7].peer.handle == Handle{307});
  CHECK(table.handles().size() == 120);
  CHECK(table.handles().front() == std::pair{Handle{100}, Index{0}});
}

TEST_CASE("link table: who was met under handles in a row is whom asking for each of them finds") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& meetings, std::uint8_t from, std::uint8_t to) {
    LinkTable table(Key::display_name);
    for (const std::uint8_t m : meetings) table.meet({{m % 32u}, std::string(1, "abcde"[m % 5]), "", m});
    std::vector<std::pair<Handle, Handle>> asked, visited;  // the handle, and whom it leads to
    const Handle first{from % 34u}, last{to % 34u};
    for (Handle handle = first; handle <= last; ++handle.value)
      if (const Index i = table.find(handle); i != no_index) asked.emplace_back(handle, table[i].peer.handle);
    table.between(first, last,
                  [&](Handle handle, const Link& link) { visited.emplace_back(handle, link.peer.handle); });
    RC_ASSERT(visited == asked);
  }));
}

TEST_CASE("link table: by handle, namesakes are strangers") {
  LinkTable table(Key::handle);
  const Index first = table.meet({{12}, "iPhone", "", 0}), second = table.meet({{7}, "iPhone", "", 0});
  CHECK(first != second);
  CHECK(table.find("12") == first);
  CHECK(table.find("7") == second);
  CHECK(table.find("iPhone") == no_index);
  CHECK(table.meet({{12}, "iPad", "", 0}) == first);
  CHECK(table[first].peer.display_name == "iPad");
}

TEST_CASE("link table: by node id, the name stands in for an empty one") {
  LinkTable table(Key::node_id);
  const Index known = table.meet({{2}, "Bob", "N", 0});
  CHECK(table.meet({{3}, "Robert", "N", 0}) == known);
  const Index unknown = table.meet({{4}, "Bob", "", 0});
  CHECK(unknown != known);
  CHECK(table.find("Bob") == unknown);
}

TEST_CASE("link table: the same whoever is met, in whatever order they are found again") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& meetings) {
    LinkTable table(Key::display_name);
    std::vector<std::string> names;
    for (const std::uint8_t m : meetings) {
      const std::string name(1, static_cast<char>('a' + m % 5));
      const Index i = table.meet({{std::uint64_t{m} % 15u + 1}, name, "", 0});
      if (table.size() > names.size()) names.push_back(name);
      RC_ASSERT(table.size() == names.size());
      RC_ASSERT(table[i].peer.display_name == name);
      for (Index j = 0; j < table.size(); ++j) RC_ASSERT(table.find(names[j]) == j);
    }
  }));
}

TEST_CASE("link table: cleared means as new") {
  LinkTable table(Key::display_name);
  (void)table.meet({{2}, "Bob", "", 0});
  table.timetable().set(0, at(1s));
  table.clear();
  CHECK(table == LinkTable(Key::display_name));
  CHECK(table.timetable().first_instant() == never);
}
