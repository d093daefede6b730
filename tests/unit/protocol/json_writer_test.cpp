// The flat JSON writer, byte by byte.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "protocol/json.hpp"
#include "protocol/plain_text.hpp"

using namespace std::string_literals;
namespace json = nearsim::protocol::json;

namespace {

std::string written(std::string_view value) {
  json::ObjectWriter out(0);
  out.text("a", value);
  const auto bytes = std::move(out).finish();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("json: the writer escapes what JSON forbids and nothing else") {
  CHECK(written("plain / text") == R"({"a":"plain / text"})");
  CHECK(written("\"\\\b\f\n\r\t") == R"({"a":"\"\\\b\f\n\r\t"})");
  CHECK(written("\0\x1F\x7F"s) == "{\"a\":\"\\u0000\\u001f\x7F\"}");
  CHECK(written("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80") == "{\"a\":\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\"}");
}

TEST_CASE("json: the writer replaces each byte that is not UTF-8 by U+FFFD") {
  CHECK(written("x\xFFy") == "{\"a\":\"x\xEF\xBF\xBDy\"}");
  CHECK(written("\xED\xA0\x80") == "{\"a\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}");
  CHECK(written("end\xE2\x82") == "{\"a\":\"end\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

TEST_CASE("json: the writer separates members and entries") {
  json::ObjectWriter out(0);
  const nearsim::protocol::TextList two{"x", "\""};
  out.texts("none", {});
  out.texts("two", two);
  out.integer("low", std::numeric_limits<std::int64_t>::min());
  out.integer("high", std::numeric_limits<std::uint64_t>::max());
  const auto bytes = std::move(out).finish();
  CHECK(std::string(bytes.begin(), bytes.end()) ==
        R"({"none":[],"two":["x","\""],"low":-9223372036854775808,"high":18446744073709551615})");
}

TEST_CASE("json: what is plain is found eight bytes at a time as byte by byte") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& bytes) {
    std::string text;
    for (const std::uint8_t b : bytes) {
      text.append(b % 12, 'x');  // long runs, so that what is not plain comes at any place of the eight
      text += static_cast<char>(b);
    }
    const auto is_not_plain = [](char c) { return !json::is_plain(c); };
    const auto first = std::find_if(text.begin(), text.end(), is_not_plain);
    RC_ASSERT(json::plain_prefix(text) == static_cast<std::size_t>(first - text.begin()));
  }));
  for (int c = 0; c < 256; ++c) {  // each byte alone, behind, between and before others
    const char byte = static_cast<char>(c);
    const bool plain = c >= 0x20 && c < 0x80 && byte != '"' && byte != '\\';
    CHECK(json::is_plain(byte) == plain);
    for (std::size_t at = 0; at < 17; ++at) {
      std::string text(17, 'x');
      text[at] = byte;
      CHECK(json::plain_prefix(text) == (plain ? 17 : at));
    }
  }
}

TEST_CASE("json: the writer makes room, whatever it was told to expect") {
  for (const std::size_t length : {0u, 1u, 3u, 4u, 7u, 8u, 9u, 15u, 16u, 17u, 100u}) {
    std::string value;
    for (std::size_t i = 0; i < length; ++i) value += static_cast<char>('a' + i % 26);
    for (const std::size_t expected : {0u, 1u, 12u, 1000u}) {
      json::ObjectWriter out(expected);
      out.text("a", value);
      const auto bytes = std::move(out).finish();
      CHECK(std::string(bytes.begin(), bytes.end()) == "{\"a\":\"" + value + "\"}");
    }
  }
}
