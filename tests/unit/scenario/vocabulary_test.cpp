// The words of expectations and invariants.
#include "sim/scenario/vocabulary.hpp"

#include <doctest/doctest.h>

#include <set>

#include "protocol/action.hpp"
#include "sim/scenario/invariants.hpp"
#include "sim/scenario/language.hpp"

using namespace nearsim;
using namespace nearsim::scenario;

TEST_CASE("facts, counters and the keys beside them have different names") {
  std::set<std::string_view> names;
  for (const Fact& fact : facts()) CHECK_MESSAGE(names.insert(fact.name).second, fact.name);
  for (const Counter& counter : counters()) {
    CHECK_MESSAGE(names.insert(counter.name).second, counter.name);
    CHECK_MESSAGE(!counter.doc.empty(), counter.name);
    CHECK(find_counter(counter.name) == &counter);
  }
  for (const Key& key : language::expectation.keys) CHECK_MESSAGE(names.insert(key.name).second, key.name);
  CHECK(find_fact("accept") == nullptr);
  CHECK(find_counter("usable") == nullptr);
}

TEST_CASE("aliases are counters with a filter built in") {
  const Counter* preemption = find_counter("preemption");
  REQUIRE(preemption != nullptr);
  CHECK(preemption->topic == "engine");
  CHECK(preemption->verb == protocol::Accept::verb);
  CHECK(protocol::named<protocol::Why>(preemption->where[0].second).has_value());
  REQUIRE(find_counter("error_61") != nullptr);
  CHECK(find_counter("mpc." + std::string(find_counter("error_61")->verb)) != nullptr);
}

TEST_CASE("a filter applies where the record has the field") {
  const auto applies_to = [](std::string_view filter, std::string_view counter) {
    return applies(*find_filter(filter), *find_counter(counter));
  };
  CHECK(applies_to("why", "invite"));
  CHECK(!applies_to("why", "mpc.connected"));
  CHECK(applies_to("symptom", "suspect"));
  CHECK(!applies_to("symptom", "invite"));
  CHECK(applies_to("errno", "mpc.not_connected"));
}

TEST_CASE("twenty-three invariants, each with words of its own") {
  CHECK(invariants().size() == 23);
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < invariants().size(); ++i) {
    CHECK(invariants()[i].name == "I" + std::to_string(i + 1));
    CHECK(words.insert(invariants()[i].word).second);
    CHECK(words.insert(invariants()[i].statement).second);
  }
  CHECK(default_invariants().size() == 23);
  CHECK(find_invariant("I24") == nullptr);
}
