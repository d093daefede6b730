// Texts in one piece of memory, against a vector of strings.
#include "protocol/text_list.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

using nearsim::protocol::TextList;

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
    for (std::size_t i = 0; i < texts.size(); ++i) RC_ASSERT(list[i] == texts[i]);
  }));
}

TEST_CASE("text list: equal when the texts are, not when only all of them together are") {
  CHECK(TextList{"ab", "c"} == TextList{"ab", "c"});
  CHECK(!(TextList{"ab", "c"} == TextList{"a", "bc"}));
  CHECK(!(TextList{"a"} == TextList{"a", ""}));
}
