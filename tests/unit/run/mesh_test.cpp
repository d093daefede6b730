#include "sim/run/judges/mesh.hpp"

#include <doctest/doctest.h>

#include "tests/unit/run/court_room.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

using Links = std::vector<std::pair<net::Node, net::Node>>;
using Nodes = std::vector<net::Node>;

std::string said(const Nodes& devices, const Links& links) {
  const scenario::Scenario s = people(9);
  return in_words(mesh_of(devices, links), Names{s});
}

}  // namespace

TEST_CASE("mesh: islands in the order of their first, and who holds one together") {
  const Mesh mesh = mesh_of({4, 0, 1, 2, 7}, {{0, 1}, {2, 1}, {4, 7}});
  CHECK(mesh.islands == std::vector<Nodes>{{0, 1, 2}, {4, 7}});
  CHECK(mesh.holders == Nodes{1});
}

TEST_CASE("mesh: a ring hangs on nobody, a chain on all but its ends") {
  CHECK(mesh_of({0, 1, 2, 3}, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}).holders.empty());
  CHECK(mesh_of({0, 1, 2, 3}, {{0, 1}, {1, 2}, {2, 3}}).holders == Nodes{1, 2});
  CHECK(mesh_of({0, 1, 2, 3}, {}).islands.size() == 4);
  CHECK(mesh_of({}, {}).islands.empty());
}

TEST_CASE("mesh: words for what is worth telling, and in one line however large the room") {
  CHECK(said({0, 1}, {}).empty());
  CHECK(said({0, 1, 2}, {{0, 1}, {1, 2}, {2, 0}}).empty());
  CHECK(said({0, 1, 2}, {{0, 1}, {1, 2}}) == "held together by Bob");
  CHECK(said({0, 1, 2, 3}, {{0, 1}, {1, 2}}) == "2 islands: Ana Bob Cyd | Dan; held together by Bob");
  CHECK(said({0, 1, 2, 3, 4}, {}) == "5 islands: Ana | Bob | Cyd | Dan | ...");
  CHECK(said({0, 1, 2, 3, 4, 5, 6, 7, 8}, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 0}}) ==
        "3 islands: Ana Bob Cyd Dan Eve Fay and 1 more | Hal | Ida");
}
