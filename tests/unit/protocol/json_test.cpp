// The flat JSON reader: every fault with its offset and text, every escape, every limit from both
// sides.
#include "protocol/json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <ostream>
#include <string>

using namespace std::string_literals;
using namespace std::string_view_literals;
namespace json = nearsim::protocol::json;

namespace nearsim::protocol::json {
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.at << ": " << fault.why;
}
}  // namespace nearsim::protocol::json

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

constexpr std::array<std::string_view, 2> wanted{"a", "b"};
using Values = std::array<json::Value, 2>;

struct Scan {
  Values values{};
  std::variant<json::Extent, json::Fault> outcome;
};

Scan scan(std::string_view text) {
  Scan result;
  result.outcome = json::scan_object(bytes_of(text), wanted, result.values);
  return result;
}

json::Fault fault_of(std::string_view text) {
  const Scan result = scan(text);
  const auto* fault = std::get_if<json::Fault>(&result.outcome);
  return fault != nullptr ? *fault : json::Fault{0, "no fault"};
}

json::Value value_of(const std::string& text) {  // of the key "a"; the views point into `text`
  const Scan result = scan(text);
  REQUIRE(std::holds_alternative<json::Extent>(result.outcome));
  return result.values[0];
}

std::string string_of(std::string_view literal) {
  const std::string text = "{\"a\":" + std::string(literal) + "}";
  return json::unescaped(value_of(text));
}

}  // namespace

TEST_CASE("json: values of wanted keys are noted with kind, offset and text") {
  const std::string text = R"( { "x" : [ 1 , {"a":"inner"} ] , "b" : "B" , "a" : -12 } )";
  const Scan result = scan(text);
  REQUIRE(std::holds_alternative<json::Extent>(result.outcome));
  CHECK(std::get<json::Extent>(result.outcome).closing_brace == text.rfind('}'));
  CHECK(result.values[0].kind == json::Kind::number);
  CHECK(result.values[0].raw == "-12");
  CHECK(result.values[0].at == text.find("-12"));
  CHECK(result.values[1].kind == json::Kind::text);
  CHECK(result.values[1].raw == "B");
  CHECK(result.values[1].at == text.find("\"B\""));
}

TEST_CASE("json: an empty object has no values") {
  const Scan result = scan("{}");
  CHECK(std::holds_alternative<json::Extent>(result.outcome));
  CHECK(result.values[0].kind == json::Kind::absent);
}

TEST_CASE("json: kinds of value") {
  const std::array<std::pair<std::string, json::Kind>, 7> cases{{{R"({"a":"s"})", json::Kind::text},
                                                                 {R"({"a":0.5e-7})", json::Kind::number},
                                                                 {R"({"a":[]})", json::Kind::list},
                                                                 {R"({"a":{}})", json::Kind::other},
                                                                 {R"({"a":true})", json::Kind::other},
                                                                 {R"({"a":false})", json::Kind::other},
                                                                 {R"({"a":null})", json::Kind::other}}};
  for (const auto& c : cases) {
    CAPTURE(c.first);
    CHECK(value_of(c.first).kind == c.second);
  }
}

TEST_CASE("json: a key may be written with escapes, and is then still the same key") {
  CHECK(value_of(R"({"\u0061":1})").raw == "1");
  CHECK(fault_of(R"({"a":1,"\u0061":2})") == json::Fault{7, "this key occurs twice"});
}

TEST_CASE("json: structure faults") {
  struct Case {
    std::string_view text;
    json::Fault fault;
  };
  const Case cases[] = {
      {"", {0, "expected '{'"}},
      {"   ", {3, "expected '{'"}},
      {"[]", {0, "expected '{'"}},
      {"\xEF\xBB\xBF{}", {0, "expected '{'"}},  // a byte order mark
      {"{", {1, "the message ends inside an object"}},
      {"{1:2}", {1, "expected a key in quotes"}},
      {R"({"a")", {4, "the message ends inside an object"}},
      {R"({"a" 1})", {5, "expected ':'"}},
      {R"({"a":)", {5, "the message ends where a value should be"}},
      {R"({"a":})", {5, "expected a value"}},
      {R"({"a":1)", {6, "the message ends inside an object"}},
      {R"({"a":1 "b":2})", {7, "expected ',' or '}'"}},
      {R"({"a":1,)", {7, "the message ends inside an object"}},
      {R"({"a":1,})", {7, "expected a key in quotes"}},
      {R"({"a":1]})", {6, "expected ',' or '}'"}},
      {R"({"a":[)", {6, "the message ends where a value should be"}},
      {R"({"a":[1)", {7, "the message ends inside a list"}},
      {R"({"a":[1,)", {8, "the message ends where a value should be"}},
      {R"({"a":[1,]})", {8, "expected a value"}},
      {R"({"a":[1 2]})", {8, "expected ',' or ']'"}},
      {R"({"a":["x")", {9, "the message ends inside a list"}},
      {R"({"a":["x)", {8, "the message ends inside a string"}},
      {R"({"a":["x",)", {10, "the message ends where a value should be"}},
      {R"({"a":["x",]})", {10, "expected a value"}},
      {R"({"a":["x" "y"]})", {10, "expected ',' or ']'"}},
      {R"({"a":["x";"y"]})", {9, "expected ',' or ']'"}},
      {R"({"a":["x","\q"]})", {11, "an escape that JSON does not have"}},
      {R"({"a":1}})", {7, "bytes after the message"}},
      {R"({"a":1} x)", {8, "bytes after the message"}},
      {"{}\0"sv, {2, "bytes after the message"}},
      {"{\v}", {1, "expected a key in quotes"}},  // a blank of C, not of JSON
      {R"({"a":1,"b":2,"a":3})", {13, "this key occurs twice"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == c.fault);
  }
}

TEST_CASE("json: unwanted keys may repeat") { CHECK(fault_of(R"({"x":1,"x":2})").why == "no fault"); }

TEST_CASE("json: number and word faults") {
  struct Case {
    std::string_view text;
    json::Fault fault;
  };
  const Case cases[] = {
      {R"({"a":-)", {6, "the message ends inside a number"}},
      {R"({"a":1.)", {7, "the message ends inside a number"}},
      {R"({"a":1e+)", {8, "the message ends inside a number"}},
      {R"({"a":-x})", {6, "expected a digit"}},
      {R"({"a":1.e1})", {7, "expected a digit"}},
      {R"({"a":1e})", {7, "expected a digit"}},
      {R"({"a":01})", {5, "a number may not begin with 0"}},
      {R"({"a":-00})", {6, "a number may not begin with 0"}},
      {R"({"a":+1})", {5, "expected a value"}},
      {R"({"a":.5})", {5, "expected a value"}},
      {R"({"a":NaN})", {5, "expected a value"}},
      {R"({"a":0x10})", {6, "expected ',' or '}'"}},
      {R"({"a":tru)", {8, "the message ends where a value should be"}},
      {R"({"a":trUe})", {7, "expected true, false or null"}},
      {R"({"a":nul})", {8, "expected true, false or null"}},
      {R"({"a":nulls})", {9, "expected ',' or '}'"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == c.fault);
  }
}

TEST_CASE("json: string faults") {
  constexpr std::string_view half = "half a surrogate pair";
  constexpr std::string_view cut = "the message ends inside a string";
  constexpr std::string_view digits = "\\u needs four hexadecimal digits";
  struct Case {
    std::string_view text;
    json::Fault fault;
  };
  const Case cases[] = {
      {R"({"a":")", {6, cut}},
      {R"({"a":"xy)", {8, cut}},
      {R"({"a":"\)", {7, cut}},
      {R"({"a":"\u12)", {10, cut}},
      {R"({"a":"\ud83d)", {12, cut}},
      {R"({"a":"\ud83d\)", {13, cut}},
      {R"({"a":"\ud83d\ude)", {16, cut}},
      {R"({"a":"x\q"})", {7, "an escape that JSON does not have"}},
      {R"({"a":"x\'"})", {7, "an escape that JSON does not have"}},
      {R"({"a":"x\u12"})", {7, digits}},
      {R"({"a":"x\u12g4"})", {7, digits}},
      {R"({"a":"x\u+123"})", {7, digits}},
      {R"({"a":"x\ud83d"})", {7, half}},
      {R"({"a":"x\ud83dy"})", {7, half}},
      {R"({"a":"x\ud83d\n"})", {7, half}},
      {R"({"a":"x\ud83d\u0041"})", {7, half}},
      {R"({"a":"x\ud83d\ud83d"})", {7, half}},
      {R"({"a":"x\ud83d\uzzzz"})", {7, half}},
      {R"({"a":"x\ude00"})", {7, half}},
      {"{\"a\":\"x\ny\"}", {7, "a control character in a string must be escaped"}},
      {"{\"a\":\"x\0y\"}"sv, {7, "a control character in a string must be escaped"}},
      {"{\"a\":\"x\x1F\"}", {7, "a control character in a string must be escaped"}},
      {"{\"a\":\"x\x80\"}", {7, "not UTF-8"}},
      {"{\"a\":\"x\xC3\"}", {7, "not UTF-8"}},
      {"{\"\xFF\":1}", {2, "not UTF-8"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == c.fault);
  }
}

TEST_CASE("json: escapes are undone") {
  CHECK(string_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(string_of(R"("a\u0000b")") == "a\0b"s);
  CHECK(string_of(R"("\u007f\u0080\u07ff\u0800\uFFFF")") == "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF");
  CHECK(string_of(R"("\ud83d\ude00")") == "\xF0\x9F\x98\x80");
  CHECK(string_of(R"("\uD800\uDC00\uDBFF\uDFFF")") == "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  CHECK(string_of(R"("x\u0041y")") == "xAy");
}

TEST_CASE("json: nesting is bounded, the outermost object included") {
  const auto nested = [](std::size_t depth, std::string_view open, std::string_view close) {
    std::string text = R"({"x":)";
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += '1';
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text + "}";
  };
  constexpr std::size_t inner = json::max_nesting - 1;
  CHECK(fault_of(nested(inner, "[", "]")).why == "no fault");
  CHECK(fault_of(nested(inner, "{\"y\":", "}")).why == "no fault");
  CHECK(fault_of(nested(inner + 1, "[", "]")) == json::Fault{5 + inner, "nested too deeply"});
  CHECK(fault_of(nested(inner + 1, "{\"y\":", "}")) == json::Fault{5 + 5 * inner, "nested too deeply"});
  CHECK(fault_of(nested(30'000, "[", "]")).why == "nested too deeply");
}

TEST_CASE("json: integers") {
  const auto number = [](std::string_view literal) {
    json::Value value;
    value.kind = json::Kind::number;
    value.raw = literal;
    return value;
  };
  CHECK(json::is_integer(number("-17")));
  CHECK_FALSE(json::is_integer(number("1.0")));
  CHECK_FALSE(json::is_integer(number("1e3")));
  CHECK_FALSE(json::is_integer(number("1E3")));
  CHECK(json::signed_integer(number("-0")) == 0);
  CHECK(json::signed_integer(number("9223372036854775807")) == std::numeric_limits<std::int64_t>::max());
  CHECK(json::signed_integer(number("-9223372036854775808")) == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(json::signed_integer(number("9223372036854775808")));
  CHECK_FALSE(json::signed_integer(number("-9223372036854775809")));
  CHECK(json::unsigned_integer(number("18446744073709551615")) == std::numeric_limits<std::uint64_t>::max());
  CHECK_FALSE(json::unsigned_integer(number("18446744073709551616")));
  CHECK_FALSE(json::unsigned_integer(number("-1")));
}

TEST_CASE("json: lists of texts") {
  const auto texts = [](const std::string& list, std::size_t most) {
    const std::string text = "{\"a\": " + list + "}";
    return json::texts(value_of(text), most);
  };
  const auto fault = [&](const std::string& list, std::size_t most) {
    return std::get<json::Fault>(texts(list, most));
  };
  const auto good = [&](const std::string& list, std::size_t most) {
    return std::get<nearsim::protocol::TextList>(texts(list, most));
  };
  CHECK(good("[]", 0).empty());
  CHECK(good("[ ]", 2).empty());
  CHECK(good(R"([ "x" , "\u0041]," ])", 2) == nearsim::protocol::TextList{"x", "A],"});
  CHECK(good(R"(["x","","long enough for a word"])", 3) ==
        nearsim::protocol::TextList{"x", "", "long enough for a word"});
  CHECK(fault(R"(["x","y"])", 1) == json::Fault{11, "too many entries in this list"});
  CHECK(fault(R"([ "x" , "y" ])", 1) == json::Fault{14, "too many entries in this list"});
  CHECK(fault(R"(["x", 5])", 2) == json::Fault{12, "expected a string in this list"});
  CHECK(fault(R"(["x",["y"]])", 2) == json::Fault{11, "expected a string in this list"});
  CHECK(fault(R"([null])", 2) == json::Fault{7, "expected a string in this list"});
}
