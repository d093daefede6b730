// Texts in one piece of memory, against a vector of strings.
#include "protocol/text_list.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

using nearsim::protocol::TextList;

namespace {

std::vector<std::string> all(const TextList& list) {
  std::vector<std::string> out;
  list.each([&](std::size_t i, std::string_view text) {
    CHECK(i == out.size());
    out.emplace_back(text);
  });
  return out;
}

}  // namespace

TEST_CASE("text list: what was put in comes out, in its order, empty ones too") {
  CHECK(rc::check([](const std::vector<std::string>& texts, bool expected) {
    TextList list;
    if (expected) list.reserve(texts.size(), 10 * texts.size());
    std::string joined;
    for (const std::string& text : texts) {
      list.push_back(text);
      if (&text != &texts.front()) joined += R"(",")";
      joined += text;
    }
    RC_ASSERT(list.size() == texts.size());
    RC_ASSERT(list.empty() == texts.empty());
    RC_ASSERT(list.joined() == joined);
    RC_ASSERT(all(list) == texts);
  }));
}

TEST_CASE("text list: equal when the texts are, not when only all of them together are") {
  CHECK(TextList{"ab", "c"} == TextList{"ab", "c"});
  CHECK(!(TextList{"ab", "c"} == TextList{"a", "bc"}));
  CHECK(!(TextList{"a"} == TextList{"a", ""}));
}

TEST_CASE("text list: plain texts that came in one piece are the same list as those that came one by one") {
  CHECK(rc::check([] {
    const auto texts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab ,[]}:\x7f"))));
    TextList one_by_one;
    for (const std::string& text : texts) one_by_one.push_back(text);
    if (texts.empty()) return;
    const std::string joined(one_by_one.joined());
    TextList in_one = TextList::plain(joined, texts.size());
    RC_ASSERT(in_one.size() == texts.size());
    RC_ASSERT(in_one.joined() == joined);
    RC_ASSERT(in_one == one_by_one);
    RC_ASSERT(one_by_one == in_one);
    RC_ASSERT(in_one.all_plain());
    RC_ASSERT(all(in_one) == texts);
    TextList other = one_by_one;
    other.push_back("");
    RC_ASSERT(!(other == in_one));
    in_one.push_back("");  // it is cut now
    RC_ASSERT(in_one == other);
    RC_ASSERT(all(in_one) == all(other));
  }));
  CHECK(!(TextList::plain(R"(a","b)", 2) == TextList{R"(a","b)"}));
  CHECK(!(TextList{"b"} == TextList::plain("a", 1)));
}
