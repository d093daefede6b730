// The flat JSON writer, byte by byte.
#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>

#include "protocol/json.hpp"

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
  const std::array<std::string, 2> two{"x", "\""};
  out.texts("none", {});
  out.texts("two", two);
  out.integer("low", std::numeric_limits<std::int64_t>::min());
  out.integer("high", std::numeric_limits<std::uint64_t>::max());
  const auto bytes = std::move(out).finish();
  CHECK(std::string(bytes.begin(), bytes.end()) ==
        R"({"none":[],"two":["x","\""],"low":-9223372036854775808,"high":18446744073709551615})");
}
