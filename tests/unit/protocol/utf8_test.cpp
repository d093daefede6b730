// UTF-8 as JSON needs it, against every code point there is.
#include "protocol/utf8.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

namespace utf8 = nearsim::protocol::utf8;

TEST_CASE("utf8: every scalar value has its length, every surrogate has none") {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    std::string text;
    utf8::append(text, code);
    const bool surrogate = 0xD800 <= code && code <= 0xDFFF;
    if (utf8::length_at_front(text) != (surrogate ? 0 : text.size())) FAIL(static_cast<std::uint32_t>(code));
  }
}

TEST_CASE("utf8: what is not well-formed") {
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(",
        "\xE2(\xAC", "\xE2\x82("}) {
    CAPTURE(text);
    CHECK(utf8::length_at_front(text) == 0);
    CHECK_FALSE(utf8::valid(text));
  }
  CHECK(utf8::length_at_front("") == 0);
  CHECK(utf8::valid(""));
  CHECK_FALSE(utf8::valid("good then \xFF"));
}
