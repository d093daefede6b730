#include "sim/scenario/spelling.hpp"

#include <doctest/doctest.h>

using namespace nearsim::scenario;

TEST_CASE("slips of the fingers are near, other words are not") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("election", "elections") == 1);
  CHECK(edit_distance("mian", "main") == 1);  // a swap is one slip
  CHECK(edit_distance("kitten", "sitting") == 3);
  const std::vector<std::string_view> words{"run_for", "seeds", "links", "do"};
  CHECK(nearest("run_fro", words) == "run_for");
  CHECK(nearest("sedes", words) == "seeds");
  CHECK(nearest("duration", words).empty());
  CHECK(nearest("xx", words).empty());
  CHECK(nearest("", words).empty());
  CHECK(nearest(std::string(100'000, 'a'), words).empty());
  CHECK(suggest("lnks", words, "keys") == "did you mean 'links'?");
  CHECK(suggest("duration", words, "keys") == "keys: run_for, seeds, links, do");
  CHECK(suggest("duration", {}, "keys").empty());
}
