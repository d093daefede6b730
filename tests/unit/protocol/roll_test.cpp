// A list that is said again and again, against one that is made anew each time.
#include "protocol/roll.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace

namespace {

const TextList& said(Roll& roll, const std::vector<std::string>& texts) {
  roll.begin();
  for (const std::string& text : texts) roll.say(text);
  return roll.finish();
}

TextList list_of(const std::vector<std::string>& texts) {
  TextList list;
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

}  // namespace

TEST_CASE("roll: what is left out at the end, in the middle or altogether is gone") {
  Roll roll;
  using Texts = std::vector<std::string>;
  for (const Texts& now : {Texts{"Ana", "Bob", "Cyd"}, Texts{"Ana", "Bob", "Cyd"}, Texts{"Ana", "Bob"},
                           Texts{"Ana", "Cyd"}, Texts{}, Texts{}, Texts{"a \"name\"", "Ana"}, Texts{"Ana"}})
    CHECK(said(roll, now) == list_of(now));
}

TEST_CASE("roll: property: it is what was said last") {
  CHECK(rc::check("any lists in any order", [] {
    const auto text = rc::gen::element<std::string>(
        "", "a", "b", "abc", "four", "seven77", "eight888", "eight889", "sixteen letters!",
        "sixteen letters?", "more than sixteen letters", "more than sixteen lettres", "a\"b", "\u00FC");
    Roll roll;
    for (const auto& now : *rc::gen::container<std::vector<std::vector<std::string>>>(
             rc::gen::container<std::vector<std::string>>(text)))
      RC_ASSERT(said(roll, now) == list_of(now));
  }));
}
